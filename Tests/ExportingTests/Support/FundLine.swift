import EventModel

/// Lines of invented events about money.
struct FundLine {
    var type: String
    var id: String
    /// Day of 2019 and hour in UTC+8.
    var day: String
    var hour = 10
    var data: String
    var subject = "fund/synthetic"
    var corrects: String?
    /// Milliseconds since 1970.
    var recordedAt: Int64 = 0

    static let source = "/synthetic/finance"

    var text: String {
        let hour = hour < 10 ? "0\(hour)" : "\(hour)"
        let more = corrects.map { #","corrects":"\#(Self.source)#\#($0)""# } ?? ""
        let recorded = Instant(millisecondsSince1970: recordedAt).utcDescription
        return #"{"specversion":"1.0","id":"\#(id)","source":"\#(Self.source)","type":"\#(type)","#
            + #""subject":"\#(subject)","time":"\#(day)T\#(hour):00:00+08:00","#
            + #""recordedtime":"\#(recorded)","data":\#(data)\#(more)}"#
    }

    static func granted(_ id: String, _ day: String, _ fen: Int64, source: String = "central")
        -> FundLine
    {
        FundLine(
            type: "fund.appropriated",
            id: id,
            day: day,
            data: #"{"appropriation":"\#(id)","source":"\#(source)","amountFen":\#(fen),"#
                + #""documentNumber":"文号-\#(id)","recipient":"专户(synthetic)"}"#
        )
    }

    static func budgeted(
        _ line: String,
        _ day: String,
        _ fen: Int64,
        source: String = "central",
        classes: [String] = ["training"],
        id: String? = nil
    ) -> FundLine {
        let list = classes.map { "\"\($0)\"" }.joined(separator: ",")
        return FundLine(
            type: "fund.lineBudgeted",
            id: id ?? line,
            day: day,
            data: #"{"line":"\#(line)","source":"\#(source)","title":"项 \#(line)","#
                + #""amountFen":\#(fen),"classes":[\#(list)]}"#
        )
    }

    static func moved(_ id: String, _ day: String, from: String, to line: String, _ fen: Int64)
        -> FundLine
    {
        FundLine(
            type: "fund.reallocated",
            id: id,
            day: day,
            data: #"{"fromLine":"\#(from)","toLine":"\#(line)","amountFen":\#(fen),"#
                + #""approval":"批复-\#(id)"}"#
        )
    }

    static func paid(
        _ payment: String,
        _ day: String,
        _ line: String,
        _ fen: Int64,
        source: String = "central",
        classes: [String] = ["training"],
        payee: String = "单位(synthetic)",
        id: String? = nil
    ) -> FundLine {
        let list = classes.map { "\"\($0)\"" }.joined(separator: ",")
        return FundLine(
            type: "fund.disbursed",
            id: id ?? payment,
            day: day,
            data: #"{"payment":"\#(payment)","line":"\#(line)","source":"\#(source)","#
                + #""payee":"\#(payee)","amountFen":\#(fen),"purpose":"用途(synthetic)","#
                + #""classes":[\#(list)],"voucher":"凭证-\#(payment)"}"#
        )
    }

    static func returned(
        _ id: String,
        _ day: String,
        of payment: String,
        _ fen: Int64,
        isRecovery: Bool = false
    ) -> FundLine {
        FundLine(
            type: isRecovery ? "fund.recovered" : "fund.returned",
            id: id,
            day: day,
            data: #"{"payment":"\#(payment)","amountFen":\#(fen),"reason":"核减(synthetic)"}"#
        )
    }

    static func classified(_ id: String, _ day: String, _ payment: String, _ classes: [String])
        -> FundLine
    {
        let list = classes.map { "\"\($0)\"" }.joined(separator: ",")
        return FundLine(
            type: "fund.classified",
            id: id,
            day: day,
            data: #"{"payment":"\#(payment)","classes":[\#(list)],"basis":"财评(synthetic)"}"#
        )
    }

    static func voided(_ id: String, _ day: String, _ target: String) -> FundLine {
        FundLine(
            type: "event.voided",
            id: id,
            day: day,
            data: #"{"source":"\#(source)","id":"\#(target)","reason":"录入错误(synthetic)","#
                + #""authority":"主管部门(synthetic)"}"#
        )
    }

    /// The line as a correction of another one; type and stream are those of what it corrects.
    func correcting(_ target: String, id: String) -> FundLine {
        var line = self
        line.corrects = target
        line.id = id
        return line
    }
}

extension Sequence where Element == FundLine {
    /// The lines with recorded times in steps of a minute, in their order.
    var recorded: [String] {
        enumerated().map { index, line in
            var line = line
            if line.recordedAt == 0 { line.recordedAt = 1_600_000_000_000 + Int64(index) * 60_000 }
            return line.text
        }
    }
}
