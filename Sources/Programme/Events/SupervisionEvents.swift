package import EventModel

/// Facts by which the authority supervises an outlet.
package enum SupervisionEvents {
    /// `station.targetSet`: an outlet has a target for a month.
    package static let targetSet = EventSchema(
        "station.targetSet",
        chinese: "下达业绩目标",
        summary: "An outlet has a target for a month; the newest holds.",
        source: "八(四)3",
        fields: [
            SchemaField(
                "station",
                .identifier,
                chinese: "站点",
                summary: "Id of the outlet; parcel scans name it as their node."
            ),
            SchemaField("month", .month, chinese: "月份", summary: "Calendar month of the target."),
            SchemaField(
                "metric",
                PerformanceMetric.fieldKind,
                chinese: "指标",
                summary: "What is counted."
            ),
            SchemaField(
                "target",
                .integer(minimum: 0),
                chinese: "目标值",
                summary: "Value to be reached; orders, fen or parcels."
            ),
        ]
    )

    /// `station.performanceRecorded`: what an outlet reached in a month.
    package static let performanceRecorded = EventSchema(
        "station.performanceRecorded",
        chinese: "登记业绩",
        summary: "What an outlet reached in a month; the newest holds.",
        source: "八(四)3",
        fields: [
            SchemaField(
                "station",
                .identifier,
                chinese: "站点",
                summary: "Id of the outlet; parcel scans name it as their node."
            ),
            SchemaField(
                "month",
                .month,
                chinese: "月份",
                summary: "Calendar month of the performance."
            ),
            SchemaField(
                "metric",
                PerformanceMetric.fieldKind,
                chinese: "指标",
                summary: "What is counted."
            ),
            SchemaField(
                "value",
                .integer(minimum: 0),
                chinese: "完成值",
                summary: "Value reached; orders, fen or parcels."
            ),
        ]
    )

    /// `station.reportSubmitted`: an outlet handed in its report for a month.
    package static let reportSubmitted = EventSchema(
        "station.reportSubmitted",
        chinese: "报送数据",
        summary: "An outlet handed in its report for a month.",
        source: "八(四)4",
        fields: [
            SchemaField(
                "station",
                .identifier,
                chinese: "站点",
                summary: "Id of the outlet; parcel scans name it as their node."
            ),
            SchemaField("month", .month, chinese: "月份", summary: "Calendar month reported on."),
            SchemaField(
                "contentHash",
                .digest,
                required: false,
                chinese: "内容摘要",
                summary: "SHA-256 of the report."
            ),
        ]
    )

    /// `station.inspected`: an inspection looked at the outlet's records.
    package static let inspected = EventSchema(
        "station.inspected",
        chinese: "巡查",
        summary: "An inspection looked at the outlet's records.",
        source: "八(四)4",
        fields: [
            SchemaField(
                "station",
                .identifier,
                chinese: "站点",
                summary: "Id of the outlet; parcel scans name it as their node."
            ),
            SchemaField(
                "ledgerCompliant",
                .boolean,
                chinese: "台账是否规范",
                summary: "Whether the records were in order."
            ),
            SchemaField(
                "findings",
                .strings,
                required: false,
                chinese: "发现问题",
                summary: "What was found, in free words."
            ),
            SchemaField(
                "inspector",
                .identifier,
                required: false,
                storage: .text,
                chinese: "巡查人",
                summary: "Who inspected, by a pseudonym."
            ),
        ]
    )

    /// `station.integrityBreachConfirmed`: the authority confirmed dishonest business.
    package static let integrityBreachConfirmed = EventSchema(
        "station.integrityBreachConfirmed",
        chinese: "不诚信行为认定",
        summary: "The authority confirmed dishonest business.",
        source: "八(四)2",
        fields: [
            SchemaField(
                "station",
                .identifier,
                chinese: "站点",
                summary: "Id of the outlet; parcel scans name it as their node."
            ),
            SchemaField(
                "description",
                .string(maximumBytes: 4_096),
                chinese: "情况说明",
                summary: "What happened, in free words."
            ),
            SchemaField(
                "authority",
                .string(maximumBytes: 1_024),
                chinese: "认定机关",
                summary: "Who confirmed it."
            ),
        ]
    )

    /// `exit.decisionTaken`: the authority decided on a ground for exit.
    package static let exitDecisionTaken = EventSchema(
        "exit.decisionTaken",
        chinese: "退出处理决定",
        summary: "The authority decided on a ground for exit.",
        source: "八(四)",
        fields: [
            SchemaField(
                "station",
                .identifier,
                chinese: "站点",
                summary: "Id of the outlet; parcel scans name it as their node."
            ),
            SchemaField(
                "rule",
                .identifier,
                chinese: "依据规则",
                summary: "Rule of the ground, such as R-EXIT-05."
            ),
            SchemaField(
                "decision",
                ExitDecision.fieldKind,
                chinese: "决定",
                summary: "Terminate, warn or dismiss."
            ),
            SchemaField(
                "authority",
                .string(maximumBytes: 1_024),
                chinese: "决定机关",
                summary: "Who decided."
            ),
        ]
    )
}
