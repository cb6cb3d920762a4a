package import EventModel

/// Facts about persons and households, the only events with personal fields.
///
/// These are sealed with the key of the event's stream (`person/…`, `household/…`) and can be erased. All other
/// events name persons and households by pseudonym.
package enum PersonEvents {
    /// `person.registered`: who stands behind a person's pseudonym.
    package static let registered = EventSchema(
        "person.registered",
        chinese: "登记人员",
        summary: """
            Who stands behind a person's pseudonym, in personal fields that are sealed with the key of the stream; the \
            newest fact holds.
            """,
        source: "七(二)3; 个人信息保护法",
        fields: [
            SchemaField(
                "person",
                .identifier,
                storage: .key,
                chinese: "人员",
                summary: "Pseudonym of the person."
            ),
            SchemaField(
                "name",
                .sealed,
                required: false,
                chinese: "姓名",
                summary: "Name; sealed."
            ),
            SchemaField(
                "idNumber",
                .sealed,
                required: false,
                chinese: "公民身份号码",
                summary: "Citizen identification number (GB 11643); sealed."
            ),
            SchemaField(
                "phone",
                .sealed,
                required: false,
                chinese: "电话",
                summary: "Telephone number; sealed."
            ),
            SchemaField(
                "category",
                .string(maximumBytes: 1_024),
                required: false,
                storage: .name,
                chinese: "人员类别",
                summary: "Kind of person, such as that of training."
            ),
        ]
    )

    /// `household.registered`: who stands behind a household's pseudonym, and where it lives.
    package static let householdRegistered = EventSchema(
        "household.registered",
        chinese: "登记农户",
        summary: """
            A household by its pseudonym, with its village; who heads it is sealed with the key of the stream. The newest \
            fact holds.
            """,
        source: "七(二)1; 表6; 个人信息保护法",
        fields: [
            SchemaField(
                "household",
                .identifier,
                storage: .key,
                chinese: "农户",
                summary: "Pseudonym of the household."
            ),
            SchemaField("village", .region, chinese: "村", summary: "Village where it lives."),
            SchemaField(
                "head",
                .sealed,
                required: false,
                chinese: "户主",
                summary: "Name of its head; sealed."
            ),
            SchemaField(
                "validFrom",
                .date,
                chinese: "生效日期",
                summary: "First day on which it is registered."
            ),
        ]
    )
}
