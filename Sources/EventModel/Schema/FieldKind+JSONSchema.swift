/// How the kinds of fields look in JSON Schema 2020-12.
extension FieldKind {
    /// The kind's name in `x-cairn-kind`.
    var schemaName: String {
        switch self {
        case .integer: "integer"
        case .boolean: "boolean"
        case .date: "date"
        case .month: "month"
        case .choice: "choice"
        case .region: "region"
        case .identifier: "identifier"
        case .string: "string"
        case .digest: "digest"
        case .bytes: "bytes"
        case .choices: "choices"
        case .strings: "strings"
        case .object: "object"
        case .sealed: "sealed"
        }
    }

    /// Every name of ``schemaName``, sorted, for messages.
    static let schemaNames = [
        "boolean", "bytes", "choice", "choices", "date", "digest", "identifier", "integer", "month",
        "object",
        "region", "sealed", "string", "strings",
    ]

    /// The validating keywords of the kind, for any validator of JSON Schema.
    ///
    /// Lengths in JSON Schema count characters, the door counts bytes: `maxLength` is the weaker bound.
    var schemaKeywords: [(name: String, value: JSONValue)] {
        switch self {
        case .integer(let minimum):
            [
                ("type", .string("integer")), ("minimum", .integer(minimum)),
                ("maximum", .integer(CanonicalJSON.integerLimit)),
            ]
        case .boolean: [("type", .string("boolean"))]
        case .date:
            [
                ("type", .string("string")), ("format", .string("date")),
                ("pattern", .string(Self.datePattern)),
            ]
        case .month: [("type", .string("string")), ("pattern", .string(Self.monthPattern))]
        case .choice(let names):
            [("type", .string("string")), ("enum", .array(names.map(JSONValue.string)))]
        case .region: [("type", .string("string")), ("pattern", .string(Self.regionPattern))]
        case .identifier:
            [
                ("type", .string("string")), ("minLength", .integer(1)),
                ("maxLength", .integer(64)),
            ]
        case .string(let maximumBytes):
            [("type", .string("string")), ("maxLength", .integer(Int64(maximumBytes)))]
        case .digest: [("type", .string("string")), ("pattern", .string(Self.digestPattern))]
        case .bytes:
            [
                ("type", .string("string")), ("contentEncoding", .string("base64")),
                ("pattern", .string(Self.base64Pattern)),
            ]
        case .choices(let names):
            [
                ("type", .string("array")), ("maxItems", .integer(Int64(Self.choicesMax))),
                (
                    "items",
                    .object([
                        ("type", .string("string")), ("enum", .array(names.map(JSONValue.string))),
                    ])
                ),
            ]
        case .strings:
            [("type", .string("array")), ("items", .object([("type", .string("string"))]))]
        case .object: [("type", .string("object"))]
        case .sealed:
            [
                ("type", .string("object")),
                (
                    "properties",
                    .object([
                        (
                            "enc",
                            .object([
                                ("type", .string("string")),
                                ("pattern", .string(Self.sealedPattern)),
                            ])
                        )
                    ])
                ),
                ("required", .array([.string("enc")])),
                ("additionalProperties", .boolean(false)),
            ]
        }
    }

    private static let yearPattern = "(19[7-9][0-9]|[2-9][0-9]{3})"
    private static let datePattern =
        "^\(yearPattern)-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$"
    private static let monthPattern = "^\(yearPattern)-(0[1-9]|1[0-2])$"
    private static let regionPattern = "^[0-9]{12}$"
    private static let digestPattern = "^[0-9a-f]{64}$"
    private static let base64Pattern =
        "^([A-Za-z0-9+/]{4})*([A-Za-z0-9+/][AQgw]==|[A-Za-z0-9+/]{2}[AEIMQUYcgkosw048]=)?$"
    private static let sealedPattern = "^[A-Za-z0-9_-]+$"

    /// Most bytes of a field: as base64 they fit an event.
    static let bytesMax = 64 << 10

    /// The kind that a property of a schema file means: by `x-cairn-kind`, else by its keywords; `nil` if
    /// neither says.
    init?(schemaProperty property: JSONValue) {
        let names = Self.choiceNames(property["enum"])
        let itemNames = Self.choiceNames(property["items"]?["enum"])
        let name = property["x-cairn-kind"]?.stringValue ?? Self.impliedName(by: property)
        switch name {
        case "integer":
            let minimum = property["minimum"].map(\.integerValue) ?? -CanonicalJSON.integerLimit
            guard let minimum, minimum.magnitude <= UInt64(CanonicalJSON.integerLimit) else {
                return nil
            }
            self = .integer(minimum: minimum)
        case "string":
            // A limit in characters is not one in bytes: the file must say which it means.
            let standard = Int64(EventLimits.standard.lineBytes)
            let limit =
                property["maxLength"] == nil
                ? property["x-cairn-maximumBytes"].map(\.integerValue) ?? standard
                : property["x-cairn-maximumBytes"]?.integerValue
            guard let limit, (0...standard).contains(limit) else {
                return nil
            }
            self = .string(maximumBytes: Int(limit))
        case "bytes":
            let standard = Int64(Self.bytesMax)
            let limit = property["x-cairn-maximumBytes"].map(\.integerValue) ?? standard
            guard let limit, (0...standard).contains(limit) else { return nil }
            self = .bytes(maximumBytes: Int(limit))
        case "choice":
            guard let names else { return nil }
            self = .choice(names)
        case "choices":
            guard let itemNames else { return nil }
            self = .choices(itemNames)
        case "boolean": self = .boolean
        case "date": self = .date
        case "month": self = .month
        case "region": self = .region
        case "identifier": self = .identifier
        case "digest": self = .digest
        case "strings": self = .strings
        case "object": self = .object
        case "sealed": self = .sealed
        default: return nil
        }
    }

    private static func impliedName(by property: JSONValue) -> String? {
        switch property["type"]?.stringValue {
        case "integer": return "integer"
        case "boolean": return "boolean"
        case "array": return property["items"]?["enum"] == nil ? "strings" : "choices"
        case "object": return property["properties"] == nil ? "object" : "sealed"
        case "string":
            if property["enum"] != nil { return "choice" }
            if property["contentEncoding"]?.stringValue == "base64" { return "bytes" }
            if property["format"]?.stringValue == "date" { return "date" }
            switch property["pattern"]?.stringValue {
            case datePattern: return "date"
            case monthPattern: return "month"
            case regionPattern: return "region"
            case digestPattern: return "digest"
            default: break
            }
            let isIdentifier =
                property["minLength"]?.integerValue == 1
                && property["maxLength"]?.integerValue == 64
            return isIdentifier ? "identifier" : "string"
        default: return nil
        }
    }

    /// The distinct strings of a list of 1–1,024; `nil` if it is none.
    private static func choiceNames(_ value: JSONValue?) -> [String]? {
        guard let elements = value?.arrayValue, (1...1_024).contains(elements.count) else {
            return nil
        }
        let names = elements.compactMap(\.stringValue)
        guard names.count == elements.count, Set(names.map { Array($0.utf8) }).count == names.count
        else { return nil }
        return names
    }
}
