import Access
import Answers
import ArgumentParser
import EventLog
import EventModel
import Messages

/// `cairn keys`: API keys of the service.
struct KeysCommand: ParsableCommand {
    static let configuration = CommandConfiguration.verb(
        "keys",
        Phrase(zh: "管理服务的密钥:新建、列出、撤销。", en: "Keys of the service: create, list, revoke."),
        discussion: Phrase(
            zh: "账本里只存散列值,密钥本身只在新建时显示一次。运行中的服务收到 SIGHUP 后重新读取。",
            en: """
                Only hashes are kept; a key itself is shown once, when it is made. A running service reads them
                again on SIGHUP.
                """
        ),
        examples: [
            (
                "cairn keys create --actor 540202-office --role county --county 540202",
                Phrase(zh: "桑珠孜区的密钥", en: "a key of one county")
            ),
            ("cairn keys list", Phrase(zh: "全部密钥", en: "all keys")),
            ("cairn keys policy", Phrase(zh: "内置的权限文件", en: "the built-in access policy")),
        ],
        subcommands: [
            CreateKeyCommand.self, ListKeysCommand.self, RevokeKeyCommand.self,
            PrintPolicyCommand.self,
        ]
    )
}

extension Role: ExpressibleByArgument {}

/// `cairn keys create`.
struct CreateKeyCommand: ParsableCommand {
    static let configuration = CommandConfiguration.verb(
        "create",
        Phrase(zh: "新建密钥,只显示这一次。", en: "Make a key; it is shown this once."),
        examples: [
            (
                "cairn keys create --actor statistics-bureau --role statistics --expires 2027-12-31",
                Phrase(zh: "到期日当日仍有效", en: "valid through that day")
            )
        ]
    )

    @Option(
        name: .long,
        help: HelpTexts.help(
            zh: "谁使用它;写入所记录事件的 actor",
            en: "Who acts with it; the actor of what it records.",
            value: "name"
        )
    )
    var actor: String

    @Option(
        name: .long,
        help: HelpTexts.help(
            zh: "角色:clerk、county、city、statistics、auditor 或 feed",
            en: "Role: clerk, county, city, statistics, auditor or feed.",
            value: "role"
        )
    )
    var role: Role

    @Option(
        name: .long,
        help: HelpTexts.help(
            zh: "所辖县(区)的 6 位代码;可重复",
            en: "A county of its holder, 6 digits; may be repeated.",
            value: "code"
        )
    )
    var county: [String] = []

    @Option(
        name: .long,
        help: HelpTexts.help(zh: "有效的最后一天", en: "Last day on which it is valid.", value: "date")
    )
    var expires: String?

    @OptionGroup(title: HelpTexts.commonTitle) var options: LedgerOptions

    func run() throws {
        for code in county where !Principal.isCounty(code) {
            throw CommandFailure(.usage, ServiceMessages.badCounty(code))
        }
        let now = SystemClock().now()
        let end = try expires.map { text throws(CommandFailure) -> Instant in
            let last = try DateArguments.date(text, option: "--expires").lastInstant
            guard last > now else { throw CommandFailure(.usage, ServiceMessages.badExpiry(text)) }
            return Instant(millisecondsSince1970: last.millisecondsSince1970 + 1)
        }
        let made = APIKey.make(
            actor: actor,
            role: role,
            counties: county,
            now: now,
            expiresAt: end
        )
        let path = options.path
        do throws(LogError) {
            try APIKeyFile(of: try LedgerFolder(opening: path)).add(made.key)
        } catch {
            throw CommandFailure(error, ledger: path)
        }
        guard options.output.json else {
            try Output.print([made.text])
            return Terminal.note(
                Phrase(
                    zh: "编号 \(made.key.id);请立即妥善保存,之后无法再次显示",
                    en: "id \(made.key.id); keep it now, it cannot be shown again"
                ).spoken
            )
        }
        try Output.print(
            [
                JSONText.object([
                    ("id", JSONText.string(made.key.id)), ("key", JSONText.string(made.text)),
                ])
            ]
        )
    }

    func validate() throws {
        guard role != .public else {
            throw ValidationError(
                Phrase(
                    zh: "public 是没有密钥的人的角色",
                    en: "public is the role of those without a key"
                ).spoken
            )
        }
        guard Principal.isActor(actor) else {
            throw ValidationError(
                Phrase(
                    zh: "--actor 须有 1–128 字节,不含控制字符",
                    en: "--actor has 1–128 bytes and no control characters"
                ).spoken
            )
        }
    }
}

