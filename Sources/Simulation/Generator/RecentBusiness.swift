import EventModel

/// The last orders, payments and complaints, which later facts refer to.
struct RecentBusiness: Sendable {
    /// An order line or payment that money may come back from.
    struct Amount: Sendable {
        /// Id of the order or payment.
        let id: String
        /// Amount in fen.
        let fen: Int64
        /// When it happened, in milliseconds.
        let at: Int64
    }

    private static let limit = 256

    private var orders: [Amount] = []
    private var payments: [Amount] = []
    private var complaints: [String: String] = [:]

    /// Keeps an order line in mind.
    mutating func remember(order: Amount, chance place: Int) {
        Self.remember(order, in: &orders, place)
    }

    /// Keeps a payment in mind.
    mutating func remember(payment: Amount, chance place: Int) {
        Self.remember(payment, in: &payments, place)
    }

    /// Keeps the newest complaint of a station in mind.
    mutating func remember(complaint: String, at station: String) {
        complaints[station] = complaint
    }

    /// Gives up an order for a refund: each is refunded once.
    mutating func takeOrder(_ random: inout RandomSource) -> Amount? {
        Self.take(from: &orders, &random)
    }

    /// Gives up a payment for what follows it.
    mutating func takePayment(_ random: inout RandomSource) -> Amount? {
        Self.take(from: &payments, &random)
    }

    /// The newest complaint of a station.
    func complaint(at station: String) -> String? { complaints[station] }

    private static func remember(_ amount: Amount, in list: inout [Amount], _ place: Int) {
        if list.count < limit {
            list.append(amount)
        } else {
            list[place % limit] = amount
        }
    }

    private static func take(from list: inout [Amount], _ random: inout RandomSource) -> Amount? {
        guard !list.isEmpty else { return nil }
        return list.swapRemove(random.below(list.count))
    }
}

extension Array {
    /// Takes an element out without keeping the order of the others.
    mutating func swapRemove(_ place: Int) -> Element {
        swapAt(place, count - 1)
        return removeLast()
    }
}
