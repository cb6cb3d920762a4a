/// How plain lines of one event type are read: its newest version, and what was seen of its lines.
struct PlainForm: Sendable {
    /// Most fields of a schema whose lines can be plain: a bit for each.
    private static let fieldsMax = 64

    /// The newest version of the type.
    let schema: EventSchema
    /// Index of ``schema`` in the batch; `nil` before its first event.
    var schemaIndex: UInt16?
    /// What ``schema`` holds, so that it need not be counted for every line.
    let table: FieldTable
    /// Number of fields.
    let count: Int
    /// The fields that must be given, a bit for each.
    let required: UInt64
    /// The fields that are stored as names, a bit for each.
    let named: UInt64
    /// Pairs of fields of which the first implies the second.
    let implications: [(ifTrue: Int, thenTrue: Int)]
    /// The type's name.
    let type: [UInt8]
    /// `"type":"…"}`, as the line of an event of the type mostly ends.
    let ending: [UInt8]
    /// The field that followed each one last time; the last place has the first field.
    var nextField: [UInt8]

    /// Makes the form of a schema; its fields are expected in the order of RFC 8785 at first.
    init(_ schema: EventSchema) {
        self.schema = schema
        table = schema.table
        implications = schema.implicationIndices
        type = Array(schema.type.utf8)
        ending = Array("\"type\":\"\(schema.type)\"}".utf8)
        count = schema.fields.count
        required = Self.bits(of: schema) { $0.isRequired }
        named = Self.bits(of: schema) { $0.storage == .name }
        nextField = Array(repeating: PlainMemory.none, count: count + 1)
        guard Self.isPlain(schema) else { return }
        var last = count
        for index in table.canonicalOrder {
            nextField[last] = UInt8(index)
            last = index
        }
    }

    private static func bits(
        of schema: EventSchema,
        _ isMeant: (SchemaField) -> Bool
    ) -> UInt64 {
        var bits: UInt64 = 0
        for (index, field) in schema.fields.enumerated() where isMeant(field) {
            bits |= 1 << UInt64(index)
        }
        return bits
    }

    /// Whether lines of the schema can be plain: a rule of meaning needs the values as they mean.
    static func isPlain(_ schema: EventSchema) -> Bool {
        schema.check == nil && schema.fields.count <= fieldsMax
    }
}