/// `cairn keys list`.
struct ListKeysCommand: ParsableCommand {
    static let configuration = CommandConfiguration.verb(
        "list",
        Phrase(zh: "列出密钥,含已撤销的。", en: "List the keys, revoked ones too."),
        examples: [("cairn keys list --json", Phrase(zh: "供程序使用", en: "for programs"))]
    )

    @OptionGroup(title: HelpTexts.commonTitle) var options: LedgerOptions

    func run() throws {
        let path = options.path
        let keys: [APIKey]
        do throws(LogError) {
            keys = try APIKeyFile(of: try LedgerFolder(opening: path)).keys()
        } catch {
            throw CommandFailure(error, ledger: path)
        }
        guard !options.output.json else {
            let lines = keys.map { key in
                JSONText.object([
                    ("id", JSONText.string(key.id)), ("actor", JSONText.string(key.actor)),
                    ("role", JSONText.string(key.role.rawValue)),
                    ("counties", JSONText.array(key.counties.map(JSONText.string))),
                    ("created", "\"\(key.createdAt.utcDescription)\""),
                    ("expires", key.expiresAt.map { "\"\($0.utcDescription)\"" } ?? "null"),
                    ("revoked", key.revokedAt.map { "\"\($0.utcDescription)\"" } ?? "null"),
                ])
            }
            return try Output.print(["[", lines.joined(separator: ",\n"), "]"])
        }
        var table = TextTable(columns: [
            .init(Phrase(zh: "编号", en: "id").spoken),
            .init(Phrase(zh: "使用者", en: "actor").spoken, isFlexible: true),
            .init(Phrase(zh: "角色", en: "role").spoken),
            .init(Phrase(zh: "县(区)", en: "counties").spoken),
            .init(Phrase(zh: "状态", en: "state").spoken),
        ])
        let now = SystemClock().now()
        for key in keys {
            table.append([
                .init(key.id), .init(key.actor), .init(key.role.rawValue),
                .init(key.counties.joined(separator: " ")), .init(Self.state(of: key, now).spoken),
            ])
        }
        try Output.print(table.lines(colour: Terminal.allowsColour, fitting: Terminal.tableColumns))
    }

    private static func state(of key: APIKey, _ now: Instant) -> Phrase {
        if let revoked = key.revokedAt {
            let day = BusinessDate(of: revoked)
            return Phrase(zh: "\(day) 撤销", en: "revoked \(day)")
        }
        guard let expires = key.expiresAt else { return Phrase(zh: "有效", en: "valid") }
        let last = BusinessDate(
            of: Instant(millisecondsSince1970: expires.millisecondsSince1970 - 1)
        )
        return now < expires
            ? Phrase(zh: "有效至 \(last)", en: "valid to \(last)")
            : Phrase(zh: "\(last) 到期", en: "expired \(last)")
    }
}

/// `cairn keys revoke`.
struct RevokeKeyCommand: ParsableCommand {
    static let configuration = CommandConfiguration.verb(
        "revoke",
        Phrase(zh: "撤销密钥,立即失效。", en: "Revoke a key; it opens nothing from now on."),
        examples: [("cairn keys revoke 0123456789ab", Phrase(zh: "按编号", en: "by its id"))]
    )

    @Argument(help: HelpTexts.help(zh: "密钥的编号", en: "The key's id."))
    var id: String

    @OptionGroup(title: HelpTexts.commonTitle) var options: LedgerOptions

    func run() throws {
        let path = options.path
        let key: APIKey?
        do throws(LogError) {
            key = try APIKeyFile(of: try LedgerFolder(opening: path))
                .revoke(id, now: SystemClock().now())
        } catch {
            throw CommandFailure(error, ledger: path)
        }
        guard let key else { throw CommandFailure(.failed, ServiceMessages.unknownKey(id)) }
        if options.output.json {
            try Output.print([
                JSONText.object([("id", JSONText.string(key.id)), ("revoked", "true")])
            ])
        } else {
            try Output.print([
                Phrase(
                    zh: "\(key.id)(\(key.actor))已撤销;运行中的服务在收到 SIGHUP 或重启后生效",
                    en:
                        "\(key.id) (\(key.actor)) is revoked; a running service takes notice on SIGHUP or restart"
                ).spoken
            ])
        }
    }
}

/// `cairn keys policy`.
struct PrintPolicyCommand: ParsableCommand {
    static let configuration = CommandConfiguration.verb(
        "policy",
        Phrase(zh: "显示内置的权限文件。", en: "Print the built-in access policy."),
        examples: [
            (
                "cairn keys policy > access.yaml",
                Phrase(zh: "修改后用 serve --access-policy", en: "edit it, then serve --access-policy")
            )
        ]
    )

    func run() throws { try Output.print(text: AccessPolicy.builtInText) }
}
