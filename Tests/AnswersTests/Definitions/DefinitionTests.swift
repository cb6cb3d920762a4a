import Answers
import EventModel
import Foundation
import Indicators
import Programme
import Projections
import Testing

@Suite("Definitions of indicators")
struct DefinitionTests {
    private static let folder = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "../../../Schemas/definitions").standardizedFileURL

    /// The digests that answers bear.
    ///
    /// Another digest makes every figure that was quoted under the old one
    /// unknown to this program: change one on purpose only, raise `version` if the same events would give another
    /// answer, and say so in CHANGELOG.md.
    private static let digests: [Indicator: (version: Int, digest: String)] = [
        .coverage: (1, "da905d3d91e765e59993f656a18ba91e9286cbb2013601cd4bf12be4ad61f37f"),
        .exceptions: (1, "ef775a6271495c7b3c76d84fe8c26f8f371c51556b3b89194b8b2f5a3dcdd1e3"),
        .exits: (1, "18187a27fbaf445d0d75e959260a1c4c8e76168a8aaa8916611e79387b5ad825"),
        .funds: (1, "d147adbd161113bcfe963899a1c6ad7e150911b5fec8dfceb0b1d7631f9c13a7"),
    ]

    @Test(
        "A definition has the digest under which its figures are quoted",
        arguments: Indicator.allCases
    )
    func digest(indicator: Indicator) throws {
        let known = try #require(Self.digests[indicator])
        #expect(indicator.definitionDigest.description == known.digest)
        #expect(indicator.definition.version == known.version)
        #expect(indicator.definition.indicator == indicator)
        #expect(
            SHA256Digest.hash(canonicalize(indicator.definition.json)) == indicator.definitionDigest
        )
    }

    @Test(
        "Schemas/definitions holds the bytes of which the digest is the SHA-256; CAIRN_RECORD=1 writes them",
        arguments: Indicator.allCases
    )
    func files(indicator: Indicator) throws {
        let file = Self.folder.appending(path: "\(indicator.rawValue).json")
        let bytes = indicator.definition.canonicalBytes
        if ProcessInfo.processInfo.environment["CAIRN_RECORD"] == "1" {
            try Data(bytes).write(to: file)
        }
        let recorded = try Array(Data(contentsOf: file))
        #expect(recorded == bytes, "\(file.lastPathComponent) is another definition")
        #expect(SHA256Digest.hash(recorded) == indicator.definitionDigest)
    }

    @Test(
        "Every reading that may be asked for is defined, and no other",
        arguments: Indicator.allCases
    )
    func readings(indicator: Indicator) throws {
        let dimension = indicator.definition[dimension: "reading"]
        #expect((dimension?.values.map(\.code) ?? []) == indicator.readings)
        #expect((dimension == nil) == (indicator == .exceptions))
    }

    @Test(
        "Every member that is no key is defined, and every key is a dimension",
        arguments: Indicator.allCases
    )
    func members(indicator: Indicator) {
        let definition = indicator.definition
        let name = indicator.rawValue
        let explained = definition.members.map(\.name) + definition.dimensions.map(\.name)
        for member in AnswerMembers.names(of: name) where member != "reason" {
            #expect(explained.contains(member), "\(name): \(member)")
        }
        for key in AnswerMembers.keys(of: name) {
            #expect(definition[dimension: key] != nil, "\(name): \(key)")
        }
    }

    @Test(
        "Event types are the programme's and those that the projection folds",
        arguments: Indicator.allCases
    )
    func eventTypes(indicator: Indicator) {
        let types = indicator.definition.eventTypes
        // A new operator changes no coverage; the projection reads stations' lives whole.
        let unused: Set = indicator == .coverage ? ["station.operatorChanged"] : []
        let folded = Set(Self.folded(by: indicator).map(\.type))
        #expect(Set(types).union(unused) == folded)
        #expect(unused.isDisjoint(with: types))
        for type in types { #expect(programmeRegistry.schema(type: type) != nil, "\(type)") }
    }

    private static func folded(by indicator: Indicator) -> [EventSchema] {
        switch indicator {
        case .coverage: CoverageProjection.eventTypes
        case .funds: FundsProjection.eventTypes
        case .exits: ExitsProjection.eventTypes
        case .exceptions:
            FundsProjection.eventTypes + ExitsProjection.eventTypes
                + ExceptionsProjection.eventTypes + RecordSweep.eventTypes
        }
    }

    @Test("Classes, kinds and levels that are taken in exist")
    func takenIn() {
        let known =
            FundClass.allCases.map(\.rawValue) + RegionKind.allCases.map(\.rawValue)
            + StationLevel.allCases.map(\.rawValue)
        for indicator in Indicator.allCases {
            for value in indicator.definition.dimensions.flatMap(\.values) {
                for name in value.takesIn {
                    #expect(known.contains(name), "\(value.code): \(name)")
                }
            }
        }
        let classes = Indicator.funds.definition[dimension: "class"]?.values.map(\.code)
        #expect(classes == FundClass.allCases.map(\.rawValue))
    }

    @Test("Rules exist, and each has a clause", arguments: Indicator.allCases)
    func rules(indicator: Indicator) {
        let definition = indicator.definition
        let named = Set(definition.dimensions.flatMap(\.values).compactMap(\.rule))
        for rule in definition.rules { #expect(RuleCatalogue.rule(rule) != nil, "\(rule)") }
        for rule in named.union(definition.rules) {
            #expect(definition.clauses.contains { $0.rules.contains(rule) }, "\(rule)")
        }
    }

    @Test(
        "The card says everything in both languages",
        arguments: Indicator.allCases,
        Language.allCases
    )
    func card(indicator: Indicator, language: Language) {
        let lines = DefinitionCard(of: indicator, language: language, columns: 80).lines
        let page = lines.joined(separator: "\n")
        for line in lines { #expect(DisplayWidth.columns(of: line) <= 80, "\(line)") }
        #expect(page.contains(indicator.definitionDigest.description))
        for value in indicator.definition.dimensions.flatMap(\.values) {
            #expect(page.contains(value.code))
        }
    }
}
