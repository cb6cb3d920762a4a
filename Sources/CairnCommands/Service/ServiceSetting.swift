/// The settings of a service, each under one name as a flag (`--port`), in the environment (`CAIRN_PORT`) and in the
/// configuration file (`port:`).
enum ServiceSetting: String, CaseIterable {
    case host
    case port
    case tlsCertificate = "tls-certificate"
    case tlsKey = "tls-key"
    case accessPolicy = "access-policy"
    case jwks
    case tokenIssuer = "token-issuer"
    case tokenAudience = "token-audience"
    case readOnly = "read-only"
    case bodyBytes = "body-bytes"
    case bodySeconds = "body-seconds"
    case batchEvents = "batch-events"
    case pageEvents = "page-events"
    case waitSeconds = "wait-seconds"
    case idleSeconds = "idle-seconds"
    case shutdownSeconds = "shutdown-seconds"
    case checkpointSeconds = "checkpoint-seconds"
    case answerBytes = "answer-bytes"
    case readingThreads = "reading-threads"
    case rateLimits = "rate-limits"
    case logLevel = "log-level"

    /// What holds where nobody says anything; `nil` for nothing.
    var standard: String? {
        switch self {
        case .host: "127.0.0.1"
        case .port: "8642"
        case .tlsCertificate, .tlsKey, .accessPolicy, .jwks, .tokenIssuer, .tokenAudience: nil
        case .readOnly: "false"
        case .bodyBytes: "16777216"
        case .bodySeconds: "30"
        case .batchEvents: "10000"
        case .pageEvents: "10000"
        case .waitSeconds: "60"
        case .idleSeconds: "60"
        case .shutdownSeconds: "10"
        case .checkpointSeconds: "3600"
        case .answerBytes: "67108864"
        case .readingThreads: "4"
        case .rateLimits: "true"
        case .logLevel: "info"
        }
    }

    /// The name of its environment variable.
    var variable: String {
        "CAIRN_" + rawValue.uppercased().split(separator: "-").joined(separator: "_")
    }
}
