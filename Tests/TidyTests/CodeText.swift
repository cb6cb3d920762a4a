/// Swift text seen just well enough for the tidy rules: comments and string literals blanked out.
enum CodeText {
    /// The text with the same lines, in which comments and contents of literals are blanks.
    ///
    /// Code inside an interpolation is blanked with its literal; the rules do not need it.
    static func blanked(_ text: String) -> String {
        let source = Array(text.unicodeScalars)
        var out = String.UnicodeScalarView()
        var index = 0
        func starts(_ mark: String, at position: Int) -> Bool {
            let scalars = Array(mark.unicodeScalars)
            return position + scalars.count <= source.count
                && Array(source[position..<position + scalars.count]) == scalars
        }
        func blank(to end: Int) {
            while index < min(end, source.count) {
                out.append(source[index] == "\n" ? "\n" : " ")
                index += 1
            }
        }
        while index < source.count {
            if starts("//", at: index) {
                blank(to: source[index...].firstIndex(of: "\n") ?? source.count)
            } else if starts("/*", at: index) {
                var end = index + 2
                while end < source.count, !starts("*/", at: end) { end += 1 }
                blank(to: end + 2)
            } else if source[index] == "\"" || source[index] == "#" {
                let end = literalEnd(source, from: index)
                if end > index { blank(to: end) } else { out.append(source[index]); index += 1 }
            } else {
                out.append(source[index])
                index += 1
            }
        }
        return String(out)
    }

    /// End of the string literal that begins here; `start` itself if none does.
    private static func literalEnd(_ source: [Unicode.Scalar], from start: Int) -> Int {
        var index = start
        while index < source.count, source[index] == "#" { index += 1 }
        let pounds = index - start
        guard index < source.count, source[index] == "\"" else { return start }
        let isLong =
            index + 2 < source.count && source[index + 1] == "\"" && source[index + 2] == "\""
        let quotes = isLong ? 3 : 1
        index += quotes
        var depth = 0
        while index < source.count {
            if source[index] == "\\", isEscape(source, at: index, pounds: pounds) {
                let next = index + 1 + pounds
                if next < source.count, source[next] == "(" { depth += 1 }
                index = next + 1
            } else if depth > 0 {
                if source[index] == "(" { depth += 1 }
                if source[index] == ")" { depth -= 1 }
                if source[index] == "\"" {
                    index = max(literalEnd(source, from: index), index + 1)
                } else {
                    index += 1
                }
            } else if isEnd(source, at: index, quotes: quotes, pounds: pounds) {
                return index + quotes + pounds
            } else {
                index += 1
            }
        }
        return source.count
    }

    private static func isEscape(_ source: [Unicode.Scalar], at index: Int, pounds: Int) -> Bool {
        let marks = source[(index + 1)...].prefix(pounds)
        return marks.count == pounds && marks.allSatisfy { $0 == "#" }
    }

    private static func isEnd(
        _ source: [Unicode.Scalar],
        at index: Int,
        quotes: Int,
        pounds: Int
    ) -> Bool {
        let end = source[index...].prefix(quotes + pounds)
        return end.count == quotes + pounds && end.prefix(quotes).allSatisfy { $0 == "\"" }
            && end.dropFirst(quotes).allSatisfy { $0 == "#" }
    }
}
