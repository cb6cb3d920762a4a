import Answers
import EventModel

/// The data dictionary of a package, made from the descriptions that the files themselves are made from.
struct DataDictionary {
    /// The reports of the package.
    let tables: [ReportTable]
    /// The event types that occur, in every version that occurs.
    let schemas: [EventSchema]

    /// The dictionary's own reports.
    var reports: [Report] { [columnReport, eventReport, codeReport] }

    /// What the dictionary describes, itself included.
    private var described: [ReportTable] {
        tables + [Self.columnTable, Self.eventTable, Self.codeTable]
    }

    // MARK: - Columns

    private static let columnTable = ReportTable(
        name: "data_dictionary",
        title: Phrase(zh: "数据字典", en: "Data dictionary"),
        summary: Phrase(
            zh: "本包每个表的每个栏目:名称、含义、单位、来源字段。由程序中的定义生成。",
            en:
                "Every column of every table of this package: name, meaning, unit, source fields. Made from the "
                + "definitions in the program."
        ),
        columns: [
            text(
                "table",
                "表",
                "Table",
                "CSV 文件名和 SQLite 表名",
                "Name of the CSV file and of the SQL table",
                .identifier
            ),
            text(
                "tableZh",
                "表(中文)",
                "Table in Chinese",
                "表的中文名称,也是 SQLite 视图名",
                "Chinese title, also of the SQL view"
            ),
            text("tableEn", "表(英文)", "Table in English", "表的英文名称", "English title"),
            text("column", "栏目", "Column", "栏目名", "Name of the column", .identifier),
            text("columnZh", "栏目(中文)", "Column in Chinese", "栏目的中文名称", "Chinese title"),
            text("columnEn", "栏目(英文)", "Column in English", "栏目的英文名称", "English title"),
            text("form", "取值", "Values", "取值与单位", "Values and unit"),
            text("meaningZh", "含义", "Meaning in Chinese", "中文含义", "Meaning in Chinese"),
            text("meaningEn", "含义(英文)", "Meaning", "英文含义", "Meaning in English"),
            text(
                "origin",
                "来源字段",
                "Source fields",
                "取自哪些事件字段;— 为计算所得",
                "Event fields that it is taken from; — if computed"
            ),
        ]
    )

    private var columnReport: Report {
        var rows: [[ReportValue]] = []
        for table in described {
            for column in table.columns {
                rows.append(Self.row(table, column, column.name, column.kind.form))
                guard column.kind == .money else { continue }
                let form = "元,两位小数,仅 CSV 与 XLSX · yuan with two decimals, in CSV and XLSX only"
                rows.append(Self.row(table, column, column.yuanName, form))
            }
        }
        return Report(Self.columnTable, rows: rows)
    }

    private static func row(
        _ table: ReportTable,
        _ column: ReportColumn,
        _ name: String,
        _ form: String
    ) -> [ReportValue] {
        [
            table.name, table.title.zh, table.title.en, name, column.title.zh, column.title.en,
            form, column.meaning.zh, column.meaning.en, column.origin,
        ].map { .text($0) }
    }

    // MARK: - Event types

    private static let eventTable = ReportTable(
        name: "event_types",
        title: Phrase(zh: "事件类型", en: "Event types"),
        summary: Phrase(
            zh: "账本中出现的每个事件类型的每个字段,取自账本自身的定义;类型 * 为所有事件共有的属性。",
            en:
                "Every field of every event type that occurs, from the ledger's own definitions; type * has the "
                + "attributes of all events."
        ),
        columns: [
            text("type", "类型", "Type", "事件类型", "Type of the event", .identifier),
            ReportColumn(
                "version",
                .integer,
                zh: "版本",
                en: "Version",
                meaning: Phrase(zh: "定义的版本", en: "Version of the definition"),
                origin: "dataschema"
            ),
            text("typeZh", "类型(中文)", "Type in Chinese", "类型的中文名称", "Chinese title of the type"),
            text("typeSummary", "类型说明", "What it says", "类型的含义", "What an event of the type says"),
            text("clause", "条款", "Clause", "所依据的条款", "Clause behind it"),
            text("field", "字段", "Field", "字段名", "Name of the field", .identifier),
            text("fieldZh", "字段(中文)", "Field in Chinese", "字段的中文名称", "Chinese title of the field"),
            ReportColumn(
                "required",
                .boolean,
                zh: "必填",
                en: "Required",
                meaning: Phrase(zh: "是否必填", en: "Whether it must be given"),
                origin: "—"
            ),
            text("values", "取值", "Values", "可接受的取值", "What is accepted"),
            text("fieldSummary", "字段说明", "Meaning", "字段的含义", "What the field means"),
        ],
        indexed: ["type"]
    )

    private var eventReport: Report {
        var rows = Self.attributes.map { attribute -> [ReportValue] in
            [
                .text("*"), .absent, .text("所有事件"), .text("attributes of every event"),
                .text("CloudEvents 1.0"), .text(attribute.name), .text(attribute.zh),
                .boolean(attribute.isRequired), .text(attribute.values), .text(attribute.en),
            ]
        }
        for schema in schemas {
            let head: [ReportValue] = [
                .text(schema.type), .integer(Int128(schema.version)), .text(schema.titleChinese),
                .text(schema.summary), .text(schema.sourceClause),
            ]
            if schema.fields.isEmpty { rows.append(head + .init(repeating: .absent, count: 5)) }
            for field in schema.fields {
                rows.append(
                    head + [
                        .text(field.name), .text(field.titleChinese), .boolean(field.isRequired),
                        .text(field.kind.acceptedForm), .text(field.summary),
                    ]
                )
            }
        }
        return Report(Self.eventTable, rows: rows)
    }

