import Answers

/// A bar on standard error with rate and time left; silent unless that is a terminal.
///
/// The bar of an import counts bytes of the file, since the count of events is not known before.
struct ProgressBar {
    private let title: String
    private let isShown: Bool
    private let start = ContinuousClock.now
    private var lastDrawn: ContinuousClock.Instant?

    private static let barColumns = 24
    private static let interval = Duration.milliseconds(120)

    /// Makes a bar.
    ///
    /// - Parameters:
    ///   - title: What stands before the bar.
    ///   - isShown: Whether to draw; by default only on a terminal.
    init(title: String, isShown: Bool = Terminal.showsProgress) {
        self.title = title
        self.isShown = isShown
    }

    /// Draws the bar if the last drawing is old enough.
    ///
    /// - Parameters:
    ///   - fraction: Part of the work that is done, 0 to 1; `nil` if the whole is not known.
    ///   - count: Events done.
    mutating func update(fraction: Double?, count: UInt64) {
        guard isShown else { return }
        let now = ContinuousClock.now
        if let lastDrawn, now - lastDrawn < Self.interval { return }
        lastDrawn = now
        Terminal.noteUnfinished(
            "\r\u{1B}[K"
                + Self.line(title: title, fraction: fraction, count: count, elapsed: now - start)
        )
    }

    /// Takes the bar away, so that the result stands on a clean line.
    func clear() {
        if isShown, lastDrawn != nil { Terminal.noteUnfinished("\r\u{1B}[K") }
    }

    /// The bar as text.
    static func line(
        title: String,
        fraction: Double?,
        count: UInt64,
        elapsed: Duration
    ) -> String {
        let seconds =
            Double(elapsed.components.seconds)
            + Double(elapsed.components.attoseconds) * 1e-18
        let rate = seconds > 0 ? Double(count) / seconds : 0
        let counted = ProgressMessages.counted(
            Terminal.grouped(count),
            rate: Terminal.grouped(Int(rate))
        ).spoken
        guard let fraction else { return "\(title)  \(counted)" }
        let done = min(max(fraction, 0), 1)
        let filled = Int(done * Double(barColumns))
        let bar =
            String(repeating: "█", count: filled)
            + String(repeating: "░", count: barColumns - filled)
        let percent = Int(done * 100)
        var line = "\(title)  \(bar) \(percent < 10 ? "  " : percent < 100 ? " " : "")\(percent) %"
        line += "  \(counted)"
        if done > 0.01, seconds > 1 {
            let left = Int(seconds / done - seconds)
            let rest = left % 60
            let time = "\(left / 60):\(rest < 10 ? "0" : "")\(rest)"
            line += "  " + ProgressMessages.timeLeft(time).spoken
        }
        return line
    }
}
