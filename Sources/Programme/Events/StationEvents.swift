package import EventModel

/// Facts about the life of an outlet: opening, pauses, operators, end.
package enum StationEvents {
    /// `station.opened`: an outlet opens.
    package static let opened = EventSchema(
        "station.opened",
        chinese: "站点开业",
        summary: "An outlet opens; if it is open already, only its level, region and "
            + "operator change.",
        source: "七(二)1; 八",
        fields: [
            SchemaField(
                "station",
                .identifier,
                chinese: "站点",
                summary: "Id of the outlet; parcel scans name it as their node."
            ),
            SchemaField(
                "level",
                StationLevel.fieldKind,
                chinese: "站点级别",
                summary: "Centre of the city or a county, township station or village point."
            ),
            SchemaField(
                "region",
                .region,
                chinese: "所在区划",
                summary: "Code of the division in which it stands."
            ),
            SchemaField("operator", .identifier, chinese: "经营主体", summary: "Id of the operator."),
            SchemaField(
                "host",
                .string(maximumBytes: 1_024),
                required: false,
                storage: .name,
                chinese: "依托单位",
                summary: "What it is attached to: post office, cooperative, village shop ..."
            ),
            SchemaField(
                "built",
                StationBuild.fieldKind,
                chinese: "建设方式",
                summary: "New building or refit."
            ),
            SchemaField(
                "funding",
                StationFunding.fieldKind,
                chinese: "资金来源",
                summary: "Whose money built it."
            ),
            SchemaField(
                "mofcomCode",
                .string(maximumBytes: 64),
                required: false,
                chinese: "商务部编码",
                summary: "Code of the outlet in the Ministry of Commerce's system."
            ),
        ]
    )

    /// `station.suspended`: an outlet is not open from this day on, until it is resumed.
    package static let suspended = EventSchema(
        "station.suspended",
        chinese: "站点暂停",
        summary: "An outlet is not open from this day on, until it is resumed.",
        source: "八",
        fields: [
            SchemaField(
                "station",
                .identifier,
                chinese: "站点",
                summary: "Id of the outlet; parcel scans name it as their node."
            ),
            SchemaField(
                "reason",
                .string(maximumBytes: 4_096),
                required: false,
                chinese: "原因",
                summary: "Why, in free words."
            ),
        ]
    )

    /// `station.resumed`: a suspended outlet is open again from this day on.
    package static let resumed = EventSchema(
        "station.resumed",
        chinese: "站点恢复",
        summary: "A suspended outlet is open again from this day on.",
        source: "八",
        fields: [
            SchemaField(
                "station",
                .identifier,
                chinese: "站点",
                summary: "Id of the outlet; parcel scans name it as their node."
            ),
            SchemaField(
                "reason",
                .string(maximumBytes: 4_096),
                required: false,
                chinese: "原因",
                summary: "Why, in free words."
            ),
        ]
    )

    /// `station.closed`: an outlet is closed from this day on.
    package static let closed = EventSchema(
        "station.closed",
        chinese: "站点关闭",
        summary: "An outlet is closed from this day on. Opening it again starts a "
            + "new life.",
        source: "八(四)",
        fields: [
            SchemaField(
                "station",
                .identifier,
                chinese: "站点",
                summary: "Id of the outlet; parcel scans name it as their node."
            ),
            SchemaField(
                "reason",
                ClosureReason.fieldKind,
                chinese: "原因",
                summary: "Kind of reason."
            ),
            SchemaField(
                "rule",
                .identifier,
                required: false,
                chinese: "依据规则",
                summary: "Rule on which the closing rests, such as R-EXIT-03."
            ),
        ]
    )

    /// `station.operatorChanged`: an outlet has another operator from this day on.
    package static let operatorChanged = EventSchema(
        "station.operatorChanged",
        chinese: "经营主体变更",
        summary: "An outlet has another operator from this day on; runs of the exit "
            + "rules start anew.",
        source: "八; 十",
        fields: [
            SchemaField(
                "station",
                .identifier,
                chinese: "站点",
                summary: "Id of the outlet; parcel scans name it as their node."
            ),
            SchemaField(
                "operator",
                .identifier,
                chinese: "新经营主体",
                summary: "Id of the new operator."
            ),
        ]
    )

    /// `station.exitRequested`: the operator asks to leave.
    package static let exitRequested = EventSchema(
        "station.exitRequested",
        chinese: "申请退出",
        summary: "The operator asks to leave.",
        source: "八(四)1",
        fields: [
            SchemaField(
                "station",
                .identifier,
                chinese: "站点",
                summary: "Id of the outlet; parcel scans name it as their node."
            ),
            SchemaField(
                "reason",
                .string(maximumBytes: 4_096),
                chinese: "原因",
                summary: "Why, in free words."
            ),
        ]
    )

    /// `station.agreementTerminated`: the agreement with the operator ends.
    package static let agreementTerminated = EventSchema(
        "station.agreementTerminated",
        chinese: "解除协议",
        summary: "The agreement with the operator ends.",
        source: "八(四)1",
        fields: [
            SchemaField(
                "station",
                .identifier,
                chinese: "站点",
                summary: "Id of the outlet; parcel scans name it as their node."
            ),
            SchemaField(
                "initiator",
                AgreementInitiator.fieldKind,
                chinese: "提出方",
                summary: "Who ended it."
            ),
            SchemaField(
                "rule",
                .identifier,
                required: false,
                chinese: "依据规则",
                summary: "Rule on which it rests, such as R-EXIT-01."
            ),
        ]
    )
}
