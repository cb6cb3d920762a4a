import CairnTestSupport
import EventModel
import Programme
import Testing

@testable import Indicators

@Suite("Steps of parcels by hash")
struct ParcelStepsTests {
    /// One parcel with some steps at some instants.
    private struct Parcel {
        let hash: UInt64
        let facts: [ParcelFact]
    }

    private static let steps: [ParcelStep] =
        NodeLevel.allCases.flatMap { [.arrived($0), .departed($0)] } + [
            .delivered, .returned, .accepted(.upstream), .accepted(.downstream),
        ]

    private static func parcels(_ random: inout SplitMix64) -> [Parcel] {
        var position = UInt64.random(in: 0...1 << 43, using: &random)
        return (0..<60).map { _ in
            // Few hashes, so that most parcels share one with others.
            let hash = UInt64.random(in: 0..<12, using: &random) << 32 | 0x1234
            let facts = (0..<Int.random(in: 1...6, using: &random)).map { _ in
                position += UInt64.random(in: 1...3, using: &random)
                return ParcelFact(
                    stamp: FactStamp(
                        instant: Int64.random(in: -3...9, using: &random) * 1_000,
                        position: position
                    ),
                    step: steps.randomElement(using: &random) ?? .delivered,
                    county: nil
                )
            }
            return Parcel(hash: hash, facts: facts)
        }
    }

    @Test("No parcel whose way is told backwards escapes, whatever others share its hash")
    func superset() {
        var (found, suspected) = (0, 0)
        for seed in UInt64(0)..<300 {
            var random = SplitMix64(seed: seed)
            let parcels = Self.parcels(&random)
            var halves = [ParcelSteps(), ParcelSteps()]
            for parcel in parcels {
                for fact in parcel.facts {
                    halves[Int.random(in: 0...1, using: &random)].add(
                        hash: parcel.hash,
                        instant: fact.stamp.instant,
                        code: fact.step.code,
                        position: fact.stamp.position
                    )
                }
            }
            halves[0].merge(halves[1])
            let suspects = halves[0].suspectPositions()
            #expect(zip(suspects, suspects.dropFirst()).allSatisfy { $0 < $1 })
            let all = Set(suspects)
            suspected += all.count
            for parcel in parcels {
                guard ParcelWay(parcel.facts).exceptionCase(of: "P") != nil else { continue }
                found += 1
                #expect(
                    parcel.facts.allSatisfy { all.contains($0.stamp.position) },
                    "seed \(seed)"
                )
            }
        }
        #expect(found > 500)
        #expect(suspected > found)
    }

    @Test("Parcels in order are nobody's concern")
    func inOrder() {
        var steps = ParcelSteps()
        for parcel in UInt64(0)..<1_000 {
            let way: [ParcelStep] = [
                .departed(.city), .arrived(.county), .departed(.county), .delivered,
            ]
            for (place, step) in way.enumerated() {
                steps.add(
                    hash: parcel &* 0x9E37_79B9_7F4A_7C15,
                    instant: Int64(place) * 3_600_000,
                    code: step.code,
                    position: parcel * 4 + UInt64(place)
                )
            }
        }
        #expect(steps.suspectPositions() == [])
    }

    @Test("Codes tell steps apart, and stored places give the codes of their steps")
    func codes() {
        #expect(Set(Self.steps.map(\.code)).count == Self.steps.count)
        #expect(!Self.steps.map(\.code).contains(ParcelStep.noCode))
        for level in NodeLevel.allCases {
            for kind in ScanKind.allCases {
                #expect(
                    ParcelStep.code(ofLevel: level.stored, kind: kind.stored)
                        == ParcelStep(kind, at: level).code
                )
            }
        }
        #expect(ParcelStep.code(ofLevel: 4, kind: 0) == ParcelStep.noCode)
        #expect(ParcelStep.code(ofLevel: 0, kind: -1) == ParcelStep.noCode)
        #expect(ParcelStep.code(ofDirection: 2) == ParcelStep.noCode)
        for (place, way) in ParcelStep.Way.allCases.enumerated() {
            for step in Self.steps {
                let expected = step.place(on: way).map { Int8($0) } ?? -1
                #expect(ParcelStep.placesByCode[place][Int(step.code)] == expected)
            }
        }
    }

    @Test(
        "The kinds of exceptions quote different clauses for different matters, and all are worded"
    )
    func kinds() {
        #expect(ExceptionKind.allCases.count == 19)
        for kind in ExceptionKind.allCases {
            #expect(!kind.quote.isEmpty && !kind.clause.isEmpty && kind.rule.hasPrefix("R-"))
            if kind.rule.hasPrefix("R-AUD") { #expect(RuleCatalogue.rule(kind.rule) != nil) }
        }
    }
}
