import Answers
import EventModel
import Importing
import Messages

/// Words of `cairn import`.
enum ImportTexts {
    static let discussion = Phrase(
        zh: """
            每批(--batch,默认 16,384 行)要么全部写入,要么完全不写。遇到有错误行的批次即停止并指出文件、行、
            字段、所见与可接受的写法;更正后重新运行同一命令即可,已写入的行会被识别为重复。--skip-bad 则把
            错误行原样收集到新文件。.zst 与 .gz 先整体校验再写入第一行;压缩的标准输入为此暂存到临时目录
            (TMPDIR,至多 16 GiB)。加 --json 时,每确认一批就在标准错误上写一行 JSON,其中的计数已落盘。

            区划名单(--regions)读取 code,name[,parent_code,level,year] 列,只为与账本不同之处生成事件:新增、
            更名、撤销。某级某县毫无不同时,照原样再次声明其第一个区划,表明名单已经核对;各年名单可按任意顺序
            导入。--programme shigatse-2018 一并写入日喀则 2018 批次的 3 个国家级和 4 个市级示范县。

            CSV 的列若以某事件类型的字段名或中文名称命名(见 cairn schema 类型),另有 id、subject、time 列
            (actor、role、evidence、corrects 可选),只需 --type 与 --source;单元格的写法与事件相同,列表各项以
            ; 分开。否则须用列映射。

            CSV 列映射(--map)是一个 JSON 文件:
              {"type": "trade.recorded", "source": "/imports/shop-2019",
               "id": "{order}-{line}", "subject": "order/{order}",
               "time": {"column": "date", "format": "yyyy-MM-dd HH:mm", "offset": "+08:00"},
               "constants": {"county": "540222000000", "online": true, …},
               "columns": {"order": "order", "line": "line", "product": "product",
                           "amount": {"field": "amountFen", "decimals": 2},
                           "way": {"field": "direction", "values": {"上行": "upstream"}},
                           "qty": "quantity"}}
            另有:"times": "列名" 与另一列精确相乘(单价×数量),"negate": true 取反,"grouping": ","
            去掉千分位,"separator" 分开列表,"delimiter" 为列分隔符,"values" 外的单元格拒收,
            {"attribute": "actor"} 写入信封,{#line} 为行号。空单元格不写该字段。
            """,
        en: """
            A batch (--batch, 16,384 rows) is written whole or not at all. The import stops at a batch with a
            refused row and names file, line, field, what was found and what is accepted; mend the row and run
            the same command again: rows already written are recognised as duplicates. With --skip-bad refused
            rows are collected in a new file instead. A .zst or .gz is checked to its end before the first row
            is written; compressed standard input is kept in the temporary folder (TMPDIR) meanwhile, up to
            16 GiB. With --json, standard error gets a JSON line after each
            acknowledged batch; what it counts is on the disk.

            Division lists (--regions) have the columns code,name[,parent_code,level,year]; only what differs
            from the ledger becomes events: declared, renamed, retired. Where nothing differs, the first
            division of a level and county is declared again as it is, so that the ledger knows that the list
            spoke; lists may come in any order. --programme shigatse-2018 adds the demonstration classes of
            the Shigatse batch of 2018 (3 national, 4 municipal counties).

            A CSV file whose columns bear the names or Chinese titles of a type's fields (cairn schema TYPE)
            needs --type and --source only, with columns id, subject and time (actor, role, evidence, corrects
            if wanted); cells are spelled as in events, items of a list stand between ; signs. Other files
            need a column map.

            A CSV column map (--map) is a JSON file:
              {"type": "trade.recorded", "source": "/imports/shop-2019",
               "id": "{order}-{line}", "subject": "order/{order}",
               "time": {"column": "date", "format": "yyyy-MM-dd HH:mm", "offset": "+08:00"},
               "constants": {"county": "540222000000", "online": true, …},
               "columns": {"order": "order", "line": "line", "product": "product",
                           "amount": {"field": "amountFen", "decimals": 2},
                           "way": {"field": "direction", "values": {"上行": "upstream"}},
                           "qty": "quantity"}}
            Also: "times": "column" multiplies exactly (price by quantity), "negate": true turns the sign,
            "grouping": "," stands between every three digits, "separator" cuts lists, "delimiter" stands between columns,
            {"attribute": "actor"} goes into the envelope, {#line} is the line number. An empty cell leaves
            its field out.
            """
    )

