import Answers
import EventLog
import EventModel
import Logging

/// Writes log entries as JSON, a line each, to standard error.
struct ServiceLog: LogHandler {
    var metadata = Logger.Metadata()
    var logLevel: Logger.Level
    let label: String

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        var members: [(name: String, value: String)] = [
            ("time", "\"\(SystemClock().now().utcDescription)\""),
            ("level", "\"\(event.level.rawValue)\""),
            ("message", JSONText.string(event.message.description)),
        ]
        var all = metadata
        if let more = event.metadata { all.merge(more) { $1 } }
        // The server's own name for a request; ours stands under `request`.
        all["hb.request.id"] = nil
        for (name, value) in all.sorted(by: { $0.key < $1.key }) {
            members.append((name, JSONText.string(value.description)))
        }
        Terminal.note(JSONText.object(members))
    }
}
