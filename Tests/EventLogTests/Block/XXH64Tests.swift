import EventLog
import Testing

@Suite("XXH64")
struct XXH64Tests {
    /// Figures of the reference implementation (`xxhsum -H1`, seed 0 unless named).
    @Test("Published values come out")
    func publishedValues() {
        #expect(XXH64.hash([]) == 0xEF46_DB37_51D8_E999)
        #expect(XXH64.hash(Array("a".utf8)) == 0xD24E_C4F1_A98C_6E5B)
        #expect(XXH64.hash(Array("abc".utf8)) == 0x44BC_2CF5_AD77_0999)
        #expect(
            XXH64.hash(
                Array("Call me Ishmael. Some years ago--never mind how long precisely-".utf8)
            )
                == 0x02A2_E854_70D6_FD96
        )
    }

    @Test("Seed and every byte matter")
    func everyByteMatters() {
        let bytes = (0..<100).map { UInt8($0) }
        let hash = XXH64.hash(bytes)
        #expect(XXH64.hash(bytes, seed: 1) != hash)
        for index in bytes.indices {
            var changed = bytes
            changed[index] ^= 1
            #expect(XXH64.hash(changed) != hash)
        }
    }
}
