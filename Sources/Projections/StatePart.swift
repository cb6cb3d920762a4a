/// The state of a range of the log, folded from every event of it.
package struct StatePart<State: Sendable>: Sendable {
    /// Positions of the events.
    package let positions: Range<UInt64>
    /// What they amount to.
    package let state: State

    /// Makes the part.
    package init(positions: Range<UInt64>, state: State) {
        self.positions = positions
        self.state = state
    }
}
