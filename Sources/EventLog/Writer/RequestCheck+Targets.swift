internal import EventModel
internal import LMDB

extension RequestCheck {
    /// Finds what an event voids and corrects, and takes it into the graph of voids.
    mutating func checkTargets(
        of index: Int,
        position: UInt64,
        in transaction: borrowing some ReadableTransaction & ~Copyable
    ) throws(AppendError) {
        let event = request.events[index].event
        let voids = event.voidedReference
        guard event.corrects != nil || voids != nil else { return }
        try loadVoidGraph(in: transaction)
        var corrected: UInt64?
        if let reference = event.corrects {
            let target = try self.target(reference, "corrects", index, in: transaction)
            guard writer.voidGraph?.isActive(target) ?? true else {
                throw Self.alreadyVoided(reference, "corrects", index)
            }
            try checkLikeness(of: event, to: target, reference, index, in: transaction)
            corrected = target
        }
        var voided: UInt64?
        if let reference = voids {
            voided = try target(reference, "data.id", index, in: transaction)
        }
        do throws(VoidGraph.Obstacle) {
            try writer.voidGraph?.add(killer: position, correcting: corrected, voiding: voided)
        } catch {
            throw Self.alreadyVoided(voids ?? event.reference, "data.id", index, error)
        }
        if let corrected {
            relations.append(
                VoidGraph.Relation(killer: position, target: corrected, kind: .correction)
            )
        }
        if let voided {
            relations.append(VoidGraph.Relation(killer: position, target: voided, kind: .void))
        }
    }

    private func loadVoidGraph(
        in transaction: borrowing some ReadableTransaction & ~Copyable
    ) throws(AppendError) {
        guard writer.voidGraph == nil else { return }
        do throws(LogError) {
            writer.voidGraph = VoidGraph(
                try writer.parts.relations(upTo: firstPosition, in: transaction)
            )
        } catch {
            throw AppendError(error)
        }
    }

    private mutating func target(
        _ reference: EventReference,
        _ field: String,
        _ index: Int,
        in transaction: borrowing some ReadableTransaction & ~Copyable
    ) throws(AppendError) -> UInt64 {
        let key = ByteText(reference.source)
        if let source = writer.sourceOrdinals[key] ?? newSourceOrdinals[key],
            let position = try position(of: reference.id, source: source, in: transaction)
        {
            return position
        }
        throw .refused(
            index: index,
            Refusal(
                .unknownTarget,
                field: field,
                found: reference.description,
                accepted: "source#id of an event recorded before this one"
            )
        )
    }

    private static func alreadyVoided(
        _ reference: EventReference,
        _ field: String,
        _ index: Int,
        _ obstacle: VoidGraph.Obstacle = .targetVoided
    ) -> AppendError {
        let accepted =
            switch obstacle {
            case .targetVoided: "an event that is not voided; name what took its place"
            case .secondCorrection(let position):
                """
                a void that brings back no second correction of the event at position \(position); \
                void the correction that stands first
                """
            }
        return .refused(
            index: index,
            Refusal(
                .alreadyVoided,
                field: field,
                found: reference.description,
                accepted: accepted
            )
        )
    }

    private func checkLikeness(
        of event: Event,
        to target: UInt64,
        _ reference: EventReference,
        _ index: Int,
        in transaction: borrowing some ReadableTransaction & ~Copyable
    ) throws(AppendError) {
        let isAlike: Bool
        if target >= writer.sealedCount {
            let other =
                target >= firstPosition
                ? request.events[accepted[Int(target - firstPosition)].index].event
                : writer.recent[Int(target - writer.sealedCount)].event
            isAlike =
                other.schema.type.hasSameBytes(as: event.schema.type)
                && other.subject.hasSameBytes(as: event.subject)
        } else {
            do throws(LogError) {
                isAlike = try writer.parts.blocks.isEvent(
                    at: target,
                    ofType: event.schema.type,
                    subject: event.subject,
                    in: transaction
                )
            } catch {
                throw AppendError(error)
            }
        }
        guard !isAlike else { return }
        throw .refused(
            index: index,
            Refusal(
                .otherSubject,
                field: "corrects",
                found: reference.description,
                accepted: "an event of type \(event.schema.type) and subject \(event.subject)"
            )
        )
    }
}

extension Event {
    /// The event that this one voids, if it is an `event.voided`.
    var voidedReference: EventReference? {
        guard schema.type.hasSameBytes(as: eventVoided.type), data.count >= 2,
            case .text(let source) = data[0], case .text(let id) = data[1]
        else { return nil }
        return EventReference(source: source, id: id)
    }
}
