package import EventModel

/// Facts about administrative divisions.
package enum RegionEvents {
    /// `region.declared`: a division exists from a day on.
    package static let declared = EventSchema(
        "region.declared",
        chinese: "区划设立",
        summary: "A division exists from a day on. A code may be declared anew: the "
            + "newest declaration holds.",
        source: "四; domain §5",
        fields: [
            SchemaField(
                "code",
                .region,
                chinese: "区划代码",
                summary: "12-digit code of the division."
            ),
            SchemaField(
                "name",
                .string(maximumBytes: 1_024),
                storage: .name,
                chinese: "名称",
                summary: "Name in Chinese."
            ),
            SchemaField(
                "level",
                RegionLevel.fieldKind,
                chinese: "级别",
                summary: "City, county, township or village."
            ),
            SchemaField(
                "parent",
                .region,
                required: false,
                chinese: "上级区划",
                summary: "Code of the division above; absent for the top one."
            ),
            SchemaField(
                "kind",
                RegionKind.fieldKind,
                chinese: "类型",
                summary: "Kind of division; coverage takes its denominators by kind."
            ),
            SchemaField(
                "validFrom",
                .date,
                chinese: "生效日期",
                summary: "First day on which the declaration holds, whatever the event's own "
                    + "date."
            ),
        ]
    )

    /// `region.renamed`: a division bears another name from a day on.
    package static let renamed = EventSchema(
        "region.renamed",
        chinese: "区划更名",
        summary: "A division bears another name from a day on; its code stays.",
        source: "domain §5",
        fields: [
            SchemaField(
                "code",
                .region,
                chinese: "区划代码",
                summary: "12-digit code of the division."
            ),
            SchemaField(
                "name",
                .string(maximumBytes: 1_024),
                storage: .name,
                chinese: "新名称",
                summary: "New name in Chinese."
            ),
            SchemaField("validFrom", .date, chinese: "生效日期", summary: "First day of the new name."),
        ]
    )

    /// `region.retired`: a division is no longer valid from a day on.
    package static let retired = EventSchema(
        "region.retired",
        chinese: "区划撤销",
        summary: "A division is no longer valid from a day on.",
        source: "domain §5",
        fields: [
            SchemaField(
                "code",
                .region,
                chinese: "区划代码",
                summary: "12-digit code of the division."
            ),
            SchemaField(
                "retiredOn",
                .date,
                chinese: "撤销日期",
                summary: "First day on which the division is no longer valid."
            ),
        ]
    )

    /// `region.demonstrationClassSet`: a county takes part in the programme, as national or municipal.
    package static let demonstrationClassSet = EventSchema(
        "region.demonstrationClassSet",
        chinese: "示范县类别确定",
        summary: "A county takes part in the programme, as national or municipal; "
            + "counts from the event's business date.",
        source: "四",
        fields: [
            SchemaField("county", .region, chinese: "县(区)", summary: "Code of the county."),
            SchemaField(
                "class",
                DemonstrationClass.fieldKind,
                chinese: "类别",
                summary: "National or municipal."
            ),
            SchemaField(
                "batchYear",
                .integer(minimum: 1),
                chinese: "批次年份",
                summary: "Year of the batch, such as 2018."
            ),
        ]
    )
}
