/// A row of the table `voids`: the relations of one voiding or correcting event.
///
/// Body: count (u8), then per relation kind (u8, see ``VoidGraph/Kind``) and target position (u64).
enum VoidRow {
    /// Encodes the relations of the event at `killer`.
    static func encode(_ relations: [VoidGraph.Relation], of killer: UInt64) -> [UInt8] {
        TableRow.encode(.voids, key: killer) { writer in
            writer.append(UInt8(relations.count))
            for relation in relations {
                writer.append(relation.kind.rawValue)
                writer.append(relation.target)
            }
        }
    }

    /// Decodes the relations of the event at `killer`.
    static func relations(
        _ row: RawSpan,
        of killer: UInt64
    ) throws(DamageError) -> [VoidGraph.Relation] {
        try TableRow.decode(
            .voids,
            key: killer,
            row
        ) { reader throws(DamageError) -> [VoidGraph.Relation] in
            var relations: [VoidGraph.Relation] = []
            for _ in 0..<(try reader.integer(UInt8.self)) {
                guard let kind = VoidGraph.Kind(rawValue: try reader.integer(UInt8.self)) else {
                    throw reader.damage("unknown kind of relation")
                }
                let target = try reader.integer(UInt64.self)
                guard target < killer else { throw reader.damage("a target after its void") }
                relations.append(VoidGraph.Relation(killer: killer, target: target, kind: kind))
            }
            return relations
        }
    }
}