    static let examples: [(line: String, meaning: Phrase)] = [
        (
            "cairn import events.ndjson.zst",
            Phrase(zh: "导入压缩的事件文件", en: "a compressed file of events")
        ),
        (
            "zcat old.gz | cairn import -",
            Phrase(zh: "从标准输入导入", en: "from standard input")
        ),
        (
            "cairn import --restore-recorded-time history.ndjson",
            Phrase(zh: "恢复历史,保留原记录时间", en: "restore a history with its recorded times")
        ),
        (
            "cairn import --map shop.json shop.csv --skip-bad refused.csv",
            Phrase(zh: "按列映射导入 CSV", en: "a CSV file through a column map")
        ),
        (
            "cairn import --type parcel.scanned --source /imports/hub-1 scans.csv",
            Phrase(zh: "列名即字段名的 CSV", en: "a CSV file with the fields' names")
        ),
        (
            "cairn import --regions divisions.csv --valid-from 2016-07-31 --programme shigatse-2018",
            Phrase(zh: "导入区划名单和示范县", en: "divisions and demonstration counties")
        ),
        (
            "cairn import --regions towns.csv --year 2022 --valid-from 2022-10-31",
            Phrase(zh: "多年名单中的一年", en: "one year of a list of several")
        ),
    ]

    static let nothingToImport = Phrase(
        zh: "没有要导入的文件;请给出文件、- 或 --regions",
        en: "nothing to import: name files, -, or --regions"
    )

    static let typeAlone = Phrase(
        zh: "--type 与 --source 须一起给出,并列出文件,不与 --map 同用",
        en: "--type and --source go together, with files and without --map"
    )

    static func mapNeeded(_ file: String) -> CommandFailure.Message {
        FailureMessages.usage(
            Phrase(zh: "\(file) 是 CSV,需要列映射", en: "\(file) is CSV and needs a column map"),
            remedy: Phrase(
                zh: "请加 --map 映射.json 或 --type 与 --source(见 cairn import --help),区划名单请用 --regions",
                en:
                    "add --map MAP.json, or --type and --source (see cairn import --help), or --regions for a "
                    + "division list"
            )
        )
    }

    static func done(_ report: ImportReport, file: String) -> Phrase {
        let written = Terminal.grouped(report.writtenCount)
        let duplicates = Terminal.grouped(report.duplicateCount)
        let refused = Terminal.grouped(report.refusedCount)
        return Phrase(
            zh: "\(file):写入 \(written) 条,重复 \(duplicates) 条,拒收 \(refused) 行",
            en: "\(file): \(written) written, \(duplicates) duplicates, \(refused) refused"
        )
    }

    static func stopped(_ report: ImportReport, file: String) -> Phrase {
        let range = report.stoppedBatch ?? 0...0
        let isOne = range.count == 1
        let lines = isOne ? "\(range.lowerBound)" : "\(range.lowerBound)–\(range.upperBound)"
        let here = Phrase(
            zh: "在 \(file) 第 \(lines) 行的一批停止;该批未写入任何内容。",
            en:
                "stopped at the batch of line\(isOne ? "" : "s") \(lines) of \(file); nothing of it was written."
        )
        guard report.batchCount > 0 else { return here }
        let batches = Terminal.grouped(report.batchCount)
        let written = Terminal.grouped(report.writtenCount)
        return Phrase(
            zh: here.zh + "此前已写入 \(batches) 批共 \(written) 条新事件。",
            en: here.en + " Before it, \(batches) batches with \(written) new events were."
        )
    }

