package import EventModel

/// Facts about training sessions and who came.
package enum TrainingEvents {
    /// `training.sessionHeld`: a session was held.
    package static let sessionHeld = EventSchema(
        "training.sessionHeld",
        chinese: "举办培训",
        summary: "A session was held; the newest fact holds.",
        source: "七(一); 附1",
        fields: [
            SchemaField(
                "session",
                .identifier,
                storage: .key,
                chinese: "培训场次",
                summary: "Id of the session."
            ),
            SchemaField("county", .region, chinese: "县(区)", summary: "County where it was held."),
            SchemaField(
                "audience",
                .string(maximumBytes: 1_024),
                storage: .name,
                chinese: "培训对象",
                summary: "For whom."
            ),
            SchemaField(
                "mode",
                TrainingMode.fieldKind,
                chinese: "方式",
                summary: "Offline or online."
            ),
            SchemaField("hours", .integer(minimum: 0), chinese: "课时", summary: "Class hours."),
            SchemaField(
                "topic",
                .string(maximumBytes: 1_024),
                chinese: "主题",
                summary: "What about."
            ),
            SchemaField(
                "fundSource",
                FundSource.fieldKind,
                required: false,
                chinese: "资金来源",
                summary: "Whose money paid it."
            ),
        ]
    )

    /// `training.attended`: a person attended a session.
    package static let attended = EventSchema(
        "training.attended",
        chinese: "参加培训",
        summary: "A person attended a session.",
        source: "七(一); 附1",
        fields: [
            SchemaField(
                "session",
                .identifier,
                storage: .key,
                chinese: "培训场次",
                summary: "Id of the session."
            ),
            SchemaField(
                "person",
                .identifier,
                storage: .key,
                chinese: "学员",
                summary: "Pseudonym of the person."
            ),
            SchemaField(
                "category",
                .string(maximumBytes: 1_024),
                storage: .name,
                chinese: "学员类别",
                summary: "Kind of person."
            ),
        ]
    )
}
