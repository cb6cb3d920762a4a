package import EventLog
package import Projections
import Programme

extension FundsProjection: StoredProjection {
    /// Writes the state.
    package func encode(to writer: inout ByteWriter, from start: UInt64) {
        funds.encode(to: &writer, from: start)
        regions.encode(to: &writer, from: start)
        rules.encode(to: &writer, from: start)
    }

    /// Reads a written state.
    ///
    /// - Throws: ``DamageError`` when the bytes are no state.
    package init(
        decoding reader: inout ByteReader,
        from start: UInt64,
        nameCount: UInt32
    ) throws(DamageError) {
        self.init()
        funds = try FundFacts(decoding: &reader, from: start, nameCount: nameCount)
        regions = try RegionFacts(decoding: &reader, from: start, nameCount: nameCount)
        rules = try RuleFacts(decoding: &reader, from: start, nameCount: nameCount)
    }

    /// Makes the index over consecutive parts.
    package static func index(
        _ parts: [StatePart<FundsProjection>],
        names _: LedgerTables
    ) -> FundsIndex {
        FundsIndex(parts.map(\.state))
    }
}

extension FundFacts {
    /// Writes the facts.
    fileprivate func encode(to writer: inout ByteWriter, from start: UInt64) {
        writer.append(appropriations.map(\.stamp), from: start)
        writer.append(places: appropriations.map(\.source))
        writer.append(list: appropriations.map(\.amountFen))
        writer.append(lines.map(\.stamp), from: start)
        writer.append(list: lines.map(\.subject))
        writer.append(places: lines.map(\.source))
        writer.append(list: lines.map(\.amountFen))
        writer.append(list: lines.map(\.classes))
        writer.append(reallocations.map(\.stamp), from: start)
        writer.append(list: reallocations.map(\.fromLine))
        writer.append(list: reallocations.map(\.toLine))
        writer.append(list: reallocations.map(\.amountFen))
        writer.append(payments.map(\.stamp), from: start)
        writer.append(list: payments.map(\.subject))
        writer.append(list: payments.map(\.line))
        writer.append(places: payments.map(\.source))
        writer.append(optionalNames: payments.map(\.county))
        writer.append(list: payments.map(\.amountFen))
        writer.append(list: payments.map(\.classes))
        writer.append(returns.map(\.stamp), from: start)
        writer.append(list: returns.map(\.subject))
        writer.append(list: returns.map(\.amountFen))
        writer.append(classifications.map(\.stamp), from: start)
        writer.append(list: classifications.map(\.subject))
        writer.append(list: classifications.map(\.classes))
    }

    /// Reads the facts.
    fileprivate init(
        decoding reader: inout ByteReader,
        from start: UInt64,
        nameCount: UInt32
    ) throws(DamageError) {
        self.init()
        try decodeBudget(&reader, start, nameCount)
        try decodePayments(&reader, start, nameCount)
        let returnStamps = try reader.stamps(from: start)
        let returned = try reader.names(returnStamps.count, below: nameCount)
        let amounts = try reader.list(of: Int64.self, count: returnStamps.count)
        for index in returned.indices {
            add(
                Return(
                    subject: returned[index],
                    amountFen: amounts[index],
                    stamp: returnStamps[index]
                )
            )
        }
        let classStamps = try reader.stamps(from: start)
        let classified = try reader.names(classStamps.count, below: nameCount)
        let classes = try reader.names(classStamps.count, below: nameCount)
        for index in classified.indices {
            add(
                Classification(
                    subject: classified[index],
                    classes: classes[index],
                    stamp: classStamps[index]
                )
            )
        }
    }

    private mutating func decodeBudget(
        _ reader: inout ByteReader,
        _ start: UInt64,
        _ nameCount: UInt32
    ) throws(DamageError) {
        let stamps = try reader.stamps(from: start)
        let sources = try reader.places(of: FundSource.self, stamps.count)
        let amounts = try reader.list(of: Int64.self, count: stamps.count)
        for index in stamps.indices {
            add(
                Appropriation(
                    source: sources[index],
                    amountFen: amounts[index],
                    stamp: stamps[index]
                )
            )
        }
        let lineStamps = try reader.stamps(from: start)
        let lines = try reader.names(lineStamps.count, below: nameCount)
        let lineSources = try reader.places(of: FundSource.self, lineStamps.count)
        let lineAmounts = try reader.list(of: Int64.self, count: lineStamps.count)
        let lineClasses = try reader.names(lineStamps.count, below: nameCount)
        for index in lines.indices {
            add(
                Line(
                    subject: lines[index],
                    source: lineSources[index],
                    amountFen: lineAmounts[index],
                    classes: lineClasses[index],
                    stamp: lineStamps[index]
                )
            )
        }
        let moveStamps = try reader.stamps(from: start)
        let givers = try reader.names(moveStamps.count, below: nameCount)
        let takers = try reader.names(moveStamps.count, below: nameCount)
        let moved = try reader.list(of: Int64.self, count: moveStamps.count)
        for index in givers.indices {
            add(
                Reallocation(
                    fromLine: givers[index],
                    toLine: takers[index],
                    amountFen: moved[index],
                    stamp: moveStamps[index]
                )
            )
        }
    }

    private mutating func decodePayments(
        _ reader: inout ByteReader,
        _ start: UInt64,
        _ nameCount: UInt32
    ) throws(DamageError) {
        let stamps = try reader.stamps(from: start)
        let payments = try reader.names(stamps.count, below: nameCount)
        let lines = try reader.names(stamps.count, below: nameCount)
        let sources = try reader.places(of: FundSource.self, stamps.count)
        let counties = try reader.optionalNames(stamps.count, below: nameCount)
        let amounts = try reader.list(of: Int64.self, count: stamps.count)
        let classes = try reader.names(stamps.count, below: nameCount)
        for index in payments.indices {
            add(
                Payment(
                    subject: payments[index],
                    line: lines[index],
                    source: sources[index],
                    county: counties[index],
                    amountFen: amounts[index],
                    classes: classes[index],
                    stamp: stamps[index]
                )
            )
        }
    }
}
