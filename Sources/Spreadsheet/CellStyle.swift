/// How a cell looks; equal styles are one format in the file.
package struct CellStyle: Hashable, Sendable {
    /// Where the content stands between left and right.
    package enum Alignment: Hashable, Sendable {
        /// Texts left, numbers right.
        case automatic
        /// At the left edge.
        case left
        /// In the middle.
        case centre
        /// At the right edge.
        case right
    }

    /// Excel's number format, such as `#,##0.00`; `nil` for the general one.
    package var numberFormat: String?
    /// Thick letters.
    package var isBold = false
    /// Whether long texts go on in further lines of the cell.
    package var wraps = false
    /// Colour of the letters as 0xRRGGBB; `nil` for the default.
    package var textColour: UInt32?
    /// Colour of the ground as 0xRRGGBB; `nil` for none.
    package var groundColour: UInt32?
    /// Where the content stands.
    package var alignment = Alignment.automatic
    /// Letters in points; `nil` for the default of 11.
    package var pointSize: Int?
    /// Whether thin lines stand around the cell.
    package var hasBorder = false
    /// Whether a line strikes the letters through.
    package var isStruckOut = false

    /// Makes the plain style.
    package init() {}

    /// A copy with some properties changed.
    package func with(_ change: (inout CellStyle) -> Void) -> CellStyle {
        var copy = self
        change(&copy)
        return copy
    }
}
