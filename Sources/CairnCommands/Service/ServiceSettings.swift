import Answers
import Configuration
import Foundation
import Messages
import SystemPackage
import Yams

/// The settings of a service with where each comes from: a flag, else the environment, else the file, else the usual
/// value.
struct ServiceSettings {
    /// Where a setting comes from.
    enum Origin: Hashable {
        case flag
        case environment
        case file(String)
        case standard
    }

    private let values: [ServiceSetting: (text: String, origin: Origin)]

    /// Joins flags, environment and file.
    ///
    /// - Parameters:
    ///   - flags: What the command line gives.
    ///   - file: Path of a YAML file of names and values; `nil` for none.
    /// - Throws: ``CommandFailure`` when the file cannot be read, or holds a name that is no setting.
    init(flags: [ServiceSetting: String], file: String?) async throws {
        var sources: [(Origin, ConfigReader)] = []
        let given = flags.map {
            (AbsoluteConfigKey([$0.key.rawValue]), ConfigValue(.string($0.value), isSecret: false))
        }
        sources.append(
            (
                .flag,
                ConfigReader(
                    provider: InMemoryProvider(values: Dictionary(uniqueKeysWithValues: given))
                )
            )
        )
        sources.append(
            (
                .environment,
                ConfigReader(provider: EnvironmentVariablesProvider().prefixKeys(with: "cairn"))
            )
        )
        if let file, try Self.checkNames(in: file) {
            do {
                let provider = try await FileProvider<YAMLSnapshot>(filePath: FilePath(file))
                sources.append((.file(file), ConfigReader(provider: provider)))
            } catch {
                throw Self.badFile(file, "\(error)")
            }
        }
        var values: [ServiceSetting: (text: String, origin: Origin)] = [:]
        for setting in ServiceSetting.allCases {
            let key = ConfigKey([setting.rawValue])
            for (origin, reader) in sources where values[setting] == nil {
                guard let text = reader.string(forKey: key), !text.isEmpty else { continue }
                values[setting] = (text, origin)
            }
            if values[setting] == nil, let text = setting.standard {
                values[setting] = (text, .standard)
            }
        }
        self.values = values
    }

    /// Refuses a file with a name that is no setting: a misspelled limit would be no limit.
    ///
    /// - Returns: Whether there is anything in it but comments.
    private static func checkNames(in file: String) throws -> Bool {
        let text = String(decoding: try WholeFile.read(file), as: UTF8.self)
        let node: Node?
        do {
            node = try Yams.compose(yaml: text)
        } catch {
            throw badFile(file, "\(error)")
        }
        guard let node else { return false }
        guard let mapping = node.mapping else {
            throw badFile(file, "it is no mapping of names to values")
        }
        for (name, value) in mapping {
            guard let known = name.string.flatMap(ServiceSetting.init(rawValue:)) else {
                let names = ServiceSetting.allCases.map(\.rawValue).joined(separator: ", ")
                throw badFile(file, "\(name.string ?? "?") is no setting; settings are \(names)")
            }
            guard value.scalar != nil else {
                throw badFile(file, "\(known.rawValue) is no single value")
            }
        }
        return true
    }

    private static func badFile(_ file: String, _ detail: String) -> CommandFailure {
        CommandFailure(.usage, ServiceMessages.badSettings(file, detail: detail))
    }

    /// A setting's text; `nil` if nobody gives one.
    subscript(setting: ServiceSetting) -> String? { values[setting]?.text }

    /// Where a setting comes from.
    func origin(of setting: ServiceSetting) -> Origin { values[setting]?.origin ?? .standard }

    /// A setting that is a whole number within bounds.
    func number(_ setting: ServiceSetting, in range: ClosedRange<Int>) throws(CommandFailure) -> Int
    {
        let text = self[setting] ?? ""
        guard let number = Int(text), range.contains(number) else {
            throw bad(setting, accepted: "\(range.lowerBound)–\(range.upperBound)")
        }
        return number
    }

    /// A setting that is `true` or `false`.
    func flag(_ setting: ServiceSetting) throws(CommandFailure) -> Bool {
        switch self[setting]?.lowercased() {
        case "true", "yes", "on", "1": true
        case "false", "no", "off", "0": false
        default: throw bad(setting, accepted: "true, false")
        }
    }

    /// One of some words.
    func word(_ setting: ServiceSetting, of words: [String]) throws(CommandFailure) -> String {
        guard let text = self[setting], words.contains(text) else {
            throw bad(setting, accepted: words.joined(separator: ", "))
        }
        return text
    }

    private func bad(_ setting: ServiceSetting, accepted: String) -> CommandFailure {
        CommandFailure(
            .usage,
            ServiceMessages.badSetting(
                setting,
                found: self[setting] ?? "",
                origin: originText(of: setting),
                accepted: accepted
            )
        )
    }

    /// Where a setting comes from, in words.
    func originText(of setting: ServiceSetting) -> String {
        switch origin(of: setting) {
        case .flag: "--\(setting.rawValue)"
        case .environment: setting.variable
        case .file(let path): path
        case .standard: Phrase(zh: "默认", en: "default").spoken
        }
    }
}
