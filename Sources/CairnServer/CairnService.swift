package import Access
internal import EventLog
internal import Evidence
internal import HTTPTypes
internal import Hummingbird
internal import HummingbirdHTTP2
internal import HummingbirdTLS
package import Logging
internal import NIOCore
internal import NIOSSL
internal import ServiceLifecycle
internal import UnixSignals
internal import HummingbirdCore

/// The ledger as a service over HTTP.
package struct CairnService: Sendable {
    /// Where and how the service listens, and what it takes.
    package struct Options: Sendable {
        /// Address to listen on.
        package var host = "127.0.0.1"
        /// Port; 0 takes a free one.
        package var port = 8_642
        /// PEM files of the certificate chain and its key; with them the service speaks TLS, HTTP/1.1 and HTTP/2.
        package var tls: (certificate: String, key: String)?
        /// Bounds of what it takes.
        package var limits = ServiceLimits()
        /// Bytes of answers that are kept.
        package var answerBytes = 64 << 20
        /// Seconds between two checkpoints while events are recorded; 0 signs none.
        package var checkpointSeconds = 3_600
        /// Seconds after which an idle connection is closed.
        package var idleSeconds = 60
        /// Seconds that a shutdown waits for requests under way.
        package var shutdownSeconds = 10

        /// The usual values.
        package init() {}
    }

    /// Why a service does not start.
    package struct StartError: Error, CustomStringConvertible {
        /// What is wrong, for the operator.
        package let description: String
    }

    private let options: Options
    private let parts: ServiceParts
    private let table: RouteTable

    /// Prepares a service; ``run(onReady:)`` starts it.
    ///
    /// - Parameters:
    ///   - ledger: What is served.
    ///   - policy: Who may do what.
    ///   - keys: API keys.
    ///   - tokens: Checks tokens; `nil` takes none.
    ///   - accessLedger: Where reads are accounted for; `nil` refuses those that must be.
    ///   - options: The rest.
    ///   - logger: Gets what happens.
    /// - Throws: ``LogError`` when the ledger cannot be read.
    package init(
        _ ledger: ServedLedger,
        policy: AccessPolicy,
        keys: APIKeyRing,
        tokens: TokenVerifier?,
        accessLedger: AccessLedger?,
        options: Options,
        logger: Logger
    ) throws {
        self.options = options
        parts = ServiceParts(
            ledger: ledger,
            live: try LiveLedger(ledger),
            policy: policy,
            authenticator: Authenticator(
                keys: keys,
                tokens: tokens,
                anonymous: .anonymous,
                failures: options.limits.holdsToRates ? RequestBudget() : nil
            ),
            accessLedger: accessLedger,
            answers: AnswerCache(byteLimit: options.answerBytes),
            fastAnswers: FastAnswers(byteLimit: options.answerBytes / 4),
            receipts: ReceiptMemory(),
            metrics: ServiceMetrics(),
            limits: options.limits,
            logger: logger
        )
        var table = RouteTable()
        RecordRoutes(service: parts).add(to: &table)
        EventRoutes(service: parts).add(to: &table)
        HeadRoutes(service: parts).add(to: &table)
        DefinitionRoutes(service: parts).add(to: &table)
        IndicatorRoutes(service: parts).add(to: &table)
        FigureRoutes(service: parts).add(to: &table)
        ExplainRoutes(service: parts).add(to: &table)
        StationRoutes(service: parts).add(to: &table)
        ProofRoutes(service: parts).add(to: &table)
        SchemaRoutes(service: parts).add(to: &table)
        FeedRoutes(service: parts).add(to: &table)
        ContractRoutes().add(to: &table)
        HealthRoutes(service: parts).add(to: &table)
        self.table = table
    }

    /// Serves until SIGTERM or SIGINT, then ends what is under way.
    ///
    /// - Parameter onReady: Called once with the port, when connections are taken.
    /// - Throws: ``StartError`` when the address or the certificate cannot be used.
    package func run(onReady: @escaping @Sendable (Int) async -> Void) async throws {
        let application = Application(
            responder: ServiceResponder(parts, table),
            server: try server(),
            configuration: ApplicationConfiguration(
                address: .hostname(options.host, port: options.port),
                serverName: nil,
                backlog: 1_024
            ),
            onServerRunning: { channel in await onReady(channel.localAddress?.port ?? 0) },
            logger: parts.logger
        )
        var configuration = ServiceGroupConfiguration(
            services: [
                .init(service: CheckpointService(parts, every: options.checkpointSeconds)),
                .init(service: application),
                .init(service: LiveService(parts: parts)),
            ],
            gracefulShutdownSignals: [.sigterm, .sigint],
            logger: parts.logger
        )
        configuration.maximumGracefulShutdownDuration = .seconds(options.shutdownSeconds)
        let group = ServiceGroup(configuration: configuration)
        do {
            try await withTaskExecutorPreference(LoopExecutor.shared) { try await group.run() }
        } catch let error as IOError {
            throw StartError(description: "\(options.host):\(options.port): \(error)")
        }
        parts.live.stop()
        await parts.ledger.threads.stop()
    }

    private func server() throws -> HTTPServerBuilder {
        let decoder = HTTP1Channel.Configuration.DecoderConfiguration(
            maxHeaderFieldSize: 32 << 10,
            maxHeaderListSize: 64 << 10,
            maxHeaderFieldCount: 100
        )
        let idle = TimeAmount.seconds(Int64(options.idleSeconds))
        let http1 = HTTP1Channel.Configuration(
            idleTimeout: idle,
            httpDecoderConfiguration: decoder
        )
        guard let tls = options.tls else { return .http1(configuration: http1) }
        do {
            let chain = try NIOSSLCertificate.fromPEMFile(tls.certificate)
            var configuration = TLSConfiguration.makeServerConfiguration(
                certificateChain: chain.map { .certificate($0) },
                privateKey: .privateKey(try NIOSSLPrivateKey(file: tls.key, format: .pem))
            )
            configuration.minimumTLSVersion = .tlsv12
            return try .http2Upgrade(
                tlsConfiguration: configuration,
                configuration: HTTP2ChannelConfiguration(
                    idleTimeout: .seconds(options.idleSeconds),
                    gracefulCloseTimeout: .seconds(options.shutdownSeconds),
                    streamConfiguration: http1
                )
            )
        } catch {
            throw StartError(description: "TLS: \(error)")
        }
    }
}

