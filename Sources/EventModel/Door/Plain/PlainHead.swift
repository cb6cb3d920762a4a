/// Checks the attributes of a plain line as ``EnvelopeHead`` does, and takes them into a record.
enum PlainHead {
    /// The attributes that every event has.
    private static let required: UInt32 =
        1 << Attribute.specversion.bit | 1 << Attribute.id.bit | 1 << Attribute.source.bit
        | 1 << Attribute.type.bit | 1 << Attribute.subject.bit | 1 << Attribute.time.bit
        | 1 << Attribute.data.bit

    /// Fills in the record what attributes say, but for places in the event's run of bytes.
    ///
    /// A source that is not known to the batch is left as `UInt32.max`.
    ///
    /// - Returns: `false` if the line must be read in the general way.
    static func read(
        _ line: PlainReading.Line,
        of bytes: Span<UInt8>,
        _ memory: inout PlainMemory,
        limits: EventLimits,
        knownSources: borrowing TextTable,
        into record: inout PackedEvent
    ) -> Bool {
        guard line.seen & required == required, line.seen & 1 << Attribute.corrects.bit == 0
        else { return false }
        let version = memory[.specversion].text
        guard version.count == 3, bytes[version.lowerBound] == UInt8(ascii: "1"),
            bytes[version.lowerBound + 1] == UInt8(ascii: "."),
            bytes[version.lowerBound + 2] == UInt8(ascii: "0"),
            bytes.extracting(memory[.type].text).hasSameBytes(as: memory.form.type.span),
            isName(memory[.id], of: bytes, upTo: limits.idBytes),
            isName(memory[.subject], of: bytes, upTo: limits.subjectBytes),
            let time = TimeSpelling.canonical(bytes.extracting(memory[.time].text))
        else { return false }
        record.instant = time.instant.millisecondsSince1970
        record.offsetMinutes = time.offsetMinutes
        let source = bytes.extracting(memory[.source].text)
        if let index = knownSources.index(of: source) {
            record.source = UInt32(truncatingIfNeeded: index)
        } else {
            guard memory[.source].isPrintable || source.isUTF8,
                EnvelopeRules.source(source, field: "source", limits: limits) == nil
            else { return false }
            record.source = .max
        }
        return readRest(line, of: bytes, &memory, limits: limits, into: &record)
    }

    /// The attributes that an event need not have.
    @inline(__always)
    private static func readRest(
        _ line: PlainReading.Line,
        of bytes: Span<UInt8>,
        _ memory: inout PlainMemory,
        limits: EventLimits,
        into record: inout PackedEvent
    ) -> Bool {
        if line.has(.actor) {
            record.flags.insert(.hasActor)
            guard isName(memory[.actor], of: bytes, upTo: limits.actorBytes) else { return false }
        }
        if line.has(.role) {
            record.flags.insert(.hasRole)
            guard isName(memory[.role], of: bytes, upTo: limits.actorBytes) else { return false }
        }
        if line.has(.evidence) {
            record.flags.insert(.hasEvidence)
            guard SHA256Digest.isHex(bytes.extracting(memory[.evidence].text)) else {
                return false
            }
        }
        if line.has(.dataschema) {
            record.flags.insert(.namesSchema)
            let name = bytes.extracting(memory[.dataschema].text)
            guard name.hasSameBytes(as: memory.form.schema.urn.utf8Span.span) else { return false }
        }
        if line.has(.datacontenttype) {
            record.flags.insert(.namesContentType)
            let type = bytes.extracting(memory[.datacontenttype].text)
            guard type.hasSameBytes(as: "application/json".utf8Span.span) else { return false }
        }
        if line.has(.recordedtime) {
            guard let instant = Instant(parsingUTC: bytes.extracting(memory[.recordedtime].text))
            else { return false }
            record.recordedAt = instant.millisecondsSince1970
        }
        record.sequence = line.sequence ?? 0
        record.claimsSequence = line.sequence != nil
        return true
    }

    @inline(__always)
    private static func isName(
        _ member: PlainMemory.Member,
        of bytes: Span<UInt8>,
        upTo limit: Int
    ) -> Bool {
        let count = member.text.count
        guard count > 0, count <= limit else { return false }
        return member.isPrintable || isName(bytes.extracting(member.text))
    }

    @inline(never)
    private static func isName(_ text: Span<UInt8>) -> Bool {
        text.isUTF8 && EnvelopeRules.name(text, upTo: text.count, field: "") == nil
    }
}
