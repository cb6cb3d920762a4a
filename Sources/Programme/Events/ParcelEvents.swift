package import EventModel

/// Facts about parcels on their way.
package enum ParcelEvents {
    /// `parcel.accepted`: a parcel was accepted.
    package static let accepted = EventSchema(
        "parcel.accepted",
        chinese: "收寄",
        summary: "A parcel was accepted; the newest fact holds.",
        source: "六(三); 七(二)2",
        fields: [
            SchemaField(
                "parcel",
                .identifier,
                storage: .key,
                chinese: "运单号",
                summary: "Id of the parcel."
            ),
            SchemaField(
                "direction",
                TradeDirection.fieldKind,
                chinese: "方向",
                summary: "Upstream or downstream."
            ),
            SchemaField(
                "origin",
                .identifier,
                chinese: "始发地",
                summary: "Division code where it starts, or a name if the place has none here."
            ),
            SchemaField(
                "destination",
                .identifier,
                chinese: "目的地",
                summary: "Division code where it goes, or a name if the place has none here."
            ),
            SchemaField(
                "carrier",
                .string(maximumBytes: 1_024),
                required: false,
                storage: .name,
                chinese: "承运企业",
                summary: "Who carries it."
            ),
        ]
    )

    /// `parcel.scanned`: a parcel was scanned at a node of the network.
    package static let scanned = EventSchema(
        "parcel.scanned",
        chinese: "扫描",
        summary: "A parcel was scanned at a node of the network.",
        source: "六(三); 七(二)2",
        fields: [
            SchemaField(
                "parcel",
                .identifier,
                storage: .key,
                chinese: "运单号",
                summary: "Id of the parcel."
            ),
            SchemaField(
                "node",
                .identifier,
                chinese: "节点",
                summary: "Id of the station or hub; a scan belongs to the outlet with that id."
            ),
            SchemaField(
                "nodeLevel",
                NodeLevel.fieldKind,
                chinese: "节点级别",
                summary: "Level of the node."
            ),
            SchemaField("county", .region, chinese: "县(区)", summary: "County of the node."),
            SchemaField(
                "kind",
                ScanKind.fieldKind,
                chinese: "扫描类型",
                summary: "Arrived, departed, delivered or returned."
            ),
        ]
    )
}
