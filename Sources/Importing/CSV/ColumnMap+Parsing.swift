package import EventModel

extension ColumnMap {
    /// Why a map cannot be used.
    package struct Fault: Error, Hashable, Sendable {
        /// Place in the map: `columns.amount.decimals`.
        package let place: String
        /// What would be accepted.
        package let accepted: String
    }

    /// Reads a map; types and fields are those of the registry.
    ///
    /// A name that the map does not know, and a member that would have no effect where it stands, are
    /// faults: what is mistyped would else be passed over in silence, and with it the decimals of amounts.
    ///
    /// - Throws: ``Fault`` with the place in the map and what would be accepted there.
    package init(_ json: JSONValue, registry: SchemaRegistry) throws(Fault) {
        let map = try MapObject(
            json,
            place: "",
            members: [
                "type", "source", "id", "subject", "time", "constants", "columns", "delimiter",
            ]
        )
        let type = try map.requiredText("type")
        guard let schema = registry.schema(type: type, version: nil) else {
            throw Fault(place: "type", accepted: "a known event type; `cairn schema` lists them")
        }
        self.schema = schema
        self.source = try map.requiredText("source")
        self.id = try Self.template(map, "id")
        self.subject = try Self.template(map, "subject")
        self.time = try Self.timeRule(map["time"])
        self.delimiter = try Self.delimiter(map)
        let constants = try map.members("constants")
        self.constants = constants.map { (field: $0.name, value: $0.value) }
        guard map["columns"] != nil else {
            throw Fault(place: "columns", accepted: "an object: column name → field")
        }
        var parsed: [Column] = []
        for column in try map.members("columns") {
            parsed.append(try Self.column(column.name, column.value, schema: schema))
        }
        self.columns = parsed
        try checkTargets()
    }

    /// Makes sure that each field is given once at most, and each required one.
    func checkTargets() throws(Fault) {
        for constant in constants {
            let place = "constants.\(constant.field)"
            let field = try Self.field(constant.field, schema: schema, place: place)
            guard field.kind.takes(constant.value) else {
                throw Fault(place: place, accepted: field.kind.acceptedForm)
            }
        }
        var given = Set(constants.map { Target.field($0.field) })
        for column in columns {
            guard given.insert(column.target).inserted else {
                throw Fault(
                    place: "columns.\(column.name)",
                    accepted: "a field or attribute that nothing else gives"
                )
            }
        }
        for field in schema.fields where field.isRequired && !given.contains(.field(field.name)) {
            throw Fault(
                place: "columns",
                accepted: "a column or constant for the required \(field.name)"
            )
        }
    }

    private static func template(_ map: MapObject, _ name: String) throws(Fault) -> Template {
        guard let template = Template(try map.requiredText(name)), !template.parts.isEmpty else {
            throw Fault(place: name, accepted: "a text with columns in braces, such as {order}")
        }
        return template
    }

    private static func delimiter(_ map: MapObject) throws(Fault) -> UInt8 {
        let accepted = "one character, such as , or ;"
        guard let text = try map.text("delimiter", accepted: accepted) else {
            return UInt8(ascii: ",")
        }
        let bytes = Array(text.utf8)
        guard bytes.count == 1, let byte = bytes.first, byte < 0x80,
            ![0x22, 0x0A, 0x0D].contains(byte)
        else { throw Fault(place: "delimiter", accepted: accepted) }
        return byte
    }

    private static func timeRule(_ json: JSONValue?) throws(Fault) -> TimeRule {
        guard let json else {
            throw Fault(place: "time", accepted: "an object with column or constant")
        }
        let rule = try MapObject(
            json,
            place: "time",
            members: ["constant", "column", "format", "offset"]
        )
        if let constant = try rule.text("constant") {
            for member in ["column", "format", "offset"] where rule[member] != nil {
                throw Fault(place: rule.place(of: member), accepted: "nothing beside constant")
            }
            guard (try? OccurredAt(parsing: constant)) != nil else {
                throw Fault(
                    place: "time.constant",
                    accepted: "a time such as 2019-07-01T10:00:00+08:00"
                )
            }
            return .constant(constant)
        }
        guard let column = try rule.text("column") else {
            throw Fault(place: "time", accepted: "an object with column or constant")
        }
        guard let spelling = try rule.text("format") else {
            guard rule["offset"] == nil else {
                throw Fault(place: "time.offset", accepted: "an offset only beside format")
            }
            return .canonical(column: column)
        }
        guard let pattern = DatePattern(spelling) else {
            throw Fault(place: "time.format", accepted: "a pattern such as yyyy-MM-dd HH:mm")
        }
        let offset = try rule.text("offset") ?? "+08:00"
        // An offset is right if a time with it is.
        guard (try? OccurredAt(parsing: "2019-07-01T10:00:00" + offset)) != nil else {
            throw Fault(place: "time.offset", accepted: "an offset such as +08:00, or Z")
        }
        return .pattern(column: column, pattern, spelling: spelling, offset: offset)
    }
}
