import Answers

/// The texts of a package: what to open first, and how the record is restored and checked.
///
/// Plain text with a byte order mark, so that every editor shows it.
struct PackageTexts {
    let facts: PackageFacts
    /// Whether a signed checkpoint and a verifier are in the package.
    let hasEvidence: Bool

    /// The files.
    var files: [PackageFile] {
        [
            PackageFile("README.txt", bytes(readme)),
            PackageFile("restore.zh.txt", bytes(restoreChinese)),
            PackageFile("restore.en.txt", bytes(restoreEnglish)),
        ]
    }

    private func bytes(_ text: String) -> [UInt8] {
        CSVText.byteOrderMark + Array(text.utf8)
    }

    private func lines(_ language: Language) -> String {
        facts.lines.map { line in "  \(line.title[language]): \(line.value[language])" }
            .joined(separator: "\n")
    }

    private var readme: String {
        """
        审计数据包
        ==========

        \(lines(.chinese))

        先看
          viewer.html            用浏览器打开:总览、流水、余额、疑点、指标,按编号查事件;不联网,可打印
          excel/journal.xlsx     资金流水(每个资金事件一行,附余额)
          excel/balances.xlsx    余额(按来源、按预算项)与支付明细
          excel/exceptions.xlsx  疑点清单,及各指标提示的事件
          excel/indicators.xlsx  覆盖率、资金比例、退出名单
          excel/dictionary.xlsx  数据字典、事件类型、代码表

        供程序
          csv/                   同样的表,UTF-8(带 BOM);金额有分、元两栏
          audit.sqlite           同样的表,另有 events 表和中文视图
          answers/               各指标的答案(JSON,含参数、证据和引用号 fig:…)
          definitions/           各指标的定义(JSON),其 SHA-256 即答案中的 definition
          events.ndjson.zst      截至“所知至”时刻的全部事件,可恢复账本(见 restore.zh.txt)

        核对
          manifest.json          问题、根哈希、各文件的 SHA-256 与 SM3
          SHA256SUMS             sha256sum -c SHA256SUMS\(hasEvidence ? evidenceChinese : "")

        CSV 中以 = + - @ 开头、会被当作公式的文本,前面加了一个撇号(')。


        Audit package
        =============

        \(lines(.english))

        Look first at
          viewer.html            opens in a browser: overview, journal, balances, exceptions, indicators, any
                                 event by its id; needs no network, prints well
          excel/journal.xlsx     the fund journal: a row per event about money, with balances
          excel/balances.xlsx    balances by source and by budget line, payments
          excel/exceptions.xlsx  exceptions, and the events that indicators hold findings against
          excel/indicators.xlsx  coverage, fund ratios, exit watch list
          excel/dictionary.xlsx  data dictionary, event types, code lists

        For programs
          csv/                   the same tables, UTF-8 with a byte order mark; money in fen and in yuan
          audit.sqlite           the same tables, the table events, and views with Chinese heads
          answers/               the answers of the indicators (JSON with parameters, evidence and fig: ids)
          definitions/           what the indicators mean (JSON), of which answers bear the SHA-256
          events.ndjson.zst      every event known at the cut; restores the ledger (see restore.en.txt)

        To check
          manifest.json          question, root hash, SHA-256 and SM3 of every file
          SHA256SUMS             sha256sum -c SHA256SUMS\(hasEvidence ? evidenceEnglish : "")

        In CSV files a text that begins with = + - @ and would be taken for a formula has an apostrophe (') in
        front.

        """
    }

    private var evidenceChinese: String {
        "\n  checkpoint.txt         签名的检查点(树大小与根哈希)\n  proofs/                事件的包含证明"
            + "\n  verify.py              独立的验证程序:python3 verify.py --help"
    }

    private var evidenceEnglish: String {
        "\n  checkpoint.txt         signed checkpoint: tree size and root hash"
            + "\n  proofs/                inclusion proofs of events"
            + "\n  verify.py              independent verifier: python3 verify.py --help"
    }

    private var restoreChinese: String {
        """
        恢复方法说明
        ============

        \(lines(.chinese))

        一、只用通用工具(无需 Cairn)
          1. 解压:zstd -d events.ndjson.zst(Windows 可用 7-Zip 24 以上版本)
          2. 每行一个 JSON 事件,字段见 excel/dictionary.xlsx;行的先后即账本位置(sequence),从 0 起,无间断
          3. 也可直接打开 audit.sqlite(DB Browser for SQLite、Python sqlite3、审计软件的 SQLite 接口)
          4. DuckDB 可直接读取:SELECT type, count(*) FROM read_json('events.ndjson.zst') GROUP BY type

        二、恢复成账本
          1. cairn init --ledger restored\(facts.isSynthetic ? " --synthetic" : "")
          2. cairn import --ledger restored --restore-recorded-time events.ndjson.zst
          3. cairn status --ledger restored
             事件数应为 \(facts.treeSize),根哈希应为
             \(facts.rootHash)
             两者一致,则恢复的账本与原账本在该时刻逐条相同。

        三、重算数字
          cairn query funds --ledger restored --as-of \(facts.asOf) --format json
          与 answers/funds.json 的各行相同;coverage、exits、exceptions 同样。

        四、核对文件
          sha256sum -c SHA256SUMS        (Windows:certutil -hashfile 文件 SHA256)
          openssl dgst -sm3 文件         与 manifest.json 中的 sm3 相同

        根哈希的算法:每个事件的摘要为去掉 sequence、recordedtime 后规范 JSON(RFC 8785)的 SHA-256;
        叶 = SHA-256(0x00 ‖ 位置 8 字节 ‖ 记录时间毫秒 8 字节 ‖ 摘要),节点 = SHA-256(0x01 ‖ 左 ‖ 右),
        树按 RFC 9162。

        """
    }

    private var restoreEnglish: String {
        """
        How to restore and check
        ========================

        \(lines(.english))

        1. With common tools alone (no Cairn)
           - Expand: zstd -d events.ndjson.zst (on Windows 7-Zip from version 24)
           - Each line is one event as JSON; the fields are in excel/dictionary.xlsx; the order of the lines is the
             position in the ledger (sequence), from 0, without gaps
           - Or open audit.sqlite (DB Browser for SQLite, Python's sqlite3)
           - DuckDB reads it as it is: SELECT type, count(*) FROM read_json('events.ndjson.zst') GROUP BY type

        2. As a ledger
           - cairn init --ledger restored\(facts.isSynthetic ? " --synthetic" : "")
           - cairn import --ledger restored --restore-recorded-time events.ndjson.zst
           - cairn status --ledger restored
             must show \(facts.treeSize) events and the root hash
             \(facts.rootHash)
             Then the restored ledger is the original one at that moment, event by event.

        3. The figures again
           - cairn query funds --ledger restored --as-of \(facts.asOf) --format json
             gives the rows of answers/funds.json; coverage, exits and exceptions likewise.

        4. The files
           - sha256sum -c SHA256SUMS        (Windows: certutil -hashfile FILE SHA256)
           - openssl dgst -sm3 FILE         gives the sm3 of manifest.json

        How the root hash is computed: an event's digest is the SHA-256 of its canonical JSON (RFC 8785) without
        sequence and recordedtime; leaf = SHA-256(0x00 ‖ position, 8 bytes ‖ recorded milliseconds, 8 bytes ‖
        digest), node = SHA-256(0x01 ‖ left ‖ right), the tree is that of RFC 9162.

        """
    }
}
