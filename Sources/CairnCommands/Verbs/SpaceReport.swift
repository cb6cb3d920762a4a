import Answers
import EventLog
import EventModel

/// What `cairn status --space` prints.
struct SpaceReport {
    private let space: LogSpace

    init(_ space: LogSpace) { self.space = space }

    /// One object on one line.
    func json(ledger path: String) -> String {
        func sizes(_ items: [(name: String, bytes: UInt64)]) -> String {
            JSONText.array(
                items.map {
                    JSONText.object([
                        ("part", JSONText.string($0.name)), ("bytes", String($0.bytes)),
                    ])
                }
            )
        }
        return JSONText.object([
            ("ledger", JSONText.string(path)), ("treeSize", String(space.eventCount)),
            ("tailEvents", String(space.tailEventCount)), ("bytes", String(space.byteCount)),
            ("parts", sizes(space.parts.map { ($0.name, $0.byteCount) })),
            ("sharedInBlocks", sizes(space.shared.map { ($0.name, $0.byteCount) })),
            (
                "types",
                JSONText.array(
                    space.types.map { type in
                        JSONText.object([
                            ("type", JSONText.string(type.type)),
                            ("version", String(type.version)),
                            ("sealedEvents", String(type.eventCount)),
                            ("hotBytes", String(type.hotBytes)),
                            ("coldBytes", String(type.coldBytes)),
                        ])
                    }
                )
            ),
        ])
    }

    /// Tables for people.
    func lines() -> [String] {
        var parts = TextTable(columns: [
            .init(Phrase(zh: "部分", en: "part").spoken),
            .init(Phrase(zh: "字节", en: "bytes").spoken, .right),
            .init(Phrase(zh: "每条", en: "an event").spoken, .right),
            .init("%", .right),
        ])
        let all = ("all", space.byteCount)
        for (name, bytes) in space.parts.map({ ($0.name, $0.byteCount) }) + [all] {
            parts.append([
                .init(Self.title(ofPart: name)), .init(Terminal.grouped(bytes)),
                .init(Self.tenths(bytes, of: space.eventCount)),
                .init(Self.tenths(bytes * 100, of: space.byteCount)),
            ])
        }
        let heading = Phrase(
            zh: "已封存的块内(hot 按列精确计算;cold 按压缩前字节数分摊):",
            en: "In sealed blocks (hot counted column by column; cold shared out by bytes before "
                + "compression):"
        )
        return parts.lines(colour: Terminal.allowsColour) + ["", heading.spoken] + typeLines()
    }

    private func typeLines() -> [String] {
        guard !space.types.isEmpty else { return [] }
        var table = TextTable(columns: [
            .init(Phrase(zh: "类型", en: "type").spoken),
            .init(Phrase(zh: "版本", en: "version").spoken, .right),
            .init(Phrase(zh: "事件", en: "events").spoken, .right),
            .init("hot", .right), .init("cold", .right),
            .init(Phrase(zh: "每条", en: "an event").spoken, .right),
        ])
        for type in space.types.sorted(by: {
            $0.hotBytes + $0.coldBytes > $1.hotBytes + $1.coldBytes
        }) {
            table.append([
                .init(type.type), .init("\(type.version)"),
                .init(Terminal.grouped(type.eventCount)), .init(Terminal.grouped(type.hotBytes)),
                .init(Terminal.grouped(type.coldBytes)),
                .init(Self.tenths(type.hotBytes + type.coldBytes, of: type.eventCount)),
            ])
        }
        let sealedCount = space.eventCount - space.tailEventCount
        for share in space.shared {
            let isHot = share.name == "hot" || share.name == "streams"
            let bytes = Terminal.grouped(share.byteCount)
            table.append([
                .init(Self.title(ofShare: share.name)), .init(""),
                .init(Terminal.grouped(sealedCount)), .init(isHot ? bytes : ""),
                .init(isHot ? "" : bytes), .init(Self.tenths(share.byteCount, of: sealedCount)),
            ])
        }
        return table.lines(colour: Terminal.allowsColour)
    }

    private static func title(ofPart name: String) -> String {
        switch name {
        case "hot": Phrase(zh: "热列(hot)", en: "hot columns").spoken
        case "streams": Phrase(zh: "流与键(streams)", en: "streams and keys").spoken
        case "cold": Phrase(zh: "冷数据(cold)", en: "cold frames").spoken
        case "tail": Phrase(zh: "尾部", en: "tail").spoken
        case "names": Phrase(zh: "名称", en: "names").spoken
        case "sources": Phrase(zh: "来源", en: "sources").spoken
        case "types": Phrase(zh: "类型定义", en: "type definitions").spoken
        case "voids": Phrase(zh: "作废关系", en: "voids").spoken
        case "meta": Phrase(zh: "账本信息", en: "the ledger itself").spoken
        case "engine": Phrase(zh: "存储引擎", en: "storage engine").spoken
        case "free": Phrase(zh: "空闲页", en: "free pages").spoken
        case "snapshots": Phrase(zh: "快照", en: "snapshots").spoken
        case "all": Phrase(zh: "合计", en: "all").spoken
        default: name
        }
    }

    private static func title(ofShare name: String) -> String {
        switch name {
        case "hot": Phrase(zh: "记录时间与块头", en: "recorded times, headers").spoken
        case "streams": Phrase(zh: "流、键、来源", en: "streams, keys, sources").spoken
        case "ids": Phrase(zh: "编号", en: "ids").spoken
        case "cold": Phrase(zh: "帧目录", en: "frame directories").spoken
        default: name
        }
    }

    /// A quotient to a tenth, rounded down; 0 of nothing.
    private static func tenths(_ count: UInt64, of whole: UInt64) -> String {
        let tenths = count * 10 / max(1, whole)
        return "\(tenths / 10).\(tenths % 10)"
    }
}
