package import Indicators

extension ExceptionKind {
    /// What the kind says, for people who do not know its name.
    package var title: Phrase { ExceptionTerms.title(of: self) }
}

extension ExceptionKind.Severity {
    /// How sure the record is, in words.
    package var title: Phrase { ExceptionTerms.severity(rawValue) }
}

extension Answer.Row {
    /// The figures of an exception in words, amounts in yuan; `nil` for a row that has none.
    package func exceptionWords(in language: Language) -> String? {
        guard case .texts(let details)? = self["detail"] else { return nil }
        var words: [(name: String, text: String)] = []
        for detail in details {
            let (name, value) = ExceptionTerms.figure(detail)
            if ExceptionTerms.isThreshold(name) {
                words.append((name, ExceptionTerms.threshold(name, value)[language]))
                continue
            }
            let said = ExceptionTerms.value(name, value)[language]
            if words.last?.name == name {
                // Several of one name stand behind one label.
                words[words.count - 1].text += Phrase(zh: "、", en: ", ")[language] + said
            } else {
                let colon = Phrase(zh: ":", en: ": ")[language]
                words.append((name, ExceptionTerms.label(of: name)[language] + colon + said))
            }
        }
        return words.map(\.text).filter { !$0.isEmpty }
            .joined(separator: Phrase(zh: ";", en: "; ")[language])
    }
}
