import Access
import Answers
import CairnServer
import Declared
import EventLog
import EventModel
import Logging
import Messages
import Projections

/// A service as its settings describe it.
struct ServiceStart {
    /// How it listens.
    let options: CairnService.Options
    private let settings: ServiceSettings
    private let policy: AccessPolicy
    private let readingThreads: Int
    private let logLevel: Logger.Level

    /// Reads the settings; nothing is opened yet but the files that they name.
    ///
    /// - Throws: ``CommandFailure`` that names the setting at fault.
    init(_ settings: ServiceSettings) throws {
        self.settings = settings
        var options = CairnService.Options()
        options.host = settings[.host] ?? options.host
        options.port = try settings.number(.port, in: 0...65_535)
        switch (settings[.tlsCertificate], settings[.tlsKey]) {
        case (let certificate?, let key?): options.tls = (certificate, key)
        case (nil, nil): break
        default: throw CommandFailure(.usage, ServiceMessages.tlsNeedsBoth())
        }
        options.limits.bodyBytes = try settings.number(.bodyBytes, in: 1_024...(1 << 30))
        options.limits.bodySeconds = try settings.number(.bodySeconds, in: 1...3_600)
        options.limits.batchEvents = try settings.number(.batchEvents, in: 1...1_000_000)
        options.limits.pageEvents = try settings.number(.pageEvents, in: 1...100_000)
        options.limits.waitSeconds = try settings.number(.waitSeconds, in: 1...600)
        options.limits.holdsToRates = try settings.flag(.rateLimits)
        options.idleSeconds = try settings.number(.idleSeconds, in: 1...86_400)
        options.shutdownSeconds = try settings.number(.shutdownSeconds, in: 0...3_600)
        options.checkpointSeconds = try settings.number(.checkpointSeconds, in: 0...86_400)
        options.answerBytes = try settings.number(.answerBytes, in: 1_024...(1 << 40))
        self.options = options
        readingThreads = try settings.number(.readingThreads, in: 1...256)
        let levels = Logger.Level.allCases.map(\.rawValue)
        logLevel =
            Logger.Level(rawValue: try settings.word(.logLevel, of: levels)) ?? .info
        _ = try settings.flag(.readOnly)
        policy = try Self.policy(settings)
    }

    /// Whether connections are encrypted.
    var isTLS: Bool { options.tls != nil }

    private static func policy(_ settings: ServiceSettings) throws -> AccessPolicy {
        guard let file = settings[.accessPolicy] else { return .builtIn }
        let text = String(decoding: try WholeFile.read(file), as: UTF8.self)
        do throws(AccessPolicyError) {
            return try AccessPolicy(yaml: text)
        } catch {
            throw CommandFailure(.usage, ServiceMessages.badPolicy(file, detail: "\(error)"))
        }
    }

    private func tokens() async throws -> TokenVerifier? {
        guard let file = settings[.jwks] else { return nil }
        do {
            return try await TokenVerifier(
                jwks: try WholeFile.read(file),
                issuer: settings[.tokenIssuer],
                audience: settings[.tokenAudience]
            )
        } catch let error as TokenVerifier.FileError {
            throw CommandFailure(.usage, ServiceMessages.badJWKS(file, detail: "\(error)"))
        }
    }

    /// Makes the service over an open ledger.
    ///
    /// - Throws: ``CommandFailure``, or ``LogError``.
    func service(
        _ log: EventLog,
        registry: SchemaRegistry,
        declared: [DeclaredIndicator],
        store: ProjectionStore?
    ) async throws -> CairnService {
        let tokens = try await tokens()
        let keys = try APIKeyRing(of: log.folder)
        let clock = SystemClock()
        let isConfigured =
            keys.validCount(at: clock.now()) > 0 || tokens != nil || settings[.accessPolicy] != nil
        guard isConfigured || Self.isLoopback(options.host) else {
            throw CommandFailure(.usage, ServiceMessages.openToOthers(options.host))
        }
        let ledger = try ServedLedger(
            log,
            registry: registry,
            declared: declared,
            store: store ?? ProjectionStore(of: log, keeping: .inMemory),
            clock: clock,
            readingThreads: readingThreads
        )
        // A service that only reads shares its ledger with one that writes and accounts.
        let access =
            settings.isReadOnly
            ? nil
            : try AccessLedger(
                of: log.folder,
                options: try LedgerOptions.logOptions(),
                clock: clock
            )
        let level = logLevel
        return try CairnService(
            ledger,
            policy: policy,
            keys: keys,
            tokens: tokens,
            accessLedger: access,
            options: options,
            logger: Logger(label: "cairn") { ServiceLog(logLevel: level, label: $0) }
        )
    }

    private static func isLoopback(_ host: String) -> Bool {
        let parts = host.split(separator: ".", omittingEmptySubsequences: false).map { UInt8($0) }
        return host == "localhost" || host == "::1"
            || parts.count == 4 && parts[0] == 127 && parts.allSatisfy { $0 != nil }
    }
}

extension ServiceSettings {
    /// Whether the service records nothing; a setting that is neither is refused elsewhere.
    var isReadOnly: Bool { (try? flag(.readOnly)) ?? false }
}
