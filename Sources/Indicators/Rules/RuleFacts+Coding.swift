import EventLog

extension RuleFacts {
    /// Writes the adoptions.
    func encode(to writer: inout ByteWriter, from start: UInt64) {
        writer.append(adoptions.map(\.from), from: start)
        writer.append(list: adoptions.map(\.rule))
        writer.append(list: adoptions.map(\.parameters))
    }

    /// Reads the adoptions.
    init(
        decoding reader: inout ByteReader,
        from start: UInt64,
        nameCount: UInt32
    ) throws(DamageError) {
        let dates = try reader.datedStamps(from: start)
        let rules = try reader.names(dates.count, below: nameCount)
        let parameters = try reader.names(dates.count, below: nameCount)
        self.init()
        for index in dates.indices {
            add(Adoption(rule: rules[index], parameters: parameters[index], from: dates[index]))
        }
    }
}
