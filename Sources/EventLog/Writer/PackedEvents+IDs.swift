internal import EventModel

extension PackedEvents {
    /// Whether the id of one event comes before that of another in the order of a source's ids.
    func hasID(at index: Int, below other: Int) -> Bool {
        EventIDOrder.precedes(id(at: index), id(at: other))
    }
}
