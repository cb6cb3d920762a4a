import Answers
import ArgumentParser
import EventModel

/// `cairn schema`: what events may say.
struct SchemaCommand: ParsableCommand {
    static let configuration = CommandConfiguration.verb(
        "schema",
        Phrase(
            zh: "列出事件类型,或显示一个类型的说明。",
            en: "List the event types, or show what one of them takes."
        ),
        discussion: Phrase(
            zh: "加 --json:列表为 JSON,单个类型为其 JSON Schema(2020-12)。",
            en: "With --json the list is JSON, and a type is its JSON Schema (2020-12)."
        ),
        examples: [
            ("cairn schema", Phrase(zh: "列出全部类型", en: "list the types")),
            (
                "cairn schema station.opened",
                Phrase(zh: "一个类型的字段", en: "the fields of a type")
            ),
            (
                "cairn schema parcel.scanned --json",
                Phrase(zh: "其 JSON Schema", en: "its JSON Schema")
            ),
        ]
    )

    @Argument(help: HelpTexts.help(zh: "事件类型", en: "Event type."))
    var type: String?

    @OptionGroup var options: LedgerOptions

    func run() throws {
        let registry = try options.registry()
        guard let type else { return try list(registry) }
        guard let schema = registry.schema(type: type) else {
            throw CommandFailure(.usage, FailureMessages.unknownType(type))
        }
        let output = Output()
        if options.output.json {
            try output.write(schema.jsonSchema())
        } else {
            try output.write(schema.documentation())
        }
        try output.flush()
    }

    private func list(_ registry: SchemaRegistry) throws {
        if options.output.json {
            let items = registry.all.map { schema in
                JSONText.object([
                    ("type", JSONText.string(schema.type)), ("version", String(schema.version)),
                    ("titleChinese", JSONText.string(schema.titleChinese)),
                    ("summary", JSONText.string(schema.summary)),
                    ("fields", JSONText.array(schema.fields.map { JSONText.string($0.name) })),
                ])
            }
            return try Output.print(["[", items.joined(separator: ",\n"), "]"])
        }
        var table = TextTable(columns: [
            .init(Phrase(zh: "类型", en: "type").spoken),
            .init(Phrase(zh: "版本", en: "version").spoken, .right),
            .init(Phrase(zh: "名称", en: "Chinese name").spoken),
            .init(Phrase(zh: "字段(* 必填)", en: "fields (* required)").spoken, isFlexible: true),
        ])
        for schema in registry.all {
            let fields = schema.fields.map { $0.name + ($0.isRequired ? "*" : "") }
            table.append([
                .init(schema.type), .init(String(schema.version)), .init(schema.titleChinese),
                .init(fields.joined(separator: " ")),
            ])
        }
        try Output.print(table.lines(colour: Terminal.allowsColour, fitting: Terminal.tableColumns))
    }
}
