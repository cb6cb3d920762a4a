/// The core type `subject.erased`: the key of a subject's personal fields was destroyed.
///
/// Its stream is that of the subject. What was sealed with the key stays in the record as ciphertext, so that no
/// digest and no proof changes, and can never be read again.
package let subjectErased = EventSchema(
    "subject.erased",
    chinese: "删除个人信息",
    summary: """
        The key that sealed the subject's personal fields was destroyed; their ciphertext stays and can never be \
        read again. It cannot be taken back.
        """,
    source: "个人信息保护法 art. 47",
    fields: [
        SchemaField(
            "subject",
            .string(maximumBytes: EventLimits.standard.subjectBytes),
            chinese: "对象",
            summary: "Stream of the person or household whose fields were sealed."
        ),
        SchemaField(
            "authority",
            .string(maximumBytes: 1_024),
            chinese: "批准机关",
            summary: "Who ordered it."
        ),
        SchemaField(
            "reason",
            .string(maximumBytes: 4_096),
            required: false,
            chinese: "原因",
            summary: "Why."
        ),
    ]
)
