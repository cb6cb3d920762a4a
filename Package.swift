// swift-tools-version: 6.3
import PackageDescription

// The targets stand in the one order in which they may import each other; ARCHITECTURE.md gives the
// reason for each, and the tidy test holds every file to the list of imports its target may use.
let package = Package(
    name: "cairn",
    products: [
        .executable(name: "cairn", targets: ["cairn"]),
        // What the package in Benchmarks/ measures; nothing else may depend on it.
        .library(name: "CairnWorkloads", targets: ["Workloads"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(
            url: "https://github.com/apple/swift-configuration",
            from: "1.4.0",
            traits: ["YAML"]
        ),
        .package(url: "https://github.com/apple/swift-system", from: "1.8.1"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
        .package(
            url: "https://github.com/hummingbird-project/hummingbird",
            from: "2.28.1",
            traits: []
        ),
        .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
        .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.37.6"),
        .package(url: "https://github.com/vapor/jwt-kit", from: "5.7.1"),
    ],
    targets: [
        .systemLibrary(name: "CLMDB", pkgConfig: "lmdb", providers: [.apt(["liblmdb-dev"])]),
        .systemLibrary(name: "CZstd", pkgConfig: "libzstd", providers: [.apt(["libzstd-dev"])]),
        .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
        .systemLibrary(
            name: "CXLSXWriter",
            pkgConfig: "xlsxwriter",
            providers: [.apt(["libxlsxwriter-dev"])]
        ),
        .systemLibrary(
            name: "CSQLite",
            pkgConfig: "sqlite3",
            providers: [.apt(["libsqlite3-dev"])]
        ),
        .systemLibrary(
            name: "CArchive",
            pkgConfig: "libarchive",
            providers: [.apt(["libarchive-dev"])]
        ),
        .systemLibrary(
            name: "CLibcrypto",
            pkgConfig: "libcrypto",
            providers: [.apt(["libssl-dev"])]
        ),
        .target(name: "LMDB", dependencies: ["CLMDB"]),
        .target(name: "Zstd", dependencies: ["CZstd"]),
        .target(name: "Gzip", dependencies: ["CZlib"]),
        .target(name: "Spreadsheet", dependencies: ["CXLSXWriter"]),
        .target(name: "SQLiteFile", dependencies: ["CSQLite"]),
        .target(name: "ZipArchive", dependencies: ["CArchive"]),
        .target(name: "MessageDigests", dependencies: ["CLibcrypto"]),
        .target(name: "CSHA256"),
        .target(name: "CTextScan"),
        .target(name: "EventModel", dependencies: ["CSHA256", "CTextScan"]),
        .target(
            name: "Evidence",
            dependencies: [
                "EventModel", .product(name: "Crypto", package: "swift-crypto"),
            ]
        ),
        .target(
            name: "Privacy",
            dependencies: [
                "EventModel", .product(name: "Crypto", package: "swift-crypto"),
            ]
        ),
        .target(
            name: "EventLog",
            dependencies: ["LMDB", "Zstd", "EventModel", "Evidence", "Privacy"]
        ),
        .target(
            name: "Projections",
            dependencies: ["LMDB", "Zstd", "EventModel", "EventLog"]
        ),
        .target(name: "Programme", dependencies: ["EventModel"]),
        .target(
            name: "Indicators",
            dependencies: ["EventModel", "EventLog", "Projections", "Programme"]
        ),
        .target(
            name: "Answers",
            dependencies: [
                "EventModel", "Evidence", "EventLog", "Projections", "Programme", "Indicators",
            ]
        ),
        .target(
            name: "Importing",
            dependencies: ["EventModel", "EventLog", "Programme", "Zstd", "Gzip"]
        ),
        .target(
            name: "Exporting",
            dependencies: [
                "EventModel", "EventLog", "Projections", "Programme", "Indicators", "Answers",
                "Privacy", "Spreadsheet", "SQLiteFile", "ZipArchive", "MessageDigests", "Zstd",
            ],
            resources: [
                // Compiled into the program, which stays one file.
                .embedInCode("Resources/viewer.html"), .embedInCode("Resources/viewer.css"),
                .embedInCode("Resources/viewer.js"),
                // A link to Replay/verifier/verify.py, which packages take along.
                .embedInCode("Resources/verify.py"),
            ]
        ),
        .target(name: "Simulation", dependencies: ["EventModel", "Programme"]),
        .target(name: "Messages", dependencies: ["EventModel", "Answers"]),
        .target(
            name: "Access",
            dependencies: [
                "EventModel", "Evidence", "EventLog", .product(name: "Yams", package: "Yams"),
            ],
            resources: [.embedInCode("Resources/access.yaml")]
        ),
        .target(
            name: "Declared",
            dependencies: [
                "EventModel", "EventLog", "Indicators", "Answers",
                .product(name: "Yams", package: "Yams"),
            ]
        ),
        .target(name: "Feeds", dependencies: ["EventModel", "EventLog"]),
        .target(
            name: "CairnServer",
            dependencies: [
                "EventModel", "Evidence", "EventLog", "Projections", "Programme", "Indicators",
                "Answers", "Declared", "Importing", "Messages", "Access", "Feeds", "Gzip",
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "HummingbirdCore", package: "hummingbird"),
                .product(name: "HummingbirdTLS", package: "hummingbird"),
                .product(name: "HummingbirdHTTP2", package: "hummingbird"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
                .product(name: "UnixSignals", package: "swift-service-lifecycle"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "NIOSSL", package: "swift-nio-ssl"),
                .product(name: "JWTKit", package: "jwt-kit"),
            ],
            resources: [
                // Links to the files in Schemas/.
                .embedInCode("Resources/openapi.json"), .embedInCode("Resources/asyncapi.json"),
            ]
        ),
        .target(
            name: "CairnCommands",
            dependencies: [
                "EventModel", "Evidence", "EventLog", "Projections", "Programme", "Indicators",
                "Answers", "Importing", "Exporting", "Privacy", "Simulation", "Messages", "Access",
                "Declared", "CairnServer",
                .product(name: "Configuration", package: "swift-configuration"),
                .product(name: "SystemPackage", package: "swift-system"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "Yams", package: "Yams"),
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ]
        ),
        .executableTarget(name: "cairn", dependencies: ["CairnCommands"]),
        .target(
            name: "Workloads",
            dependencies: [
                "EventModel", "Evidence", "EventLog", "Projections", "Programme", "Indicators",
                "Answers", "Importing", "Simulation",
            ]
        ),
        .target(
            name: "CairnTestSupport",
            dependencies: ["EventModel"],
            path: "Tests/CairnTestSupport"
        ),
        // Damages a ledger byte by byte, each time in a child: a program, since a crash must not end the tests.
        .executableTarget(
            name: "DamageSweep",
            dependencies: [
                "CairnTestSupport", "CairnCommands", "EventLog", "EventModel", "Evidence",
                "Programme",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            path: "Tests/DamageSweep"
        ),
        .testTarget(
            name: "LMDBTests",
            dependencies: [
                "CairnTestSupport", "LMDB",
            ]
        ),
        .testTarget(
            name: "ZstdTests",
            dependencies: [
                "CairnTestSupport", "Zstd",
            ]
        ),
        .testTarget(
            name: "GzipTests",
            dependencies: [
                "CairnTestSupport", "Gzip",
            ]
        ),
        .testTarget(
            name: "SpreadsheetTests",
            dependencies: [
                "CairnTestSupport", "Spreadsheet",
            ]
        ),
        .testTarget(
            name: "SQLiteFileTests",
            dependencies: [
                "CairnTestSupport", "SQLiteFile",
            ]
        ),
        .testTarget(
            name: "ZipArchiveTests",
            dependencies: [
                "CairnTestSupport", "ZipArchive",
            ]
        ),
        .testTarget(
            name: "MessageDigestsTests",
            dependencies: [
                "CairnTestSupport", "MessageDigests", "EventModel",
            ]
        ),
        .testTarget(
            name: "EventModelTests",
            dependencies: [
                "CairnTestSupport", "CSHA256", "CTextScan", "EventModel",
                .product(name: "Crypto", package: "swift-crypto"),
            ]
        ),
        .testTarget(
            name: "EvidenceTests",
            dependencies: [
                "CairnTestSupport", "Evidence", "EventModel",
            ]
        ),
        .testTarget(
            name: "PrivacyTests",
            dependencies: [
                "CairnTestSupport", "Privacy", "EventModel",
            ]
        ),
        .testTarget(
            name: "EventLogTests",
            dependencies: [
                "CairnTestSupport", "EventLog", "EventModel", "Evidence", "LMDB", "Zstd",
            ],
            exclude: ["Golden/format-1", "Golden/format-2", "Golden/read_format.py"]
        ),
        .testTarget(
            name: "ProjectionsTests",
            dependencies: [
                "CairnTestSupport", "Projections", "EventLog", "EventModel",
            ]
        ),
        .testTarget(
            name: "ProgrammeTests",
            dependencies: [
                "CairnTestSupport", "Programme", "EventModel",
            ]
        ),
        .testTarget(
            name: "IndicatorsTests",
            dependencies: [
                "CairnTestSupport", "Indicators", "Answers", "Programme", "Projections", "EventLog",
                "EventModel",
            ]
        ),
        .testTarget(
            name: "AnswersTests",
            dependencies: [
                "CairnTestSupport", "Answers", "Indicators", "Importing", "Programme",
                "Projections", "EventLog", "EventModel", "Evidence",
            ]
        ),
        .testTarget(
            name: "ImportingTests",
            dependencies: [
                "CairnTestSupport", "Importing", "EventLog", "EventModel", "Programme", "Zstd",
                "Gzip",
            ]
        ),
        .testTarget(
            name: "ExportingTests",
            dependencies: [
                "CairnTestSupport", "Exporting", "Answers", "Importing", "Indicators",
                "Programme", "Projections", "EventLog", "EventModel", "Privacy", "Zstd",
            ],
            exclude: ["Golden"]
        ),
        .testTarget(
            name: "AccessTests",
            dependencies: ["CairnTestSupport", "Access", "EventLog", "EventModel"]
        ),
        .testTarget(name: "FeedsTests", dependencies: ["Feeds", "EventLog"]),
        .testTarget(
            name: "DeclaredTests",
            dependencies: ["CairnTestSupport", "Declared", "EventLog", "EventModel"]
        ),
        .testTarget(
            name: "CairnServerTests",
            dependencies: ["CairnTestSupport", "CairnServer", "EventModel"]
        ),
        .testTarget(
            name: "SimulationTests",
            dependencies: [
                "CairnTestSupport", "Simulation", "EventModel", "Programme", "Importing",
            ]
        ),
        .testTarget(
            name: "CairnCommandsTests",
            dependencies: [
                "CairnTestSupport", "CairnCommands", "Messages", "Answers", "Importing",
                "EventModel",
                "Zstd", "Gzip",
                // The tests run the built programs.
                "cairn", "DamageSweep",
            ],
            exclude: ["Golden"]
        ),
        .testTarget(
            name: "ReplayTests",
            dependencies: [
                "CairnTestSupport", "CairnCommands", "Answers", "EventModel",
            ]
        ),
        .testTarget(
            name: "AgreementTests",
            dependencies: [
                "CairnTestSupport", "Answers", "Indicators", "Programme", "Projections", "EventLog",
                "EventModel",
            ]
        ),
        .testTarget(name: "WorkloadsTests", dependencies: ["Workloads"]),
        .testTarget(name: "TidyTests"),
    ],
    swiftLanguageModes: [.v6]
)

for target in package.targets
where target.type != .system && !["CSHA256", "CTextScan"].contains(target.name) {
    target.swiftSettings = [
        .strictMemorySafety(),
        .treatAllWarnings(as: .error),
        .enableUpcomingFeature("ExistentialAny"),
        .enableUpcomingFeature("InternalImportsByDefault"),
        .enableUpcomingFeature("MemberImportVisibility"),
        .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
        .enableUpcomingFeature("InferIsolatedConformances"),
        .enableUpcomingFeature("ImmutableWeakCaptures"),
        .enableExperimentalFeature("Lifetimes"),
    ]
}
