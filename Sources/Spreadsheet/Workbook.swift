internal import CXLSXWriter
internal import Glibc

/// An XLSX file that is written once, row by row, in little memory.
///
/// Rows go to temporary files as they come, so that a sheet of any length takes the same memory. The same
/// calls give the same bytes: dates of creation are given, and the container carries none. ``close()`` writes
/// the file; without it there is none. Not `Sendable`; use it from one thread at a time.
///
/// - SeeAlso: libxlsxwriter, `workbook.h`, option `constant_memory`.
@safe package final class Workbook {
    /// What the file says about itself.
    package struct Properties: Hashable, Sendable {
        /// Title.
        package var title: String
        /// Subject.
        package var subject: String
        /// Who made it.
        package var author: String
        /// Free words.
        package var comment: String
        /// Moment of creation in seconds since 1970; at least 1.
        package var createdSeconds: Int64

        /// Joins the properties.
        package init(
            title: String,
            subject: String,
            author: String,
            comment: String,
            createdSeconds: Int64
        ) {
            precondition(createdSeconds > 0, "the library takes 0 for now")
            self.title = title
            self.subject = subject
            self.author = author
            self.comment = comment
            self.createdSeconds = createdSeconds
        }
    }

    /// The library and its version, which the bytes of a file depend on.
    package static var library: String {
        guard let version = unsafe lxw_version() else { return "libxlsxwriter" }
        return unsafe "libxlsxwriter " + String(cString: version)
    }

    let path: String
    private let folder: UnsafeMutablePointer<CChar>
    private var workbook: UnsafeMutablePointer<lxw_workbook>?
    private var formats: [CellStyle: UnsafeMutablePointer<lxw_format>] = unsafe [:]
    private var sheets: [UnsafeMutablePointer<lxw_worksheet>] = unsafe []
    private var names: Set<String> = []

    /// Longest name of a sheet, in UTF-16 code units.
    package static let sheetNameUnitCountMax = 31

    /// Begins a workbook.
    ///
    /// - Parameters:
    ///   - path: The file; what is there is replaced when the workbook is closed.
    ///   - temporaryFolder: An existing folder for rows until then.
    ///   - properties: What the file says about itself.
    /// - Throws: ``SpreadsheetError/outOfMemory``.
    package init(
        writingTo path: String,
        temporaryFolder: String,
        properties: Properties
    ) throws(SpreadsheetError) {
        self.path = path
        // The library keeps the pointer to the folder's name for as long as the workbook lives.
        guard let folder = unsafe strdup(temporaryFolder) else { throw .outOfMemory }
        unsafe self.folder = unsafe folder
        var options = unsafe lxw_workbook_options(
            constant_memory: 1,
            tmpdir: folder,
            use_zip64: 1
        )
        unsafe workbook = unsafe workbook_new_opt(path, &options)
        guard unsafe workbook != nil else { throw .outOfMemory }
        try set(properties)
    }

    deinit {
        unsafe lxw_workbook_free(workbook)
        unsafe free(folder)
    }

    private func set(_ properties: Properties) throws(SpreadsheetError) {
        var document = unsafe lxw_doc_properties()
        unsafe document.title = unsafe strdup(CellText.escaped(properties.title))
        unsafe document.subject = unsafe strdup(CellText.escaped(properties.subject))
        unsafe document.author = unsafe strdup(CellText.escaped(properties.author))
        unsafe document.comments = unsafe strdup(CellText.escaped(properties.comment))
        unsafe document.created = time_t(properties.createdSeconds)
        defer {
            unsafe free(document.title)
            unsafe free(document.subject)
            unsafe free(document.author)
            unsafe free(document.comments)
        }
        try check(unsafe workbook_set_properties(workbook, &document))
    }

    /// Adds a sheet behind the others; sheets may be written in turns.
    ///
    /// - Parameter name: 1–31 UTF-16 code units, not used yet, without `[]:*?/\` and without an apostrophe at
    ///   either end.
    /// - Returns: The sheet.
    /// - Throws: ``SpreadsheetError/badSheetName(_:)``; ``SpreadsheetError/cannotWrite(path:)`` when the temporary
    ///   file cannot be made.
    package func addSheet(named name: String) throws(SpreadsheetError) -> Sheet {
        guard (1...Self.sheetNameUnitCountMax).contains(name.utf16.count),
            !name.contains(where: { "[]:*?/\\".contains($0) }), !name.hasPrefix("'"),
            !name.hasSuffix("'"), names.insert(name.lowercased()).inserted
        else { throw .badSheetName(name) }
        guard let sheet = unsafe workbook_add_worksheet(workbook, name) else {
            throw .cannotWrite(path: path)
        }
        unsafe sheets.append(sheet)
        return unsafe Sheet(sheet, of: self)
    }

    /// Writes the file and ends the workbook; its sheets are of no more use.
    ///
    /// - Throws: ``SpreadsheetError/cannotWrite(path:)`` when the disk is full or the path cannot be written; the
    ///   caller removes what is there of the file.
    package func close() throws(SpreadsheetError) {
        // The library does not look at the result of writing rows.
        for index in unsafe sheets.indices {
            guard let rows = unsafe sheets[index].pointee.optimize_tmpfile else { continue }
            guard unsafe fflush(rows) == 0, unsafe ferror(rows) == 0 else {
                throw .cannotWrite(path: path)
            }
        }
        let closing = unsafe workbook
        unsafe workbook = nil
        unsafe sheets = unsafe []
        unsafe formats = unsafe [:]
        // Closing frees the workbook, also when it fails.
        try check(unsafe workbook_close(closing))
    }

    func check(_ code: lxw_error) throws(SpreadsheetError) {
        if let error = SpreadsheetError(code, path: path) { throw error }
    }

    /// The file's format for a style, made at its first use.
    func format(_ style: CellStyle) throws(SpreadsheetError) -> UnsafeMutablePointer<lxw_format> {
        if let known = unsafe formats[style] { return unsafe known }
        guard let made = unsafe workbook_add_format(workbook) else { throw .outOfMemory }
        if let numberFormat = style.numberFormat {
            unsafe format_set_num_format(made, numberFormat)
        }
        if style.isBold { unsafe format_set_bold(made) }
        if style.wraps { unsafe format_set_text_wrap(made) }
        if style.isStruckOut { unsafe format_set_font_strikeout(made) }
        if let colour = style.textColour { unsafe format_set_font_color(made, colour) }
        if let colour = style.groundColour { unsafe format_set_bg_color(made, colour) }
        if let size = style.pointSize { unsafe format_set_font_size(made, Double(size)) }
        if style.hasBorder {
            unsafe format_set_border(made, UInt8(LXW_BORDER_THIN.rawValue))
            unsafe format_set_border_color(made, 0xD0D0D0)
        }
        unsafe format_set_align(made, UInt8(LXW_ALIGN_VERTICAL_TOP.rawValue))
        switch style.alignment {
        case .automatic: break
        case .left: unsafe format_set_align(made, UInt8(LXW_ALIGN_LEFT.rawValue))
        case .centre: unsafe format_set_align(made, UInt8(LXW_ALIGN_CENTER.rawValue))
        case .right: unsafe format_set_align(made, UInt8(LXW_ALIGN_RIGHT.rawValue))
        }
        unsafe formats[style] = unsafe made
        return unsafe made
    }
}
