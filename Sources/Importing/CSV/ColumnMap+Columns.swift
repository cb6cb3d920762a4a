import EventModel

extension ColumnMap {
    private static let members = [
        "field", "attribute", "values", "decimals", "grouping", "separator", "format",
        "times", "negate",
    ]
    /// Attributes of the envelope that a column may give; `id`, `subject` and `time` have their own rules.
    static let attributes = ["actor", "role", "evidence", "corrects"]

    /// Reads what a map says about one column.
    static func column(
        _ name: String,
        _ json: JSONValue,
        schema: EventSchema
    ) throws(Fault) -> Column {
        let place = "columns.\(name)"
        if let target = json.stringValue {
            let field = try field(target, schema: schema, place: place)
            return Column(name: name, target: .field(field.name))
        }
        let column = try MapObject(json, place: place, members: members)
        if let attribute = try column.text("attribute") {
            guard attributes.contains(attribute) else {
                throw Fault(
                    place: column.place(of: "attribute"),
                    accepted: "one of " + attributes.joined(separator: ", ")
                )
            }
            try refuse(allBut: ["attribute", "values"], of: column)
            let values = try values(of: column, kind: .string(maximumBytes: .max))
            return Column(name: name, target: .attribute(attribute), values: values)
        }
        guard let target = try column.text("field") else {
            throw Fault(
                place: place,
                accepted: "a field name, or an object with field or attribute"
            )
        }
        let field = try field(target, schema: schema, place: column.place(of: "field"))
        return try self.column(name, column, of: field)
    }

    /// Finds the field of a name.
    static func field(
        _ name: String,
        schema: EventSchema,
        place: String
    ) throws(Fault) -> SchemaField {
        guard let index = schema.index(of: name) else {
            let names = schema.fields.map(\.name).joined(separator: ", ")
            throw Fault(place: place, accepted: "a field of \(schema.type): \(names)")
        }
        return schema.fields[index]
    }

    /// Reads the column of a field; only what acts on values of its kind may stand beside it.
    private static func column(
        _ name: String,
        _ column: MapObject,
        of field: SchemaField
    ) throws(Fault) -> Column {
        let target = Target.field(field.name)
        let values = try values(of: column, kind: field.kind)
        guard values.isEmpty else {
            try refuse(allBut: ["field", "values"], of: column)
            return Column(name: name, target: target, values: values)
        }
        switch field.kind {
        case .integer:
            try refuse(allBut: ["field", "decimals", "grouping", "times", "negate"], of: column)
            return Column(
                name: name,
                target: target,
                decimals: try decimals(of: column),
                grouping: try grouping(of: column),
                factor: try column.text("times", accepted: "the name of another column"),
                isNegated: try flag("negate", of: column),
                takesZeroFraction: column["decimals"] != nil
            )
        case .choices, .strings:
            try refuse(allBut: ["field", "separator"], of: column)
            let separator = try column.character("separator", accepted: "one character, such as ;")
            return Column(name: name, target: target, separator: separator ?? ";")
        case .date:
            try refuse(allBut: ["field", "format"], of: column)
            return Column(name: name, target: target, pattern: try pattern(of: column))
        case .month, .boolean, .choice, .region, .identifier, .string, .digest, .bytes, .object,
            .sealed:
            try refuse(allBut: ["field", "values"], of: column)
            return Column(name: name, target: target)
        }
    }

    private static func refuse(allBut allowed: [String], of column: MapObject) throws(Fault) {
        for member in members where column[member] != nil && !allowed.contains(member) {
            throw Fault(
                place: column.place(of: member),
                accepted: "nothing here: of this column only " + allowed.joined(separator: ", ")
            )
        }
    }

    private static func values(
        of column: MapObject,
        kind: FieldKind
    ) throws(Fault) -> [(cell: String, value: JSONValue)] {
        let values = try column.members("values")
        let place = column.place(of: "values")
        guard !values.isEmpty || column["values"] == nil else {
            throw Fault(place: place, accepted: "at least one cell and its value")
        }
        for value in values where !kind.takes(value.value) {
            throw Fault(place: "\(place).\(value.name)", accepted: kind.acceptedForm)
        }
        return values.map { (cell: $0.name, value: $0.value) }
    }

    private static func decimals(of column: MapObject) throws(Fault) -> Int {
        guard let value = column["decimals"] else { return 0 }
        guard let decimals = value.integerValue, (0...6).contains(decimals) else {
            throw Fault(place: column.place(of: "decimals"), accepted: "a whole number from 0 to 6")
        }
        return Int(decimals)
    }

    private static func flag(_ member: String, of column: MapObject) throws(Fault) -> Bool {
        guard let value = column[member] else { return false }
        guard let flag = value.booleanValue else {
            throw Fault(place: column.place(of: member), accepted: "true or false")
        }
        return flag
    }

    private static func grouping(of column: MapObject) throws(Fault) -> Character? {
        let accepted = "one character between thousands, such as a comma"
        guard let grouping = try column.character("grouping", accepted: accepted) else {
            return nil
        }
        guard grouping != ".", grouping != "-", !grouping.isNumber else {
            throw Fault(place: column.place(of: "grouping"), accepted: accepted)
        }
        return grouping
    }

    private static func pattern(of column: MapObject) throws(Fault) -> DatePattern? {
        let accepted = "a pattern such as dd/MM/yyyy"
        guard let text = try column.text("format", accepted: accepted) else { return nil }
        guard let pattern = DatePattern(text) else {
            throw Fault(place: column.place(of: "format"), accepted: accepted)
        }
        return pattern
    }
}

extension FieldKind {
    /// Whether a JSON value is of the kind, as far as a map can be checked; the door checks every event.
    func takes(_ json: JSONValue) -> Bool {
        switch self {
        case .integer(let minimum): json.integerValue.map { $0 >= minimum } ?? false
        case .boolean: json.booleanValue != nil
        case .choices, .strings: json.arrayValue != nil
        case .object, .sealed: json.objectValue != nil
        case .date, .month, .choice, .region, .identifier, .string, .digest, .bytes:
            json.stringValue.map { FieldValue($0, as: self) != nil } ?? false
        }
    }
}
