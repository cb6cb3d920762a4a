/// The documentation page of a set of event types: a table of contents, then every type with its fields.
///
/// Made from the definitions alone, so that it cannot say anything else than the door does.
package enum SchemaPage {
    /// The page in Markdown, Chinese and English.
    ///
    /// - Parameter schemas: Types in the order in which the page shows them; each version once.
    /// - Returns: Text that ends in a line break; the same definitions give the same text.
    package static func markdown(of schemas: [EventSchema]) -> String {
        var lines = [
            "# 事件类型 · Event types",
            "",
            "由程序中的定义生成(`CAIRN_RECORD=1 swift test --filter SchemaFileTests`);请勿手工修改。",
            "Generated from the definitions in the program; a test fails when this page or a schema file drifts.",
            "",
            "表中字段属于事件的 `data`;信封(`id`、`source`、`type`、`subject`、`time` 等)为 CloudEvents 1.0。"
                + "金额单位为分,日期为北京时间的业务日期,编号不超过 64 字节。",
            "The tables list what stands in an event's `data`; the envelope around it is CloudEvents 1.0. Amounts "
                + "are in fen (1 yuan = 100 fen), dates are business dates in Asia/Shanghai. No member beyond the "
                + "listed ones is accepted.",
            "",
            "| 类型 Type | 名称 Name | 版本 Version | JSON Schema |",
            "|---|---|---|---|",
        ]
        for schema in schemas {
            lines.append(
                "| [`\(schema.type)`](#\(anchor(of: schema))) | \(schema.titleChinese) "
                    + "| \(schema.version) | [\(fileName(of: schema))](\(fileName(of: schema))) |"
            )
        }
        for schema in schemas {
            lines.append("")
            lines.append("<a id=\"\(anchor(of: schema))\"></a>")
            lines.append("")
            // The type's own page, one level down.
            let page = schema.documentation().split(
                separator: "\n",
                omittingEmptySubsequences: false
            )
            lines += page.dropLast().map { $0.hasPrefix("#") ? "#\($0)" : String($0) }
        }
        return lines.joined(separator: "\n") + "\n"
    }

    /// Name of a type's schema file: `parcel.scanned.v1.json`.
    package static func fileName(of schema: EventSchema) -> String {
        "\(schema.type).v\(schema.version).json"
    }

    private static func anchor(of schema: EventSchema) -> String {
        "\(schema.type).v\(schema.version)"
    }
}
