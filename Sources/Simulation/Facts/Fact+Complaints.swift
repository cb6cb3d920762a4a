import EventModel
import Programme

extension Fact {
    /// `complaint.filed`.
    static func filed(
        _ complaint: String,
        station: String,
        person: String?,
        channel: String,
        category: String
    ) -> Fact {
        Fact(
            ComplaintEvents.filed,
            "complaint/\(complaint)",
            [
                .text(complaint), .text(station), .optional(person), .text(channel),
                .text(category),
            ]
        )
    }

    /// `complaint.upheld`.
    static func upheld(_ complaint: String) -> Fact { outcome(ComplaintEvents.upheld, complaint) }

    /// `complaint.dismissed`.
    static func dismissed(_ complaint: String) -> Fact {
        outcome(ComplaintEvents.dismissed, complaint)
    }

    /// `complaint.resolved`.
    static func resolved(_ complaint: String) -> Fact {
        outcome(ComplaintEvents.resolved, complaint)
    }

    /// `complaint.merged`.
    static func merged(_ complaint: String, into other: String) -> Fact {
        Fact(
            ComplaintEvents.merged,
            "complaint/\(complaint)",
            [.text(complaint), .text(other)]
        )
    }

    private static func outcome(_ schema: EventSchema, _ complaint: String) -> Fact {
        Fact(schema, "complaint/\(complaint)", [.text(complaint), .absent])
    }
}
