/// The words of changes in both languages.
package enum ChangeTerms {
    /// What a part of a change is called.
    package static func title(of cause: ChangeCause) -> Phrase {
        switch cause {
        case .lateEntries: Phrase(zh: "补报", en: "late entries")
        case .correctionsAndVoids: Phrase(zh: "更正与作废", en: "corrections")
        case .ruleChanges: Phrase(zh: "规则变化", en: "rule changes")
        case .newBusiness: Phrase(zh: "新业务", en: "new business")
        }
    }

    /// What a part of a change holds, for people who see it for the first time.
    package static func meaning(of cause: ChangeCause) -> Phrase {
        switch cause {
        case .lateEntries:
            Phrase(
                zh: "当时已发生、后来才记录的事件(更正除外)",
                en: "had happened by then, recorded later; corrections apart"
            )
        case .correctionsAndVoids:
            Phrase(
                zh: "其间记录的更正、作废及其影响",
                en: "corrections and voids recorded between, and what they take back"
            )
        case .ruleChanges: Phrase(zh: "规则参数不同", en: "other rule parameters")
        case .newBusiness:
            Phrase(
                zh: "两个业务日期之间发生的事件,以及时间本身(月份到期、日子移出窗口)",
                en:
                    "happened between the dates; also time itself: months fall due, days leave a window"
            )
        }
    }

    /// What became of an event.
    static func cause(_ kind: EntryChange.Cause.Kind, _ position: UInt64) -> Phrase {
        switch kind {
        case .voided: Phrase(zh: "被 \(position) 作废", en: "voided by \(position)")
        case .replaced: Phrase(zh: "被 \(position) 更正", en: "corrected by \(position)")
        case .corrects: Phrase(zh: "更正 \(position)", en: "corrects \(position)")
        case .restored: Phrase(zh: "由 \(position) 恢复", en: "restored by \(position)")
        }
    }
}
