/// Finds declarations in a file by their lines; good enough for formatted code.
enum Declarations {
    /// A function, initialiser or subscript with a body.
    struct Function {
        /// First line, from 1.
        let line: Int
        /// Lines from the first to the closing brace.
        let lineCount: Int
    }

    /// Functions with their lengths.
    static func functions(in file: SourceTree.File) -> [Function] {
        var found: [Function] = []
        for (index, line) in file.code.enumerated() {
            let words = Words.leading(of: line)
            guard words.contains(where: ["func", "init", "deinit", "subscript"].contains) else {
                continue
            }
            if let end = end(ofBodyFrom: index, in: file.code) {
                found.append(Function(line: index + 1, lineCount: end - index + 1))
            }
        }
        return found
    }

    /// Lines, from 1, of `public` and `package` declarations without a doc comment.
    static func undocumented(in file: SourceTree.File) -> [Int] {
        let kinds = [
            "func", "init", "var", "let", "struct", "class", "enum", "protocol", "case",
            "typealias", "subscript", "actor", "associatedtype",
        ]
        var found: [Int] = []
        for (index, line) in file.code.enumerated() {
            let words = Words.leading(of: line)
            guard words.contains("public") || words.contains("package"),
                words.contains(where: kinds.contains), !words.contains("override"),
                !words.contains("import"), !isDocumented(index, in: file.lines)
            else { continue }
            found.append(index + 1)
        }
        return found
    }

    /// Whether a doc comment stands above, attributes between allowed.
    private static func isDocumented(_ index: Int, in lines: [String]) -> Bool {
        var above = index - 1
        while above >= 0 {
            let text = lines[above].drop { $0 == " " }
            if text.hasPrefix("///") { return true }
            guard text.hasPrefix("@") || text.hasPrefix("// ") || text.hasPrefix(")") else {
                return false
            }
            above -= 1
        }
        return false
    }

    /// Line of the brace that closes the body of the declaration at `start`; `nil` without a body.
    private static func end(ofBodyFrom start: Int, in code: [String]) -> Int? {
        var depth = 0
        var parentheses = 0
        var hasOpened = false
        for index in start..<code.count {
            for character in code[index] {
                switch character {
                case "(": parentheses += 1
                case ")": parentheses -= 1
                case "{" where parentheses == 0:
                    depth += 1
                    hasOpened = true
                case "}" where parentheses == 0:
                    depth -= 1
                    if hasOpened, depth == 0 { return index }
                    if depth < 0 { return nil }
                default: break
                }
            }
            // A requirement of a protocol ends with its line.
            if !hasOpened, parentheses == 0, index > start || !continues(code[index]) {
                let next = index + 1 < code.count ? code[index + 1].drop { $0 == " " } : ""
                let goesOn =
                    next.hasPrefix(")") || next.hasPrefix("->") || next.hasPrefix("where")
                    || next.hasPrefix("{") || next.hasPrefix("async") || next.hasPrefix("throws")
                if !goesOn, !continues(code[index]) { return nil }
            }
        }
        return nil
    }

    private static func continues(_ line: String) -> Bool {
        let text = line.reversed().drop { $0 == " " }
        return text.first == "," || text.first == "("
            || text.first == ">" && line.contains("->")
                && line.hasSuffix("->")
    }
}

/// Words of a line of code.
enum Words {
    /// Words up to the declaration's own name: modifiers and the kind of declaration.
    static func leading(of line: String) -> [String] {
        var words: [String] = []
        for piece in line.split(separator: " ") {
            let word = piece.prefix { $0.isLetter || $0 == "_" || $0 == "@" }
            let isModifier = modifiers.contains(String(word)) || word.hasPrefix("@")
            if isModifier {
                words.append(String(word))
                continue
            }
            if kinds.contains(String(word)) { words.append(String(word)) }
            break
        }
        return words
    }

    /// Whether a word stands in a line, not as part of a longer one.
    static func contains(_ word: String, in line: String) -> Bool {
        var rest = Substring(line)
        while let range = rest.firstRange(of: word) {
            let before = rest[..<range.lowerBound].last
            let after = rest[range.upperBound...].first
            if !isWordPart(before), !isWordPart(after) { return true }
            rest = rest[range.upperBound...]
        }
        return false
    }

    private static func isWordPart(_ character: Character?) -> Bool {
        guard let character else { return false }
        return character.isLetter || character.isNumber || character == "_"
    }

    private static let modifiers: Set<String> = [
        "public", "package", "internal", "private", "fileprivate", "static", "final", "mutating",
        "nonmutating", "consuming", "borrowing", "override", "indirect", "lazy", "weak",
        "convenience",
        "required", "nonisolated", "dynamic", "isolated", "prefix", "postfix", "infix", "import",
    ]
    private static let kinds: Set<String> = [
        "func", "init", "deinit", "var", "let", "struct", "class", "enum", "protocol", "case",
        "typealias", "subscript", "actor", "associatedtype", "extension", "import",
    ]
}
