internal import CLMDB

/// How the keys of a table are compared and stored.
package enum TableKeyKind: Hashable, Sendable {
    /// Four bytes in the machine's byte order, compared as an unsigned number (`MDB_INTEGERKEY`).
    case unsigned32
    /// Eight bytes in the machine's byte order, compared as an unsigned number (`MDB_INTEGERKEY`).
    case unsigned64
    /// 1 to 511 bytes, compared as unsigned bytes, a prefix before what it begins.
    case bytes

    /// Bytes of every key, or nil if keys differ in length.
    var byteCount: Int? {
        switch self {
        case .unsigned32: 4
        case .unsigned64: 8
        case .bytes: nil
        }
    }

    var flags: UInt32 { self == .bytes ? 0 : UInt32(MDB_INTEGERKEY) }
}

/// A value that can be the key of a ``Table``: `UInt32`, `UInt64` or `[UInt8]`.
package protocol TableKey: Sendable {
    /// The kind of table that holds such keys.
    static var kind: TableKeyKind { get }

    /// Lends the stored form of the key.
    func withKeyBytes<Result>(_ body: (RawSpan) -> Result) -> Result

    /// Reads a stored key; nil if its length is not one that this kind of key has.
    ///
    /// - Parameter keyBytes: The stored form, which the engine may have placed at any address.
    init?(keyBytes: RawSpan)
}

extension TableKey {
    /// Bytes that compare as the keys do: a number's highest byte first.
    package var orderedBytes: [UInt8] {
        withKeyBytes { (Self.kind == .bytes ? KeyOrder.bytes : .numbers).ordered($0) }
    }
}

extension UInt32: TableKey {
    /// Four bytes, compared as a number.
    package static var kind: TableKeyKind { .unsigned32 }

    /// Lends the four bytes in the machine's order.
    package func withKeyBytes<Result>(_ body: (RawSpan) -> Result) -> Result {
        unsafe withUnsafeBytes(of: self) { bytes in unsafe body(RawSpan(_unsafeBytes: bytes)) }
    }

    /// Reads four bytes in the machine's order.
    package init?(keyBytes: RawSpan) {
        guard keyBytes.byteCount == 4 else { return nil }
        self = unsafe keyBytes.unsafeLoadUnaligned(as: UInt32.self)
    }
}

extension UInt64: TableKey {
    /// Eight bytes, compared as a number.
    package static var kind: TableKeyKind { .unsigned64 }

    /// Lends the eight bytes in the machine's order.
    package func withKeyBytes<Result>(_ body: (RawSpan) -> Result) -> Result {
        unsafe withUnsafeBytes(of: self) { bytes in unsafe body(RawSpan(_unsafeBytes: bytes)) }
    }

    /// Reads eight bytes in the machine's order.
    package init?(keyBytes: RawSpan) {
        guard keyBytes.byteCount == 8 else { return nil }
        self = unsafe keyBytes.unsafeLoadUnaligned(as: UInt64.self)
    }
}

extension [UInt8]: TableKey {
    /// Any 1 to 511 bytes.
    package static var kind: TableKeyKind { .bytes }

    /// Lends the bytes.
    package func withKeyBytes<Result>(_ body: (RawSpan) -> Result) -> Result {
        unsafe body(span.bytes)
    }

    /// Copies the bytes.
    package init?(keyBytes: RawSpan) {
        self = unsafe keyBytes.withUnsafeBytes { bytes in unsafe Array(bytes) }
    }
}
