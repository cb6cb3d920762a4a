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
    /// - Throws: ``Fault`` with the place in the map and what would be accepted there.
    package init(_ json: JSONValue, registry: SchemaRegistry) throws(Fault) {
        let known: Set = [
            "type", "source", "id", "subject", "time", "constants", "columns", "delimiter",
        ]
        guard let members = json.objectValue else {
            throw Fault(place: "", accepted: "a JSON object")
        }
        for member in members where !known.contains(member.name) {
            throw Fault(
                place: member.name,
                accepted: "one of " + known.sorted().joined(separator: ", ")
            )
        }
        let type = try Self.text(json, "type")
        guard let schema = registry.schema(type: type, version: nil) else {
            throw Fault(place: "type", accepted: "a known event type; `cairn schema` lists them")
        }
        self.schema = schema
        self.source = try Self.text(json, "source")
        self.id = try Self.template(json, "id")
        self.subject = try Self.template(json, "subject")
        self.time = try Self.timeRule(json["time"])
        self.delimiter = try Self.delimiter(json["delimiter"])
        let constants = json["constants"]?.objectValue ?? []
        self.constants = constants.map { (field: $0.name, value: $0.value) }
        guard let columns = json["columns"]?.objectValue else {
            throw Fault(place: "columns", accepted: "an object: column name → field")
        }
        var parsed: [Column] = []
        for column in columns {
            parsed.append(try Self.column(column.name, column.value, schema: schema))
        }
        self.columns = parsed
        try checkFields(constants.map(\.name))
    }

    private func checkFields(_ constants: [String]) throws(Fault) {
        for name in constants where schema.index(of: name) == nil {
            throw Fault(place: "constants.\(name)", accepted: Self.fieldList(of: schema))
        }
        var given = Set(constants)
        for column in columns {
            guard case .field(let name) = column.target else { continue }
            guard given.insert(name).inserted else {
                throw Fault(
                    place: "columns.\(column.name)",
                    accepted: "a field that nothing else gives"
                )
            }
        }
        for field in schema.fields where field.isRequired && !given.contains(field.name) {
            throw Fault(
                place: "columns",
                accepted: "a column or constant for the required \(field.name)"
            )
        }
    }

    private static func fieldList(of schema: EventSchema) -> String {
        "a field of \(schema.type): " + schema.fields.map(\.name).joined(separator: ", ")
    }

    private static func text(_ json: JSONValue, _ name: String) throws(Fault) -> String {
        guard let text = json[name]?.stringValue, !text.isEmpty else {
            throw Fault(place: name, accepted: "a text")
        }
        return text
    }

    private static func template(_ json: JSONValue, _ name: String) throws(Fault) -> Template {
        guard let template = Template(try text(json, name)), !template.parts.isEmpty else {
            throw Fault(place: name, accepted: "a text with columns in braces, such as {order}")
        }
        return template
    }

    private static func delimiter(_ json: JSONValue?) throws(Fault) -> UInt8 {
        guard let json else { return UInt8(ascii: ",") }
        let bytes = Array((json.stringValue ?? "").utf8)
        guard bytes.count == 1, let byte = bytes.first, byte < 0x80, byte != UInt8(ascii: "\"")
        else { throw Fault(place: "delimiter", accepted: "one character, such as , or ;") }
        return byte
    }

    private static func timeRule(_ json: JSONValue?) throws(Fault) -> TimeRule {
        if let constant = json?["constant"]?.stringValue { return .constant(constant) }
        guard let column = json?["column"]?.stringValue else {
            throw Fault(place: "time", accepted: "an object with column or constant")
        }
        guard let spelling = json?["format"]?.stringValue else {
            return .canonical(column: column)
        }
        guard let pattern = DatePattern(spelling) else {
            throw Fault(place: "time.format", accepted: "a pattern such as yyyy-MM-dd HH:mm")
        }
        let offset = json?["offset"]?.stringValue ?? "+08:00"
        return .pattern(column: column, pattern, spelling: spelling, offset: offset)
    }

    private static func column(
        _ name: String,
        _ json: JSONValue,
        schema: EventSchema
    ) throws(Fault) -> Column {
        let place = "columns.\(name)"
        if let field = json.stringValue {
            return Column(
                name: name,
                target: try target(field: field, schema: schema, place: place),
                values: [],
                decimals: 0,
                grouping: nil,
                separator: ";",
                pattern: nil,
                factor: nil,
                isNegated: false,
                takesZeroFraction: false
            )
        }
        let target: Target
        if let field = json["field"]?.stringValue {
            target = try Self.target(field: field, schema: schema, place: place)
        } else if let attribute = json["attribute"]?.stringValue,
            ["actor", "role", "evidence", "corrects"].contains(attribute)
        {
            target = .attribute(attribute)
        } else {
            throw Fault(
                place: place,
                accepted: "a field name, or an object with field, or with attribute "
                    + "actor, role, evidence or corrects"
            )
        }
        let decimals = json["decimals"]?.integerValue ?? 0
        guard (0...6).contains(decimals) else {
            throw Fault(place: place + ".decimals", accepted: "0 to 6")
        }
        let pattern = json["format"]?.stringValue.map(DatePattern.init)
        if case .some(.none) = pattern {
            throw Fault(place: place + ".format", accepted: "a pattern such as dd/MM/yyyy")
        }
        return Column(
            name: name,
            target: target,
            values: (json["values"]?.objectValue ?? []).map { (cell: $0.name, value: $0.value) },
            decimals: Int(decimals),
            grouping: json["grouping"]?.stringValue?.first,
            separator: json["separator"]?.stringValue?.first ?? ";",
            pattern: pattern ?? nil,
            factor: json["times"]?.stringValue,
            isNegated: try flag(json["negate"], place: place + ".negate"),
            takesZeroFraction: json["decimals"] != nil
        )
    }

    private static func flag(_ json: JSONValue?, place: String) throws(Fault) -> Bool {
        guard let json else { return false }
        guard case .boolean(let value) = json else {
            throw Fault(place: place, accepted: "true or false")
        }
        return value
    }

    private static func target(
        field: String,
        schema: EventSchema,
        place: String
    ) throws(Fault) -> Target {
        guard schema.index(of: field) != nil else {
            throw Fault(place: place, accepted: fieldList(of: schema))
        }
        return .field(field)
    }
}
