package import EventModel

/// Facts about the register of poor villages.
package enum PovertyEvents {
    /// `village.povertyStatusSet`: a village has a standing in the register of poor villages from a day on.
    package static let povertyStatusSet = EventSchema(
        "village.povertyStatusSet",
        chinese: "村贫困状态确定",
        summary: "A village has a standing in the register of poor villages from a "
            + "day on.",
        source: "六(一); 七(二)1",
        fields: [
            SchemaField("village", .region, chinese: "村", summary: "Code of the village."),
            SchemaField(
                "status",
                PovertyStatus.fieldKind,
                chinese: "状态",
                summary: "Registered poor, delisted or none."
            ),
            SchemaField(
                "listVersion",
                .string(maximumBytes: 1_024),
                chinese: "名册版本",
                summary: "Edition of the list."
            ),
            SchemaField(
                "validFrom",
                .date,
                chinese: "生效日期",
                summary: "First day on which the standing holds, whatever the event's own date."
            ),
        ]
    )
}