    static func writtenBefore(_ report: ImportReport, file: String) -> Phrase {
        let batches = Terminal.grouped(report.batchCount)
        let written = Terminal.grouped(report.writtenCount)
        return Phrase(
            zh: "\(file):此前已写入 \(batches) 批共 \(written) 条新事件,保持完好",
            en:
                "\(file): before that, \(batches) batches with \(written) new events were written and stay"
        )
    }

    static func skipBadIsSource(_ path: String) -> Phrase {
        Phrase(
            zh: "--skip-bad 的文件 \(path) 正是要导入的文件;请另取一名",
            en:
                "--skip-bad names \(path), which is to be imported: choose another name"
        )
    }

    static let runAgain = Phrase(
        zh: "更正后重新运行同一命令是安全的;或用 --skip-bad 文件 跳过错误行。",
        en:
            "Mend the rows and run the same command again, which is safe; or skip them with --skip-bad FILE."
    )

    static func problem(_ problem: RowProblem) -> Phrase {
        let refusal = problem.refusal
        let field = refusal.field.map { " \($0)" } ?? ""
        return Phrase(
            zh:
                "\(problem.file):\(problem.line): \(refusal.name.rawValue)\(field):见到 "
                + "\(RefusalTexts.chinese(refusal.found));可接受:\(RefusalTexts.chinese(refusal.accepted))",
            en:
                "\(problem.file):\(problem.line): \(refusal.name.rawValue)\(field): found \(refusal.found); "
                + "accepted: \(refusal.accepted)"
        )
    }

    static func summary(_ count: ImportReport.RefusalCount) -> Phrase {
        let field = count.field.map { " \($0)" } ?? ""
        return Phrase(
            zh: "  \(count.name.rawValue)\(field):\(Terminal.grouped(count.count)) 行",
            en: "  \(count.name.rawValue)\(field): \(Terminal.grouped(count.count)) "
                + (count.count == 1 ? "row" : "rows")
        )
    }

    static func moreProblems(_ count: UInt64) -> Phrase {
        Phrase(
            zh: "另有 \(Terminal.grouped(count)) 行未列出;按名称汇总:",
            en:
                "\(Terminal.grouped(count)) more \(count == 1 ? "row is" : "rows are") not listed; all by name:"
        )
    }

    static func unkept(_ report: ImportReport) -> Phrase {
        let count = Terminal.grouped(report.unkeptCount)
        let isAll = report.unkeptLines.count == Int(report.unkeptCount)
        let lines =
            report.unkeptLines.map(String.init).joined(separator: ", ") + (isAll ? "" : ", …")
        return Phrase(
            zh: "有 \(count) 行过长,未收入错误行文件:第 \(lines) 行",
            en:
                "\(count) refused rows are too long to be kept in the --skip-bad file: lines \(lines)"
        )
    }

    static func changes(declared: Int, renamed: Int, retired: Int) -> Phrase {
        Phrase(
            zh: "与账本相比:新增 \(declared),更名 \(renamed),撤销 \(retired)",
            en:
                "compared with the ledger: \(declared) declared, \(renamed) renamed, \(retired) retired"
        )
    }

    static let eventOptionsWithDivisions = Phrase(
        zh: "--restore-recorded-time、--skip-bad、--map、--type 只用于事件文件,不与区划名单同用",
        en:
            "--restore-recorded-time, --skip-bad, --map and --type go with files of events, not with a "
            + "division list"
    )

    static func restoredDivisions(_ count: Int) -> Phrase {
        Phrase(
            zh: "其中 \(count) 处只到下一份名单的生效日为止:账本已有更晚的名单",
            en: "\(count) of the changes end where a later list, imported before, holds"
        )
    }

    static func movedNames(_ count: Int) -> Phrase {
        Phrase(
            zh: "注意:\(count) 个更名的代码换用了同县另一代码原有的名称——名单改编了代码,并非更名;"
                + "挂在旧代码下的村和站点需要核对。",
            en:
                "note: \(count) of the renamed codes bear a name that another code of the county had: the "
                + "list moved codes, which is no change of name; check villages and stations under them."
        )
    }
}
