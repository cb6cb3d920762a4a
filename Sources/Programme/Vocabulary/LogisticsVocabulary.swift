/// Level of a node of the parcel network.
package enum NodeLevel: String, ListedValue {
    /// Hub of the city.
    case city
    /// Hub of a county.
    case county
    /// Station of a township.
    case township
    /// Point of a village.
    case village
}

/// What a scan of a parcel says.
package enum ScanKind: String, ListedValue {
    /// The parcel came in.
    case arrived
    /// The parcel left.
    case departed
    /// The parcel was handed to its recipient; at a village it counts as arrival.
    case delivered
    /// The parcel goes back.
    case returned
}

/// Direction of goods, seen from the village.
package enum TradeDirection: String, ListedValue {
    /// From the village to the city 上行.
    case upstream
    /// From the city to the village 下行.
    case downstream
}

/// How a training session is held.
package enum TrainingMode: String, ListedValue {
    /// In a room 线下.
    case offline
    /// Over the network 线上.
    case online
}
