import Testing

@Suite("Imports")
struct ImportTests {
    /// What the files of each target may import; ARCHITECTURE.md has the reasons.
    private static let allowed: [String: Set<String>] = [
        "LMDB": ["CLMDB", "Glibc", "Synchronization"],
        "Zstd": ["CZstd", "Glibc"],
        "Gzip": ["CZlib", "Glibc"],
        "Spreadsheet": ["CXLSXWriter", "Glibc"],
        "SQLiteFile": ["CSQLite", "Glibc"],
        "ZipArchive": ["CArchive", "Glibc"],
        "MessageDigests": ["CLibcrypto"],
        "EventModel": ["CSHA256", "CTextScan"],
        "Evidence": ["Crypto", "EventModel"],
        "Privacy": ["Crypto", "EventModel"],
        "EventLog": [
            "Dispatch", "EventModel", "Evidence", "Glibc", "LMDB", "Privacy", "Synchronization",
            "Zstd",
        ],
        "Projections": ["EventLog", "EventModel", "LMDB", "Synchronization", "Zstd"],
        "Programme": ["EventModel"],
        "Indicators": ["EventLog", "EventModel", "Programme", "Projections"],
        "Answers": [
            "EventLog", "EventModel", "Evidence", "Indicators", "Programme", "Projections",
        ],
        "Importing": ["EventLog", "EventModel", "Foundation", "Gzip", "Programme", "Zstd"],
        "Exporting": [
            "Answers", "EventLog", "EventModel", "Foundation", "Indicators", "MessageDigests",
            "Privacy", "Programme", "Projections", "SQLiteFile", "Spreadsheet", "ZipArchive",
            "Zstd",
        ],
        "Simulation": ["EventModel", "Programme"],
        "Messages": ["Answers", "EventModel"],
        "Access": ["EventLog", "EventModel", "Evidence", "Synchronization", "Yams"],
        "Declared": ["Answers", "EventLog", "EventModel", "Indicators", "Yams"],
        "Feeds": ["EventLog", "EventModel", "Synchronization"],
        "CairnServer": [
            "Access", "Answers", "Declared", "Dispatch", "EventLog", "EventModel", "Evidence",
            "Feeds", "Foundation", "Gzip", "HTTPTypes", "Hummingbird", "HummingbirdCore",
            "HummingbirdHTTP2", "HummingbirdTLS", "Importing", "JWTKit", "Logging", "Messages",
            "NIOCore", "NIOPosix", "NIOSSL", "Projections", "ServiceLifecycle", "Synchronization",
            "UnixSignals",
        ],
        "CairnCommands": [
            "Access", "Answers", "ArgumentParser", "CairnServer", "Configuration", "Declared",
            "EventLog", "EventModel", "Evidence", "Exporting", "Foundation", "Glibc", "Importing",
            "Indicators", "Logging", "Messages", "Privacy", "Programme", "Projections",
            "Simulation", "SystemPackage", "Yams",
        ],
        "cairn": ["CairnCommands", "Glibc"],
        "Workloads": [
            "Answers", "EventLog", "EventModel", "Evidence", "Importing", "Indicators", "Programme",
            "Projections", "Simulation",
        ],
    ]

    @Test("A target imports only what stands above it")
    func allowList() {
        for file in SourceTree.sources {
            guard let names = Self.allowed[file.target] else {
                Issue.record("\(file.path): target \(file.target) has no list of imports")
                continue
            }
            for (index, line) in file.code.enumerated() {
                guard let name = Self.importedModule(line), !names.contains(name) else { continue }
                Issue.record("\(file.path):\(index + 1): \(file.target) may not import \(name)")
            }
        }
    }

    @Test("The door, the record codec and the command line's verbs keep to their side")
    func folders() {
        for file in SourceTree.sources {
            let modules = file.code.compactMap(Self.importedModule)
            if file.path.hasPrefix("Sources/EventLog/Block/") {
                #expect(!modules.contains("LMDB"), "\(file.path): a block knows no storage")
            }
            #expect(!modules.contains("NIO"), "\(file.path): no network below the server")
        }
    }

    /// The module that a line imports; `nil` if it is no import.
    private static func importedModule(_ line: String) -> String? {
        let words = line.split(separator: " ").map(String.init)
        guard let place = words.firstIndex(of: "import"), place + 1 < words.count,
            words[..<place].allSatisfy({
                $0.hasPrefix("@") || ["package", "public", "internal", "private"].contains($0)
            })
        else { return nil }
        // `import enum Module.Name` names a kind before the module.
        let kinds = ["class", "enum", "func", "protocol", "struct", "typealias"]
        let module =
            kinds.contains(words[place + 1]) ? words.dropFirst(place + 2).first : words[place + 1]
        return module?.split(separator: ".").first.map(String.init)
    }
}
