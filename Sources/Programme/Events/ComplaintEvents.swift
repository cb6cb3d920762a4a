package import EventModel

/// Facts about complaints against outlets and their staff.
package enum ComplaintEvents {
    /// `complaint.filed`: a complaint was filed against an outlet.
    package static let filed = EventSchema(
        "complaint.filed",
        chinese: "收到投诉",
        summary: "A complaint was filed against an outlet; counts in the quarter of "
            + "filing.",
        source: "八(四)5",
        fields: [
            SchemaField("complaint", .identifier, chinese: "投诉编号", summary: "Id of the complaint."),
            SchemaField(
                "station",
                .identifier,
                chinese: "站点",
                summary: "Id of the outlet complained about."
            ),
            SchemaField(
                "person",
                .identifier,
                required: false,
                chinese: "服务人员",
                summary: "Pseudonym of the person complained about, if one is named."
            ),
            SchemaField(
                "channel",
                .string(maximumBytes: 1_024),
                storage: .name,
                chinese: "投诉渠道",
                summary: "How it came in."
            ),
            SchemaField(
                "category",
                .string(maximumBytes: 1_024),
                storage: .name,
                chinese: "类别",
                summary: "What it is about."
            ),
        ]
    )

    /// `complaint.upheld`: a complaint was found justified.
    package static let upheld = EventSchema(
        "complaint.upheld",
        chinese: "投诉成立",
        summary: "A complaint was found justified.",
        source: "八(四)5",
        fields: [
            SchemaField("complaint", .identifier, chinese: "投诉编号", summary: "Id of the complaint."),
            SchemaField(
                "reason",
                .string(maximumBytes: 4_096),
                required: false,
                chinese: "理由",
                summary: "Why, in free words."
            ),
        ]
    )

    /// `complaint.dismissed`: a complaint was found unjustified and does not count.
    package static let dismissed = EventSchema(
        "complaint.dismissed",
        chinese: "投诉不成立",
        summary: "A complaint was found unjustified and does not count.",
        source: "八(四)5",
        fields: [
            SchemaField("complaint", .identifier, chinese: "投诉编号", summary: "Id of the complaint."),
            SchemaField(
                "reason",
                .string(maximumBytes: 4_096),
                required: false,
                chinese: "理由",
                summary: "Why, in free words."
            ),
        ]
    )

    /// `complaint.resolved`: a complaint was settled.
    package static let resolved = EventSchema(
        "complaint.resolved",
        chinese: "投诉办结",
        summary: "A complaint was settled; changes no count.",
        source: "八(四)5",
        fields: [
            SchemaField("complaint", .identifier, chinese: "投诉编号", summary: "Id of the complaint."),
            SchemaField(
                "reason",
                .string(maximumBytes: 4_096),
                required: false,
                chinese: "说明",
                summary: "How, in free words."
            ),
        ]
    )

    /// `complaint.merged`: a complaint is part of another one and does not count from this day on.
    package static let merged = EventSchema(
        "complaint.merged",
        chinese: "投诉合并",
        summary: "A complaint is part of another one and does not count from this "
            + "day on.",
        source: "八(四)5",
        fields: [
            SchemaField("complaint", .identifier, chinese: "投诉编号", summary: "Id of the complaint."),
            SchemaField(
                "into",
                .identifier,
                chinese: "并入投诉",
                summary: "Id of the complaint that it is part of."
            ),
        ]
    )
}
