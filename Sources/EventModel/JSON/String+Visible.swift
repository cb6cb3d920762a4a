extension String {
    /// The text with every character spelled out that would move a terminal's cursor or colour its screen.
    ///
    /// Marks that turn the direction of writing too; an escape character becomes `\u{1B}`. What comes from
    /// outside is shown to people in this form.
    ///
    /// - Complexity: O(n); gives the same string back if there is none.
    package var visible: String {
        guard unicodeScalars.contains(where: \.isInvisible) else { return self }
        var text = ""
        for scalar in unicodeScalars {
            if scalar.isInvisible {
                text += "\\u{" + String(scalar.value, radix: 16, uppercase: true) + "}"
            } else {
                text.unicodeScalars.append(scalar)
            }
        }
        return text
    }
}

extension Unicode.Scalar {
    /// Controls (C0, DEL, C1), line and paragraph separators, and the marks that turn the direction.
    fileprivate var isInvisible: Bool {
        switch value {
        case 0..<0x20, 0x7F..<0xA0, 0x061C, 0x200E, 0x200F, 0x2028...0x202E, 0x2066...0x2069,
            0xFEFF:
            true
        default: false
        }
    }
}
