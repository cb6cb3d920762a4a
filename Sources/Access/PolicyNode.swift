internal import Yams

/// A node of a policy's YAML with its place, read strictly.
struct PolicyNode {
    let node: Node?
    let place: String

    init(_ node: Node?, at place: String) {
        self.node = node
        self.place = place
    }

    /// The members of a mapping whose names are all known, each once.
    func members(_ known: [String]) throws(AccessPolicyError) -> [String: PolicyNode] {
        guard let mapping = node?.mapping else {
            throw AccessPolicyError(place: place, detail: "it must be a mapping")
        }
        var members: [String: PolicyNode] = [:]
        for (key, value) in mapping {
            guard let name = key.string, known.contains(name) else {
                throw AccessPolicyError(
                    place: place,
                    detail: "\(key.string ?? "a name") is not known; known are "
                        + known.joined(separator: ", ")
                )
            }
            let inner = place == "the file" ? name : "\(place).\(name)"
            members[name] = PolicyNode(value, at: inner)
        }
        return members
    }

    /// A list of texts.
    func texts() throws(AccessPolicyError) -> [String] {
        guard let sequence = node?.sequence else {
            throw AccessPolicyError(place: place, detail: "it must be a list")
        }
        var texts: [String] = []
        for item in sequence {
            guard let text = item.string, !text.isEmpty else {
                throw AccessPolicyError(place: place, detail: "it must be a list of words")
            }
            texts.append(text)
        }
        return texts
    }

    /// A list of known words.
    func words(_ known: [String]) throws(AccessPolicyError) -> [String] {
        let texts = try texts()
        if let foreign = texts.first(where: { !known.contains($0) }) {
            throw AccessPolicyError(
                place: place,
                detail: "\(foreign) is not known; known are " + known.joined(separator: ", ")
            )
        }
        return texts
    }

    /// One of some words.
    func word(_ known: [String]) throws(AccessPolicyError) -> String {
        guard let text = node?.string, known.contains(text) else {
            throw AccessPolicyError(
                place: place,
                detail: "it must be one of " + known.joined(separator: ", ")
            )
        }
        return text
    }

    /// A whole number.
    func integer() throws(AccessPolicyError) -> Int {
        guard let number = node?.int else {
            throw AccessPolicyError(place: place, detail: "it must be a whole number")
        }
        return number
    }
}
