import EventModel

/// Lines of invented events, as a producer writes them.
struct SampleLine {
    var type = "station.opened"
    var id = "1"
    var source = "/synthetic/office"
    var subject = "station/A"
    var time = "2019-07-01T10:00:00+08:00"
    var data = SampleLine.station("A")
    /// More attributes as JSON members, with a comma before each.
    var more = ""

    var text: String {
        #"{"specversion":"1.0","id":"\#(id)","source":"\#(source)","type":"\#(type)","#
            + #""subject":"\#(subject)","time":"\#(time)","data":\#(data)\#(more)}"#
    }
    var line: [UInt8] { Array((text + "\n").utf8) }

    /// Data of a station's opening.
    static func station(_ name: String, region: String = "540222100000") -> String {
        #"{"station":"\#(name)","level":"townshipStation","region":"\#(region)","#
            + #""operator":"synthetic operator","built":"new","funding":"central"}"#
    }

    /// The opening of a station.
    static func opened(_ name: String, id: String? = nil) -> SampleLine {
        SampleLine(id: id ?? "open-\(name)", subject: "station/\(name)", data: station(name))
    }

    /// The suspension of a station.
    static func suspended(_ name: String, id: String, time: String) -> SampleLine {
        SampleLine(
            type: "station.suspended",
            id: id,
            subject: "station/\(name)",
            time: time,
            data: #"{"station":"\#(name)"}"#
        )
    }

    /// A scan of a parcel.
    static func scanned(_ number: Int, time: String = "2019-07-02T09:00:00+08:00") -> SampleLine {
        SampleLine(
            type: "parcel.scanned",
            id: "scan-\(number)",
            source: "/synthetic/hub",
            subject: "parcel/P\(number)",
            time: time,
            data: #"{"parcel":"P\#(number)","node":"A","nodeLevel":"township","#
                + #""county":"540222000000","kind":"arrived"}"#
        )
    }

    /// The voiding of an event.
    static func voided(_ target: String, id: String, source: String = "/synthetic/office")
        -> SampleLine
    {
        SampleLine(
            type: "event.voided",
            id: id,
            subject: "ledger",
            data:
                #"{"source":"\#(source)","id":"\#(target)","reason":"mistake","authority":"office"}"#
        )
    }

    /// A payment.
    static func paid(_ payment: String, amount: String) -> SampleLine {
        SampleLine(
            type: "fund.disbursed",
            id: "pay-\(payment)",
            source: "/synthetic/finance",
            subject: "fund/central-2018",
            data: #"{"payment":"\#(payment)","line":"L1","source":"central","payee":"x","#
                + #""amountFen":\#(amount),"purpose":"p","classes":["training"],"voucher":"v"}"#
        )
    }
}

extension Sequence where Element == SampleLine {
    /// The lines of a file.
    var bytes: [UInt8] { flatMap(\.line) }
}
