/// Where a sealed value stands: a value that is moved to another event, field or person does not open.
package struct SealingContext: Hashable, Sendable {
    /// Stream whose key seals it.
    package let subject: String
    /// Source of the event.
    package let source: String
    /// Id of the event within its source.
    package let id: String
    /// The event's type.
    package let type: String
    /// The field of its `data`.
    package let field: String

    /// Names a place.
    package init(subject: String, source: String, id: String, type: String, field: String) {
        self.subject = subject
        self.source = source
        self.id = id
        self.type = type
        self.field = field
    }

    /// The place as the bytes that the seal authenticates: each part behind its length.
    var bytes: [UInt8] {
        var bytes = Array("cairn-sealed/1".utf8)
        for part in [subject, source, id, type, field] {
            let length = UInt32(clamping: part.utf8.count)
            for shift in [24, 16, 8, 0] as [UInt32] {
                bytes.append(UInt8(truncatingIfNeeded: length >> shift))
            }
            bytes += part.utf8
        }
        return bytes
    }
}
