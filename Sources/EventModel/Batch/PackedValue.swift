/// The value of one data field inside ``PackedEvents``: an integer, a place of text, or a name's index.
package struct PackedValue: Sendable {
    /// What the value is.
    package enum Kind: UInt8, Sendable {
        /// An optional field that the producer left out.
        case absent
        /// ``bits`` is the integer of ``FieldValue/integer(_:)``.
        case integer
        /// ``range`` is the text's place in the event's run of bytes.
        case text
        /// ``bits`` is an index: of a batch's names, or of the ledger's.
        case name
    }

    /// What the value is.
    package let kind: Kind
    /// Integer or index; of a text its place, see ``range``.
    package let bits: Int64

    /// Makes a value from its parts.
    @inlinable
    package init(kind: Kind, bits: Int64) {
        self.kind = kind
        self.bits = bits
    }

    /// A field without a value.
    @inlinable
    package static var absent: PackedValue { PackedValue(kind: .absent, bits: 0) }

    /// An integer.
    @inlinable
    package static func integer(_ value: Int64) -> PackedValue {
        PackedValue(kind: .integer, bits: value)
    }

    /// A name by its index.
    @inlinable
    package static func name(_ index: UInt32) -> PackedValue {
        PackedValue(kind: .name, bits: Int64(index))
    }

    /// A text by its place.
    @inlinable
    package static func text(_ range: PackedRange) -> PackedValue {
        PackedValue(kind: .text, bits: Int64(range.start) << 32 | Int64(range.count))
    }

    /// Place of a text.
    @inlinable
    package var range: PackedRange {
        PackedRange(
            start: UInt32(truncatingIfNeeded: bits >> 32),
            count: UInt32(truncatingIfNeeded: bits)
        )
    }
}

/// Where a text stands in its event's run of bytes.
package struct PackedRange: Hashable, Sendable {
    /// Offset of the first byte from the start of the run.
    package var start: UInt32
    /// Number of bytes.
    package var count: UInt32

    /// Makes a place from its parts.
    @inlinable
    package init(start: UInt32, count: UInt32) {
        self.start = start
        self.count = count
    }

    /// The place of an attribute that the event does not have.
    @inlinable
    package static var none: PackedRange { PackedRange(start: 0, count: 0) }
}
