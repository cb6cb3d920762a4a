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
    /// Some other value of a byte, a different one for each byte.
    case anyChange = "any-change"
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
    private(set) var number: Int
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
        for kind in DamageKind.allCases where kinds.contains(kind) {
            let made =
                switch kind {
                case .lowBit, .highBit, .allBits, .increment, .otherBits, .anyChange:
                    bytes(kind, of: file)
                case .zeroSector: zeros(kind, 512, in: file)
                case .zeroPage: zeros(kind, pageBytes, in: file)
                case .swapPages: swaps(of: file)
                case .stalePage: stalePages(of: file, older)
                case .cut: cuts(of: file)
                case .grown: growths(of: file)
                case .olderFile:
                    older.enumerated().map { state, old in
                        Damage(kind, 0, state + 1, whole: old)
                    }
                }
            for var damage in made where damage.isChange(of: file) {
                damage.number = damages.count
                damages.append(damage)
            }
        }
        return damages
    }

    private init(
        _ kind: DamageKind,
        _ offset: Int,
        _ other: Int = 0,
        patches: [(offset: Int, bytes: [UInt8])] = [],
        whole: [UInt8]? = nil
    ) {
        number = 0
        self.kind = kind
        self.offset = offset
        self.other = other
        self.patches = patches
        self.whole = whole
    }

    private func isChange(of file: [UInt8]) -> Bool {
        if let whole { return whole != file }
        return patches.contains { patch in
            file[patch.offset..<(patch.offset + patch.bytes.count)] != patch.bytes[...]
        }
    }

    private static func bytes(_ kind: DamageKind, of file: [UInt8]) -> [Damage] {
        file.indices.flatMap { offset in
            kind.changes(of: file[offset], at: offset).map { byte in
                Damage(kind, offset, patches: [(offset, [byte])])
            }
        }
    }

    private static func zeros(_ kind: DamageKind, _ size: Int, in file: [UInt8]) -> [Damage] {
        stride(from: 0, to: file.count - size + 1, by: size).map { offset in
            let zeros = [UInt8](repeating: 0, count: size)
            return Damage(kind, offset, patches: [(offset, zeros)])
        }
    }

    private static func swaps(of file: [UInt8]) -> [Damage] {
        let pages = 0..<(file.count / pageBytes)
        return pages.flatMap { first in
            pages[(first + 1)...].map { second in
                let patches = [
                    (offset: first * pageBytes, bytes: page(second, of: file)),
                    (offset: second * pageBytes, bytes: page(first, of: file)),
                ]
                return Damage(.swapPages, first * pageBytes, second, patches: patches)
            }
        }
    }

    private static func stalePages(of file: [UInt8], _ older: [[UInt8]]) -> [Damage] {
        older.enumerated().flatMap { state, old in
            (0..<(min(old.count, file.count) / pageBytes)).map { number in
                let patch = (number * pageBytes, page(number, of: old))
                return Damage(.stalePage, number * pageBytes, state + 1, patches: [patch])
            }
        }
    }

    private static func cuts(of file: [UInt8]) -> [Damage] {
        let pages = Array(stride(from: 0, to: file.count, by: pageBytes))
        return (pages + pages.map { $0 + 100 }).map { length in
            Damage(.cut, length, whole: Array(file.prefix(length)))
        }
    }

    private static func growths(of file: [UInt8]) -> [Damage] {
        let pages = [UInt8(0), 0x5A, 0xFF].enumerated().map { index, byte in
            let more = [UInt8](repeating: byte, count: 3 * pageBytes)
            return Damage(.grown, file.count, index, whole: file + more)
        }
        return pages + [Damage(.grown, file.count, pages.count, whole: file + [7])]
    }

    private static func page(_ number: Int, of file: [UInt8]) -> [UInt8] {
        Array(file[(number * pageBytes)..<((number + 1) * pageBytes)])
    }

    /// So many of the damages, in random order.
    static func sample(_ count: Int, of damages: [Damage], seed: UInt64) -> [Damage] {
        var random = SplitMix64(seed: seed)
        return damages.shuffled(using: &random).prefix(count).map { $0 }
    }
}

extension DamageKind {
    /// The bytes that this kind makes of a byte.
    fileprivate func changes(of byte: UInt8, at offset: Int) -> [UInt8] {
        switch self {
        case .anyChange:
            var random = SplitMix64(seed: UInt64(offset))
            return [byte ^ UInt8(1 + random.next() % 255)]

        case .lowBit: return [byte ^ 0x01]
        case .highBit: return [byte ^ 0x80]
        case .allBits: return [byte ^ 0xFF]
        case .increment: return [byte &+ 1]
        case .otherBits: return (1...6).map { byte ^ 1 << UInt8($0) }
        default: return []
        }
    }
}
