/// One event type at one version: the single source for validation, storage columns, JSON Schema file,
/// documentation page and the importer's column names.
///
/// A class so that an event refers to its schema without copying; immutable.
package final class EventSchema: Sendable {
    /// Wire name of the type, `noun.pastTenseVerb`.
    package let type: String
    /// Version from 1; `urn:cairn:schema:<type>:<version>` names it on the wire.
    package let version: Int
    /// Chinese name for people.
    package let titleChinese: String
    /// What the fact means, one English sentence or more, for the documentation page.
    package let summary: String
    /// Clause of the plan or document behind the type.
    package let sourceClause: String
    /// Data fields in the order of definition; an event's values stand in the same order.
    package let fields: [SchemaField]
    /// Pairs of boolean fields (`a`, `b`): `a` true requires `b` true.
    package let implications: [Implication]
    /// Rule of meaning that a JSON Schema cannot say.
    ///
    /// `nil` if there is none. Gets the values in field order.
    package let check: (@Sendable ([FieldValue]) -> Refusal?)?
    /// The version before this one; `nil` for the first.
    package let predecessor: EventSchema?
    /// How events of ``predecessor`` are read as those of this version.
    package let upcaster: Upcaster
    /// Indices into ``fields`` in the order of RFC 8785 (by UTF-16 code units of the names).
    package let canonicalOrder: [Int]

    /// The schema's name on the wire: `urn:cairn:schema:<type>:<version>`.
    package let urn: String
    /// Kinds of the fields alone: reading one does not copy the field's texts.
    let kinds: [FieldKind]
    /// Names of the fields as UTF-8, and as they are written before a value: `"name":`.
    let names: [(plain: [UInt8], written: [UInt8])]
    /// The fields as plain bytes and numbers.
    let table: FieldTable
    /// Pairs of field indices for ``implications`` between fields that there are.
    let implicationIndices: [(ifTrue: Int, thenTrue: Int)]

    /// `a` true requires `b` true.
    package struct Implication: Hashable, Sendable {
        /// Name of the boolean field that implies the other.
        package let ifTrue: String
        /// Name of the boolean field that must then be true.
        package let thenTrue: String

        /// Makes the pair.
        package init(ifTrue: String, thenTrue: String) {
            self.ifTrue = ifTrue
            self.thenTrue = thenTrue
        }
    }

    /// Defines a type at a version.
    ///
    /// Field names must be unique; names are ASCII words, since they are written and looked up unescaped:
    /// fields like `amountFen`, types like `parcel.scanned`. Versions count from 1 to 65,535; a later one
    /// names the one before it and how that one's events are read.
    package init(
        _ type: String,
        version: Int = 1,
        chinese: String,
        summary: String,
        source: String,
        fields: [SchemaField],
        implications: [Implication] = [],
        succeeding predecessor: EventSchema? = nil,
        upcaster: Upcaster = Upcaster(),
        check: (@Sendable ([FieldValue]) -> Refusal?)? = nil
    ) {
        precondition(Set(fields.map(\.name)).count == fields.count, "field names are unique")
        precondition(SchemaDialect.isTypeName(type), "\(type) is no type name")
        precondition((1...65_535).contains(version), "\(version) is no version")
        for field in fields {
            precondition(SchemaDialect.isFieldName(field.name), "\(field.name) is no field name")
        }
        self.type = type
        self.version = version
        self.titleChinese = chinese
        self.summary = summary
        self.sourceClause = source
        self.fields = fields
        self.implications = implications
        self.check = check
        self.predecessor = predecessor
        self.upcaster = upcaster
        self.urn = "urn:cairn:schema:\(type):\(version)"
        self.kinds = fields.map(\.kind)
        self.names = fields.map { (Array($0.name.utf8), Array("\"\($0.name)\":".utf8)) }
        self.implicationIndices = implications.compactMap { implication in
            guard let first = fields.firstIndex(where: { $0.name == implication.ifTrue }),
                let second = fields.firstIndex(where: { $0.name == implication.thenTrue })
            else { return nil }
            return (first, second)
        }
        self.canonicalOrder = fields.indices.sorted {
            Array(fields[$0].name.utf16).lexicographicallyPrecedes(Array(fields[$1].name.utf16))
        }
        self.table = FieldTable(fields, canonicalOrder: canonicalOrder)
        checkUpcaster()
    }

    /// Place of a field in ``fields`` and in an event's values; `nil` if the type has no such field.
    package func index(of field: String) -> Int? { fields.firstIndex { $0.name == field } }
}
