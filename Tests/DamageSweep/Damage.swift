import ArgumentParser
import CairnTestSupport

/// A way to damage a file.
enum DamageKind: String, CaseIterable {
    /// The lowest bit of a byte.
    case lowBit = "low-bit"
    /// The highest bit of a byte.
    case highBit = "high-bit"
    /// All bits of a byte.
    case allBits = "all-bits"
    /// One more than it was: what a number is that counts one too many.
    case increment
    /// Each of the other six bits of a byte, for regions in which each bit means something.
    case otherBits = "other-bits"
    /// 512 bytes of zeros.
    case zeroSector = "zero-sector"
    /// 4,096 bytes of zeros.
    case zeroPage = "zero-page"
    /// Two pages in each other's place.
    case swapPages = "swap-pages"
    /// A page as it was in an older state of the file: a write that never reached the disk.
    case stalePage = "stale-page"
    /// The file cut off at the border of a page, or in the middle of one.
    case cut
    /// More pages at the end.
    case grown
    /// The whole file as it was in an older state.
    case olderFile = "older-file"

    static let allNames = allCases.map(\.rawValue).joined(separator: ",")

    static func named(_ name: String) throws -> DamageKind {
        guard let kind = DamageKind(rawValue: name) else {
            throw ValidationError("no damage is called \(name)")
        }
        return kind
    }
}

/// One damage of a file.
struct Damage {
    let number: Int
    let kind: DamageKind
    /// Where the bytes change.
    let offset: Int
    /// Which other page, or which older state, takes part; else 0.
    let other: Int
    /// What stands at the offset afterwards; for a cut, a growth and an older file, nothing.
    let patches: [(offset: Int, bytes: [UInt8])]
    /// The whole file instead, for damages that change its length.
    let whole: [UInt8]?

    static let pageBytes = 4_096

    var name: String { "#\(number) \(kind.rawValue) at \(offset)" + (other > 0 ? "/\(other)" : "") }

    /// Every damage of the kinds that changes something.
    static func all(kinds: [DamageKind], of file: [UInt8], older: [[UInt8]]) -> [Damage] {
        var damages: [Damage] = []
        func add(
            _ kind: DamageKind,
            _ offset: Int,
            _ other: Int = 0,
            patches: [(offset: Int, bytes: [UInt8])] = [],
            whole: [UInt8]? = nil
        ) {
            let isChange =
                whole.map { $0 != file }
                ?? patches.contains { file[$0.offset..<($0.offset + $0.bytes.count)] != $0.bytes[...] }
            guard isChange else { return }
            damages.append(
                Damage(
                    number: damages.count,
                    kind: kind,
                    offset: offset,
                    other: other,
                    patches: patches,
                    whole: whole
                )
            )
        }
        for kind in DamageKind.allCases where kinds.contains(kind) {
            switch kind {
            case .lowBit, .highBit, .allBits, .increment, .otherBits:
                for offset in file.indices {
                    for byte in kind.changes(of: file[offset]) {
                        add(kind, offset, patches: [(offset, [byte])])
                    }
                }
            case .zeroSector, .zeroPage:
                let size = kind == .zeroSector ? 512 : pageBytes
                for offset in stride(from: 0, to: file.count - size + 1, by: size) {
                    let zeros = [UInt8](repeating: 0, count: size)
                    add(kind, offset, patches: [(offset, zeros)])
                }
            case .swapPages:
                let pageCount = file.count / pageBytes
                for first in 0..<pageCount {
                    for second in (first + 1)..<max(pageCount, first + 1) {
                        let patches = [
                            (offset: first * pageBytes, bytes: page(second, of: file)),
                            (offset: second * pageBytes, bytes: page(first, of: file)),
                        ]
                        add(kind, first * pageBytes, second, patches: patches)
                    }
                }
            case .stalePage:
                for (state, old) in older.enumerated() {
                    for number in 0..<(min(old.count, file.count) / pageBytes) {
                        let patch = (number * pageBytes, page(number, of: old))
                        add(kind, number * pageBytes, state + 1, patches: [patch])
                    }
                }
            case .cut:
                let pages = Array(stride(from: 0, to: file.count, by: pageBytes))
                for length in pages + pages.map({ $0 + 100 }) {
                    add(kind, length, whole: Array(file.prefix(length)))
                }
            case .grown:
                for (index, byte) in [UInt8(0), 0x5A, 0xFF].enumerated() {
                    let more = [UInt8](repeating: byte, count: 3 * pageBytes)
                    add(kind, file.count, index, whole: file + more)
                }
                add(kind, file.count, 3, whole: file + [7])
            case .olderFile:
                for (state, old) in older.enumerated() { add(kind, 0, state + 1, whole: old) }
            }
        }
        return damages
    }

    private static func page(_ number: Int, of file: [UInt8]) -> [UInt8] {
        Array(file[(number * pageBytes)..<((number + 1) * pageBytes)])
    }

    /// So many of the damages, in order of their numbers.
    static func sample(_ count: Int, of damages: [Damage], seed: UInt64) -> [Damage] {
        var random = SplitMix64(seed: seed)
        return damages.shuffled(using: &random).prefix(count).sorted { $0.number < $1.number }
    }
}

extension DamageKind {
    /// The bytes that this kind makes of a byte.
    fileprivate func changes(of byte: UInt8) -> [UInt8] {
        switch self {
        case .lowBit: [byte ^ 0x01]
        case .highBit: [byte ^ 0x80]
        case .allBits: [byte ^ 0xFF]
        case .increment: [byte &+ 1]
        case .otherBits: (1...6).map { byte ^ 1 << UInt8($0) }
        default: []
        }
    }
}
