@testable import EventModel

/// Synthetic types that have every kind of field.
enum Fixture {
    static let everything = EventSchema(
        "test.everythingHappened",
        chinese: "全部",
        summary: "A synthetic fact with a field of every kind.",
        source: "None; made for tests",
        fields: [
            SchemaField("amountFen", .integer(minimum: 0), chinese: "金额", summary: "Money."),
            SchemaField(
                "balance",
                .integer(minimum: -CanonicalJSON.integerLimit),
                required: false,
                chinese: "余额",
                summary: "May be negative."
            ),
            SchemaField("online", .boolean, chinese: "线上", summary: "Ordered online."),
            SchemaField("onlineRetail", .boolean, chinese: "网络零售", summary: "To a consumer."),
            SchemaField("day", .date, required: false, chinese: "日", summary: "A day."),
            SchemaField("month", .month, required: false, chinese: "月", summary: "A month."),
            SchemaField(
                "direction",
                .choice(["upstream", "downstream"]),
                required: false,
                chinese: "方向",
                summary: "Which way."
            ),
            SchemaField("county", .region, required: false, chinese: "县", summary: "Where."),
            SchemaField("station", .identifier, chinese: "站点", summary: "Which."),
            SchemaField(
                "purpose",
                .string(maximumBytes: 12),
                required: false,
                chinese: "用途",
                summary: "What for."
            ),
            SchemaField(
                "contentHash",
                .digest,
                required: false,
                chinese: "摘要",
                summary: "Of the report."
            ),
            SchemaField(
                "classes",
                .choices(["training", "promotion"]),
                required: false,
                chinese: "类别",
                summary: "Classes."
            ),
            SchemaField("findings", .strings, required: false, chinese: "发现", summary: "Texts."),
            SchemaField("parameters", .object, required: false, chinese: "参数", summary: "Free."),
            SchemaField("person", .sealed, required: false, chinese: "人", summary: "Sealed name."),
            SchemaField(
                "photo",
                .bytes(maximumBytes: 9),
                required: false,
                chinese: "照片",
                summary: "Bytes."
            ),
        ],
        implications: [.init(ifTrue: "onlineRetail", thenTrue: "online")]
    )

    static let scanned = EventSchema(
        "test.scanned",
        chinese: "扫描",
        summary: "A synthetic scan.",
        source: "None; made for tests",
        fields: [
            SchemaField("parcel", .identifier, storage: .key, chinese: "包裹", summary: "Which.")
        ]
    )

    static let scannedTwo = EventSchema(
        "test.scanned",
        version: 2,
        chinese: "扫描",
        summary: "A synthetic scan with a node.",
        source: "None; made for tests",
        fields: scanned.fields + [
            SchemaField("node", .identifier, required: false, chinese: "节点", summary: "Where.")
        ]
    )

    static let registry = SchemaRegistry([everything, scanned, scannedTwo])
    static let reader = EventReader(registry: registry)

    /// Every field of ``everything`` in a valid spelling.
    static let fullData: [(name: String, json: String)] = [
        ("amountFen", "9007199254740991"), ("balance", "-5"), ("online", "true"),
        ("onlineRetail", "true"), ("day", #""2019-07-01""#), ("month", #""2019-07""#),
        ("direction", #""downstream""#), ("county", #""540222000000""#),
        ("station", #""540222100-01""#), ("purpose", #""买\n""#),
        ("contentHash", "\"\(String(repeating: "0f", count: 32))\""),
        ("classes", #"["promotion", "training", "promotion"]"#), ("findings", #"["a\u0062", ""]"#),
        ("parameters", #"{"z": [1, {"b": true, "a": "é"}], "a": -3}"#),
        ("person", #"{"enc": "QUJD"}"#), ("photo", #""AAEC""#),
    ]

    /// The envelope around `data`; members in no special order.
    static func line(
        id: String = "1",
        type: String = "test.everythingHappened",
        data: String,
        extra: String = ""
    ) -> String {
        """
        {"specversion":"1.0","id":"\(id)","source":"/test","type":"\(type)",\
        "subject":"station/1","time":"2019-07-01T10:00:00+08:00","data":\(data)\(extra)}
        """
    }

    /// `data` of ``everything`` with some fields replaced; an empty string leaves a field out.
    static func data(_ changes: [String: String] = [:]) -> String {
        let members = fullData.compactMap { field -> String? in
            let json = changes[field.name] ?? field.json
            return json.isEmpty ? nil : "\"\(field.name)\": \(json)"
        }
        return "{" + members.joined(separator: ", ") + "}"
    }

    /// Reads a line; the refusal if it is refused.
    static func refusal(of line: String) -> Refusal? {
        do {
            _ = try reader.read(Array(line.utf8))
            return nil
        } catch {
            return error
        }
    }
}