    private struct Attribute {
        let name: String
        let zh: String
        let en: String
        let values: String
        let isRequired: Bool
    }

    private static let attributes = [
        Attribute(
            name: "id",
            zh: "编号",
            en: "Unique within the source.",
            values: "1–128 bytes",
            isRequired: true
        ),
        Attribute(
            name: "source",
            zh: "来源",
            en: "Who produced it.",
            values: "a URI-reference without #",
            isRequired: true
        ),
        Attribute(
            name: "type",
            zh: "类型",
            en: "Type of the event.",
            values: "noun.pastTenseVerb",
            isRequired: true
        ),
        Attribute(
            name: "dataschema",
            zh: "定义",
            en: "Version of the type; the newest if left out.",
            values: "urn:cairn:schema:TYPE:VERSION",
            isRequired: false
        ),
        Attribute(
            name: "subject",
            zh: "事物(流)",
            en: "The thing that has this history.",
            values: "a text",
            isRequired: true
        ),
        Attribute(
            name: "time",
            zh: "发生时间",
            en: "When it happened; its date in UTC+8 is the business date.",
            values: "RFC 3339",
            isRequired: true
        ),
        Attribute(
            name: "actor",
            zh: "记录人",
            en: "Who recorded it.",
            values: "a text",
            isRequired: false
        ),
        Attribute(
            name: "role",
            zh: "角色",
            en: "In which role.",
            values: "a text",
            isRequired: false
        ),
        Attribute(
            name: "evidence",
            zh: "凭证摘要",
            en: "SHA-256 of the voucher or photo behind it.",
            values: "64 hex digits",
            isRequired: false
        ),
        Attribute(
            name: "corrects",
            zh: "更正",
            en: "The event that this one replaces.",
            values: "source#id",
            isRequired: false
        ),
        Attribute(
            name: "sequence",
            zh: "账本位置",
            en: "Position in the ledger, from 0, without gaps; set by the ledger.",
            values: "12 digits or more",
            isRequired: true
        ),
        Attribute(
            name: "recordedtime",
            zh: "记录时间",
            en: "When the ledger recorded it; set by the ledger.",
            values: "RFC 3339 in UTC",
            isRequired: true
        ),
    ]

    // MARK: - Codes

    private static let codeTable = ReportTable(
        name: "code_list",
        title: Phrase(zh: "代码表", en: "Code lists"),
        summary: Phrase(
            zh: "各表栏目中出现的代码及其中英文含义。",
            en: "The codes that columns hold, with their words in both languages."
        ),
        columns: [
            text("column", "栏目", "Column", "栏目名", "Name of the column", .identifier),
            text("code", "代码", "Code", "代码", "The code", .identifier),
            text("zh", "中文", "Chinese", "中文含义", "Words in Chinese"),
            text("en", "英文", "English", "英文含义", "Words in English"),
        ],
        indexed: ["code"]
    )

    private var codeReport: Report {
        var rows: [[String]] = []
        for column in described.flatMap(\.columns) {
            for (code, phrase) in column.terms {
                let row = [column.name, code, phrase.zh, phrase.en]
                if !rows.contains(row) { rows.append(row) }
            }
        }
        rows.sort { left, right in
            for (first, second) in zip(left, right) where !first.utf8.elementsEqual(second.utf8) {
                return first.utf8.lexicographicallyPrecedes(second.utf8)
            }
            return false
        }
        return Report(Self.codeTable, rows: rows.map { $0.map { .text($0) } })
    }

    private static func text(
        _ name: String,
        _ zh: String,
        _ en: String,
        _ meaningZh: String,
        _ meaningEn: String,
        _ kind: ReportColumn.Kind = .text
    ) -> ReportColumn {
        ReportColumn(
            name,
            kind,
            zh: zh,
            en: en,
            meaning: Phrase(zh: meaningZh, en: meaningEn),
            origin: "—"
        )
    }
}

extension ReportColumn.Kind {
    /// The values and their unit, in both languages.
    fileprivate var form: String {
        switch self {
        case .text: "文本 · text"
        case .identifier: "编号或代码,按文本处理 · id or code, a text"
        case .integer: "整数 · whole number"
        case .money: "分,整数(100 分 = 1 元) · fen, whole number (100 fen = 1 yuan)"
        case .percent: "百分数,四位小数 · percent with 4 decimals"
        case .date: "日期 YYYY-MM-DD(北京时间) · date in UTC+8"
        case .instant:
            "时刻,CSV 与 SQLite 为 UTC,XLSX 为北京时间 · instant; UTC in CSV and SQLite, UTC+8 in XLSX"
        case .boolean: "是/否,SQLite 为 1/0 · yes or no, 1 or 0 in SQLite"
        case .term: "代码,见代码表 · code, see the code lists"
        case .terms: "代码列表,见代码表 · list of codes, see the code lists"
        case .texts: "列表,CSV 以空格分隔,SQLite 为 JSON · list; joined by blanks in CSV, JSON in SQLite"
        }
    }
}
