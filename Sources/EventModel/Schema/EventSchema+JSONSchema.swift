extension EventSchema {
    /// The type's JSON Schema (2020-12) of `data`, pretty-printed; the same definition gives the same bytes.
    ///
    /// What JSON Schema cannot say stands in `x-cairn-…` annotations, so that
    /// ``SchemaRegistry/schema(fromJSONSchema:)`` reads the file back to the same definition.
    package func jsonSchema() -> [UInt8] {
        definition(withProse: true, withOrder: false).prettyText
    }

    /// The definition as canonical JSON, in which a ledger keeps its schemas.
    ///
    /// It is the JSON Schema with the order of the fields added, since sorted members lose it.
    package var canonicalDefinition: [UInt8] {
        canonicalize(definition(withProse: true, withOrder: true))
    }

    /// The definition without titles, summaries and sources: what decides how events are read and stored.
    package var canonicalForm: [UInt8] {
        canonicalize(definition(withProse: false, withOrder: true))
    }

    /// Whether both read and store events alike; their prose may differ.
    package func hasSameForm(as other: EventSchema) -> Bool {
        self === other || canonicalForm == other.canonicalForm
    }

    private func definition(withProse: Bool, withOrder: Bool) -> JSONValue {
        var members: [(name: String, value: JSONValue)] = [
            ("$schema", .string(SchemaDialect.metaSchema)), ("$id", .string(urn)),
        ]
        if withProse {
            members += [
                ("title", .string(type)), ("description", .string(summary)),
                ("x-cairn-chinese", .string(titleChinese)),
                ("x-cairn-source", .string(sourceClause)),
            ]
        }
        if withOrder {
            members.append(("x-cairn-order", .array(fields.map { .string($0.name) })))
        }
        members += [
            ("type", .string("object")),
            ("properties", .object(fields.map { ($0.name, $0.definition(withProse: withProse)) })),
            ("required", .array(fields.filter(\.isRequired).map { .string($0.name) })),
            ("additionalProperties", .boolean(false)),
        ]
        if !implications.isEmpty {
            members.append(("allOf", .array(implications.map(\.definition))))
        }
        return .object(members)
    }
}

extension EventSchema.Implication {
    /// `if` the one is true, `then` the other must be.
    var definition: JSONValue {
        func isTrue(_ name: String) -> JSONValue {
            .object([
                ("properties", .object([(name, .object([("const", .boolean(true))]))])),
                ("required", .array([.string(name)])),
            ])
        }
        return .object([("if", isTrue(ifTrue)), ("then", isTrue(thenTrue))])
    }
}

extension SchemaField {
    /// The field as a property of a JSON Schema.
    func definition(withProse: Bool) -> JSONValue {
        var members = kind.schemaKeywords
        if withProse {
            members += [
                ("description", .string(summary)), ("x-cairn-chinese", .string(titleChinese)),
            ]
        }
        members.append(("x-cairn-kind", .string(kind.schemaName)))
        switch kind {
        case .string(let maximumBytes), .bytes(let maximumBytes):
            members.append(("x-cairn-maximumBytes", .integer(Int64(maximumBytes))))
        default: break
        }
        members.append(("x-cairn-storage", .string(storage.rawValue)))
        return .object(members)
    }
}

/// The subset of JSON Schema that definitions are written in.
enum SchemaDialect {
    /// Identifier of JSON Schema 2020-12.
    static let metaSchema = "https://json-schema.org/draft/2020-12/schema"

    /// Members that a schema may have.
    static let schemaMembers = [
        "$schema", "$id", "title", "description", "x-cairn-chinese", "x-cairn-source",
        "x-cairn-order", "type", "properties", "required", "additionalProperties", "allOf",
    ]

    /// Members of a property that do not validate, whatever its kind.
    static let annotations = [
        "description", "x-cairn-chinese", "x-cairn-kind", "x-cairn-storage",
    ]

    /// Whether the text is a field's name: 1–64 ASCII letters and digits, a lower-case letter first.
    static func isFieldName(_ text: String) -> Bool {
        (1...64).contains(text.utf8.count) && isWord(text.utf8)
    }

    /// Whether the text is a type's name: two or more words joined by dots, at most 128 bytes.
    static func isTypeName(_ text: String) -> Bool {
        let words = text.utf8.split(
            separator: UInt8(ascii: "."),
            omittingEmptySubsequences: false
        )
        return text.utf8.count <= 128 && words.count >= 2 && words.allSatisfy { isWord($0) }
    }

    private static func isWord(_ bytes: some Sequence<UInt8>) -> Bool {
        var isFirst = true
        for byte in bytes {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"): break
            case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"):
                if isFirst { return false }
            default: return false
            }
            isFirst = false
        }
        return !isFirst
    }
}
