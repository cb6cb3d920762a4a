/// Breaks text into lines by display width, between words and between Chinese characters.
///
/// A line never begins with a closing mark such as `。` nor ends with an opening one such as `“`.
package enum TextWrap {
    /// Lines of at most `columns` columns; a word that is longer stands alone and sticks out.
    ///
    /// - Parameters:
    ///   - text: One paragraph. Blanks at its start stay; others count as one place to break.
    ///   - columns: Columns of a line.
    ///   - hanging: Blanks before every line but the first.
    /// - Returns: The lines without line ends; one empty line for an empty text.
    package static func lines(_ text: String, columns: Int, hanging: Int = 0) -> [String] {
        let margin = String(repeating: " ", count: hanging)
        var lines: [String] = []
        var line = String(text.prefix { $0 == " " })
        var used = line.utf8.count
        var isAtStart = true
        for piece in pieces(of: text) {
            let width = DisplayWidth.columns(of: piece.text)
            let gap = isAtStart ? 0 : piece.blanks
            if !isAtStart, used + gap + width > columns {
                lines.append(line)
                line = margin
                used = hanging
            } else {
                line += String(repeating: " ", count: gap)
                used += gap
            }
            line += piece.text
            used += width
            isAtStart = false
        }
        return lines + [line]
    }

    /// Text that stays together, with the blanks before it.
    private struct Piece {
        var text: String
        let blanks: Int
    }

    private static func pieces(of text: String) -> [Piece] {
        var pieces: [Piece] = []
        var blanks = 0
        var mayJoin = false
        for character in text.drop(while: { $0 == " " }) {
            if character == " " {
                blanks += 1
                mayJoin = false
                continue
            }
            let isWide = DisplayWidth.columns(of: String(character)) > 1
            let joins =
                blanks == 0 && !pieces.isEmpty
                && (closing.contains(character) || (mayJoin && !isWide)
                    || pieces.last.map { $0.text.last.map(opening.contains) == true } == true)
            if joins {
                pieces[pieces.count - 1].text.append(character)
            } else {
                pieces.append(Piece(text: String(character), blanks: blanks))
            }
            blanks = 0
            mayJoin = !isWide
        }
        return pieces
    }

    private static let closing: Set<Character> = [
        ",", "。", "、", ";", ":", "!", "?", ")", "》", "”", "’", "』", "」", "…", "—",
    ]
    private static let opening: Set<Character> = ["(", "《", "“", "‘", "『", "「"]
}
