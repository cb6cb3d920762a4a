import Access
import Answers
import ArgumentParser
import CairnServer
import EventLog
import EventModel
import Logging
import Messages
import Projections

/// `cairn serve`: the ledger as a service over HTTP.
struct ServeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration.verb(
        "serve",
        Phrase(
            zh: "以 HTTP 服务提供账本:记录、查询、订阅。",
            en: "Serve the ledger over HTTP: record, query, follow."
        ),
        discussion: Phrase(
            zh: """
                没有密钥、令牌和权限文件时只监听本机,且只回答公开的指标。每项设置都可用参数、环境变量
                (CAIRN_ 开头,如 CAIRN_PORT)或 --config 的 YAML 文件给出,名称相同,前者优先;
                --show-settings 列出各项的值和来源。收到 SIGTERM 后处理完进行中的请求再停止,收到 SIGHUP 后重读密钥。
                """,
            en: """
                Without keys, tokens or an access policy it listens on this machine only and answers public
                indicators only. Every setting may be a flag, an environment variable (CAIRN_PORT) or a line of
                the YAML file of --config, under the same name, the first of these deciding; --show-settings
                lists values and origins. SIGTERM ends it after the requests under way, SIGHUP has it read the
                keys again.
                """
        ),
        examples: [
            ("cairn serve", Phrase(zh: "本机,端口 8642", en: "this machine, port 8642")),
            (
                "cairn serve --host 0.0.0.0 --tls-certificate chain.pem --tls-key key.pem",
                Phrase(zh: "对外,HTTPS", en: "to others, by HTTPS")
            ),
            (
                "cairn serve --config /etc/cairn/cairn.yaml",
                Phrase(zh: "用配置文件", en: "settings from a file")
            ),
        ]
    )

    @Option(
        name: .long,
        help: HelpTexts.help(zh: "监听地址", en: "Address to listen on.", value: "address")
    )
    var host: String?

    @Option(
        name: .long,
        help: HelpTexts.help(zh: "端口;0 为任意空闲端口", en: "Port; 0 takes a free one.", value: "number")
    )
    var port: String?

    @Option(
        name: .long,
        help: HelpTexts.help(zh: "证书链(PEM)", en: "Certificate chain (PEM).", value: "file"),
        completion: .file()
    )
    var tlsCertificate: String?

    @Option(
        name: .long,
        help: HelpTexts.help(zh: "证书的私钥(PEM)", en: "Its private key (PEM).", value: "file"),
        completion: .file()
    )
    var tlsKey: String?

    @Option(
        name: .long,
        help: HelpTexts.help(
            zh: "权限文件(YAML;默认内置,见 cairn keys policy)",
            en: "Who may do what (YAML; default: built in, see `cairn keys policy`).",
            value: "file"
        ),
        completion: .file()
    )
    var accessPolicy: String?

    @Option(
        name: .long,
        help: HelpTexts.help(
            zh: "签发令牌者的公钥(JWKS;ES256、EdDSA)",
            en: "Public keys of who signs tokens (JWKS; ES256, EdDSA).",
            value: "file"
        ),
        completion: .file()
    )
    var jwks: String?

    @Flag(name: .long, help: HelpTexts.help(zh: "只读,不接受记录", en: "Read only: nothing is recorded."))
    var readOnly = false

    @Option(
        name: .customLong("set"),
        help: HelpTexts.help(
            zh: "其他设置,如 batch-events=5000;可重复",
            en: "Another setting, such as batch-events=5000; may be repeated.",
            value: "name=value"
        )
    )
    var others: [String] = []

    @Option(
        name: .long,
        help: HelpTexts.help(
            zh: "设置文件(YAML;默认 CAIRN_CONFIG)",
            en: "File of settings (YAML; default: CAIRN_CONFIG).",
            value: "file"
        ),
        completion: .file()
    )
    var config: String?

    @Flag(
        name: .long,
        help: HelpTexts.help(
            zh: "列出各项设置、值和来源,然后退出",
            en: "List the settings with values and origins, and end."
        )
    )
    var showSettings = false

    @OptionGroup(title: HelpTexts.commonTitle) var options: LedgerOptions

    func run() async throws {
        let settings = try await ServiceSettings(
            flags: try flags(),
            file: config ?? SystemEnvironment.value("CAIRN_CONFIG")
        )
        let start = try ServiceStart(settings)
        guard !showSettings else { return try show(settings) }
        BrokenPipes.areErrors()
        let log = try options.open(settings.isReadOnly ? .reading : .writing)
        defer { log.close() }
        do {
            let service = try await start.service(
                log,
                registry: try options.registry(),
                declared: try options.declaredIndicators(),
                store: try options.store(of: log, keepsNone: false)
            )
            let (tells, isTLS) = (options.output.json, start.isTLS)
            let host = start.options.host
            try await service.run { port in
                let address = "\(isTLS ? "https" : "http")://\(host):\(port)"
                let line =
                    tells
                    ? JSONText.object([
                        ("listening", JSONText.string(address)), ("port", String(port)),
                    ])
                    : Phrase(zh: "正在监听 \(address)", en: "listening on \(address)").spoken
                try? Output.print([line])
            }
        } catch let error as LogError {
            throw CommandFailure(error, ledger: options.path)
        } catch let error as CairnService.StartError {
            throw CommandFailure(.failed, ServiceMessages.notStarted("\(error)"))
        }
    }

    private func flags() throws -> [ServiceSetting: String] {
        var flags: [ServiceSetting: String] = [:]
        for other in others {
            let parts = other.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard parts.count == 2, let setting = ServiceSetting(rawValue: String(parts[0])) else {
                throw CommandFailure(
                    .usage,
                    ServiceMessages.badSettings("--set", detail: other.visible)
                )
            }
            flags[setting] = String(parts[1])
        }
        flags[.host] = host ?? flags[.host]
        flags[.port] = port ?? flags[.port]
        flags[.tlsCertificate] = tlsCertificate ?? flags[.tlsCertificate]
        flags[.tlsKey] = tlsKey ?? flags[.tlsKey]
        flags[.accessPolicy] = accessPolicy ?? flags[.accessPolicy]
        flags[.jwks] = jwks ?? flags[.jwks]
        if readOnly { flags[.readOnly] = "true" }
        return flags
    }

    private func show(_ settings: ServiceSettings) throws {
        guard !options.output.json else {
            let members = ServiceSetting.allCases.map { setting in
                (
                    name: setting.rawValue,
                    value: JSONText.object([
                        ("value", settings[setting].map(JSONText.string) ?? "null"),
                        ("origin", JSONText.string(settings.originText(of: setting))),
                    ])
                )
            }
            return try Output.print([JSONText.object(members)])
        }
        var table = TextTable(columns: [
            .init(Phrase(zh: "设置", en: "setting").spoken),
            .init(Phrase(zh: "值", en: "value").spoken, isFlexible: true),
            .init(Phrase(zh: "来源", en: "origin").spoken),
            .init(Phrase(zh: "环境变量", en: "variable").spoken),
        ])
        for setting in ServiceSetting.allCases {
            table.append([
                .init(setting.rawValue), .init(settings[setting] ?? "—"),
                .init(settings.originText(of: setting)), .init(setting.variable),
            ])
        }
        try Output.print(table.lines(colour: Terminal.allowsColour, fitting: Terminal.tableColumns))
    }
}
