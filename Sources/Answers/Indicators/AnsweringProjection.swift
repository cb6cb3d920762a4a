package import EventModel
package import Indicators
package import Programme
package import Projections

/// A projection as questions use it: one look at a view gives the figures of a date.
package protocol AnsweringProjection: StoredProjection {
    /// The figures at the end of a day.
    ///
    /// - Parameters:
    ///   - view: What the projection says at a cut.
    ///   - day: The business date.
    ///   - rows: Which rows are wanted.
    ///   - names: The names of the same ledger.
    ///   - fixed: Rules that hold whatever was adopted; `nil` for those in force on the day.
    /// - Returns: The figures; positions still stand for events.
    static func figures(
        _ view: ProjectionStore.View<Self>,
        asOf day: BusinessDate,
        rows: RowChoice,
        names: some NameLookup,
        under fixed: ProgrammeRules?
    ) -> IndicatorAnswer

    /// The rules in force on a day, as the view's cut sees their adoptions.
    static func rules(
        _ view: ProjectionStore.View<Self>,
        on day: BusinessDate,
        names: some NameLookup
    ) -> ProgrammeRules
}

/// Rows that an answer holds only if they are asked for.
package struct RowChoice: Hashable, Sendable {
    /// Exits: rows of stations without ground too.
    package var includesAll: Bool
    /// Exits: stations that are closed too.
    package var includesClosed: Bool

    /// Makes the choice.
    package init(includesAll: Bool = false, includesClosed: Bool = false) {
        self.includesAll = includesAll
        self.includesClosed = includesClosed
    }
}

extension CoverageProjection: AnsweringProjection {
    /// The figures at the end of a day.
    package static func figures(
        _ view: ProjectionStore.View<CoverageProjection>,
        asOf day: BusinessDate,
        rows _: RowChoice,
        names: some NameLookup,
        under fixed: ProgrammeRules?
    ) -> IndicatorAnswer {
        view.index.finalise(
            asOf: day,
            seenBy: view.cut,
            behind: view.rest,
            names: names,
            under: fixed
        )
    }

    /// The rules in force on a day.
    package static func rules(
        _ view: ProjectionStore.View<CoverageProjection>,
        on day: BusinessDate,
        names: some NameLookup
    ) -> ProgrammeRules {
        view.index.rules(on: day, seenBy: view.cut, names: names)
    }
}

extension FundsProjection: AnsweringProjection {
    /// The figures at the end of a day.
    package static func figures(
        _ view: ProjectionStore.View<FundsProjection>,
        asOf day: BusinessDate,
        rows _: RowChoice,
        names: some NameLookup,
        under fixed: ProgrammeRules?
    ) -> IndicatorAnswer {
        view.index.finalise(asOf: day, seenBy: view.cut, names: names, under: fixed)
    }

    /// The rules in force on a day.
    package static func rules(
        _ view: ProjectionStore.View<FundsProjection>,
        on day: BusinessDate,
        names: some NameLookup
    ) -> ProgrammeRules {
        view.index.rules(on: day, seenBy: view.cut, names: names)
    }
}

extension ExitsProjection: AnsweringProjection {
    /// The figures at the end of a day.
    package static func figures(
        _ view: ProjectionStore.View<ExitsProjection>,
        asOf day: BusinessDate,
        rows: RowChoice,
        names: some NameLookup,
        under fixed: ProgrammeRules?
    ) -> IndicatorAnswer {
        view.index.finalise(
            asOf: day,
            seenBy: view.cut,
            names: names,
            options: Options(includeAll: rows.includesAll, includeClosed: rows.includesClosed),
            under: fixed
        )
    }

    /// The rules in force on a day.
    package static func rules(
        _ view: ProjectionStore.View<ExitsProjection>,
        on day: BusinessDate,
        names: some NameLookup
    ) -> ProgrammeRules {
        view.index.rules(on: day, seenBy: view.cut, names: names)
    }
}