/// Stops what follows the log when the service is to stop; reads the API keys again every second, and on SIGHUP.
private struct LiveService: Service {
    let parts: ServiceParts
    var clock: any Clock<Duration> = ContinuousClock()

    func run() async throws {
        await cancelWhenGracefulShutdown {
            await withTaskGroup { group in
                group.addTask {
                    for await _ in await UnixSignalsSequence(trapping: .sighup) { await reload() }
                }
                group.addTask {
                    while !Task.isCancelled {
                        try? await clock.sleep(for: .seconds(1))
                        guard !Task.isCancelled else { return }
                        await reload()
                    }
                }
            }
        }
        parts.live.stop()
    }

    private func reload() async {
        let keys = parts.authenticator.keys
        do {
            try await parts.ledger.threads.run { try keys.reload() }
        } catch {
            // Revoked keys go on opening what they opened: that is no matter for a quiet moment.
            parts.logger.error("keys", metadata: ["cause": "\(error)"])
        }
    }
}

/// Signs checkpoints while events are recorded, so that feeds and proofs have one.
private struct CheckpointService: Service {
    private let parts: ServiceParts
    private let seconds: Int
    private let clock: any Clock<Duration>

    init(
        _ parts: ServiceParts,
        every seconds: Int,
        clock: any Clock<Duration> = ContinuousClock()
    ) {
        self.clock = clock
        self.parts = parts
        self.seconds = seconds
    }

    func run() async throws {
        guard seconds > 0, parts.ledger.isWritable else {
            try? await gracefulShutdown()
            return
        }
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                try? await clock.sleep(for: .seconds(seconds))
                guard !Task.isCancelled else { return }
                await sign()
            }
        }
        // What was recorded since the last one is signed before the service goes.
        await sign()
    }

    private func sign() async {
        do {
            try await parts.ledger.read { snapshot in
                guard snapshot.eventCount > 0 else { return }
                if let newest = try snapshot.newestCheckpoint(),
                    newest.checkpoint.treeSize == snapshot.eventCount
                {
                    return
                }
                _ = try snapshot.signCheckpoint()
            }
        } catch {
            parts.logger.error("checkpoint", metadata: ["cause": "\(error)"])
        }
    }
}
