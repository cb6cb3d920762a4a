import EventModel
import Zstd

/// The buffers of a decoder of full events, which are kept from frame to frame and from block to block.
struct DecodingMemory {
    /// The frame's events, their values and, behind the block's texts, their texts.
    var records: [PackedEvent] = []
    var values: [PackedValue] = []
    var pool = BytePool()

    // By row of the frame.
    var recorded: [Int64] = []
    var subjectCodes: [Int32] = []
    /// Index of the event's partition.
    var partitions: [UInt16] = []
    var instants: [Int64] = []
    /// Index of the event's first value.
    var firstValues: [Int32] = []

    /// Rows of the frame by partition, see ``PartitionRows/targets``.
    var targets: [Int32] = []
    /// ``firstValues`` of the rows in ``targets``.
    var valueStarts: [Int32] = []
    var partitionRows: [PartitionRows] = []

    /// A partition's rows in a frame.
    struct PartitionRows {
        /// Rows of the partition.
        var rows: Range<Int>
        /// Their places in ``DecodingMemory/targets``.
        var targets: Range<Int>
    }

    /// One partition's column at hand.
    var integers: [Int64] = []
    var ordinals: [UInt32] = []
}

/// What is decoded once in a block.
struct BlockTexts {
    /// The block's streams.
    var subjects = FrontCodedDictionary.Decoded(places: [], isOrderly: true)
    /// The parts of ``subjects`` behind their first `/`; empty until somebody asks.
    var subjectKeys: [PackedRange?] = []
    /// Dictionaries of key columns by partition and field.
    var keys: [Int: [PackedRange]] = [:]
    /// Bytes of the pool that are the block's and not a frame's.
    var byteCount = 0
}

/// Decodes frames of blocks, one after the other, into one piece of memory.
///
/// Used on one thread, by one ``BlockContents`` at a time.
final class FrameDecoder {
    /// The memory, while no decoding is under way.
    private var memory = DecodingMemory()
    /// The last frame's events, whose buffers the next one takes over if nobody has kept them.
    private var lent = PackedEvents()
    private var decompressor: ZstdDecompressor?
    private var plans: [TypePlan?] = []
    /// What stands for the block whose texts are in the memory.
    var owner: AnyObject?

    /// Takes the memory for decoding; it is given back with ``finish(_:)`` or ``giveUp(_:)``.
    func begin(keeping byteCount: Int) -> DecodingMemory {
        var taken = DecodingMemory()
        swap(&taken, &memory)
        let buffers = lent.takeBuffers()
        taken.records = buffers.records
        taken.values = buffers.values
        taken.pool.giveBack(buffers.bytes, count: byteCount)
        return taken
    }

    /// Gives the memory back with nothing decoded.
    func giveUp(_ memory: consuming DecodingMemory) {
        var memory = memory
        lent = PackedEvents(records: [], values: [], bytes: memory.pool.takeBytes())
        self.memory = memory
    }

    /// Gives the memory back with a frame decoded.
    ///
    /// - Returns: The frame's events; whoever keeps them makes the next frame take memory of its own.
    func finish(_ memory: consuming DecodingMemory) -> PackedEvents {
        var memory = memory
        var (records, values): ([PackedEvent], [PackedValue]) = ([], [])
        swap(&records, &memory.records)
        swap(&values, &memory.values)
        lent = PackedEvents(records: records, values: values, bytes: memory.pool.takeBytes())
        self.memory = memory
        return lent
    }

    /// The decompressor, made at first use.
    func zstd(position: UInt64) throws(DamageError) -> ZstdDecompressor {
        if let decompressor { return decompressor }
        do throws(ZstdError) {
            let made = try ZstdDecompressor()
            decompressor = made
            return made
        } catch {
            throw DamageError(part: "cold", position: position, detail: "\(error)")
        }
    }

    /// How values of a type are decoded, looked up once.
    func plan(ofType ordinal: UInt16, _ tables: LedgerTables) -> TypePlan {
        while plans.count <= Int(ordinal) { plans.append(nil) }
        if let known = plans[Int(ordinal)] { return known }
        let plan = TypePlan(ordinal, tables.schema(at: ordinal))
        plans[Int(ordinal)] = plan
        return plan
    }
}

/// How the values of a type are decoded.
final class TypePlan {
    /// A field of the type.
    struct Field {
        let storage: FieldStorage
        /// What a stored integer may be.
        let integers: ClosedRange<Int64>?
    }

    let typeOrdinal: UInt16
    let schema: EventSchema
    let fields: [Field]
    /// Indices of the fields whose values stand in the cold part.
    let textFields: [Int]

    init(_ ordinal: UInt16, _ schema: EventSchema) {
        typeOrdinal = ordinal
        self.schema = schema
        fields = schema.fields.map {
            Field(storage: $0.storage, integers: $0.kind.storedIntegers)
        }
        textFields = schema.fields.indices.filter { schema.fields[$0].storage == .text }
    }
}
