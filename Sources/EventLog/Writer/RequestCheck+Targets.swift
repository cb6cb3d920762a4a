internal import EventModel
internal import LMDB

extension RequestCheck {
    /// Finds what an event that voids or corrects is aimed at, and takes it into the graph of voids.
    func checkTargets(
        of index: Int,
        position: UInt64,
        in transaction: borrowing some ReadableTransaction & ~Copyable
    ) throws(AppendError) {
        let event = request.event(at: index)
        let voids = event.voidedReference
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

    private func target(
        _ reference: EventReference,
        _ field: String,
        _ index: Int,
        in transaction: borrowing some ReadableTransaction & ~Copyable
    ) throws(AppendError) -> UInt64 {
        if let position = try position(of: reference, in: transaction) { return position }
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
            isAlike =
                target >= firstPosition
                ? self.isAlike(event, toOwn: accepted[Int(target - firstPosition)].index)
                : self.isAlike(event, toRecent: Int(target - writer.sealedCount))
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

extension RequestCheck {
    private func isAlike(_ event: Event, toOwn index: Int) -> Bool {
        let events = request.events
        let schema = request.schemas[Int(events.records[index].schema)]
        return schema.type.hasSameBytes(as: event.schema.type)
            && events.subject(at: index).hasSameBytes(as: event.subject.utf8Span.span)
    }

    private func isAlike(_ event: Event, toRecent index: Int) -> Bool {
        let recent = writer.recent
        let schema = recent.schema(ofType: recent[index].typeOrdinal)
        return schema.type.hasSameBytes(as: event.schema.type)
            && recent.packed.subject(at: index).hasSameBytes(as: event.subject.utf8Span.span)
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
