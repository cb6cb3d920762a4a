package import EventModel

extension ColumnMap {
    /// The map of a file whose columns are named as the type's definition names its fields.
    ///
    /// A column bears a field's wire name (`amountFen`) or Chinese title (`金额(分)`), or the name of an
    /// attribute of the envelope: `id`, `subject` and `time` must be there, `actor`, `role`, `evidence` and
    /// `corrects` may be. `data.id` is the field of a type that has one of that name. Cells are spelled as
    /// in events: amounts in fen, times with their offset, lists with `;` between items.
    ///
    /// - Parameters:
    ///   - schema: The type of every event.
    ///   - source: The events' `source`.
    ///   - head: Names of the file's columns.
    /// - Throws: ``Fault`` for a column that names nothing of the type, and for a required one that is
    ///   missing or there twice.
    package init(of schema: EventSchema, source: String, head: [String]) throws(Fault) {
        self.schema = schema
        self.source = source
        id = try Self.attributeTemplate("id", in: head)
        subject = try Self.attributeTemplate("subject", in: head)
        guard head.contains("time") else { throw Self.missing("time") }
        time = .canonical(column: "time")
        constants = []
        delimiter = UInt8(ascii: ",")
        var columns: [Column] = []
        for name in head where !["id", "subject", "time"].contains(name) {
            columns.append(Column(name: name, target: try Self.target(of: name, in: schema)))
        }
        self.columns = columns
        try checkTargets()
    }

    private static func attributeTemplate(
        _ name: String,
        in head: [String]
    ) throws(Fault) -> Template {
        guard head.contains(name), let template = Template("{\(name)}") else { throw missing(name) }
        return template
    }

    private static func missing(_ name: String) -> Fault {
        Fault(
            place: "no column \"\(name)\"",
            accepted: "columns id, subject and time beside the fields"
        )
    }

    private static func target(of name: String, in schema: EventSchema) throws(Fault) -> Target {
        if attributes.contains(name) { return .attribute(name) }
        let wireName = name.hasPrefix("data.") ? String(name.dropFirst(5)) : name
        if let index = schema.index(of: wireName) { return .field(schema.fields[index].name) }
        let titled = schema.fields.filter { $0.titleChinese == name }
        guard let field = titled.first, titled.count == 1 else {
            let names = schema.fields.map { "\($0.name) (\($0.titleChinese))" }
            throw Fault(
                place: "column \"\(name)\"",
                accepted: "id, subject, time, \(attributes.joined(separator: ", ")), or a field of "
                    + "\(schema.type): \(names.joined(separator: ", "))"
            )
        }
        return .field(field.name)
    }
}
