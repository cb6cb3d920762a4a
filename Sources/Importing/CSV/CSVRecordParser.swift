/// Takes a CSV record apart line by line: only a quote at the start of a field opens it, so that a stray
/// quote elsewhere spoils its own line and no other.
struct CSVRecordParser {
    /// Fields read so far, without their quotes.
    private(set) var fields: [String] = []
    /// What is wrong; the first fault counts.
    private(set) var fault: CSVReader.Fault?
    /// Whether a quoted field goes on in the next line.
    private(set) var isOpen = false

    private let delimiter: UInt8
    /// Whether contents are kept; else only the quotes are followed.
    private var keeps = true
    private var lineCount = 0
    private var value: [UInt8] = []

    private static let quote: UInt8 = 0x22

    init(delimiter: UInt8) { self.delimiter = delimiter }

    /// Takes the record's next line, without its line end.
    mutating func take(_ line: ArraySlice<UInt8>) {
        lineCount += 1
        // The CR of a line end belongs to the text if a quoted field goes on behind it.
        let hasReturn = line.last == 0x0D
        let content = hasReturn ? line.dropLast() : line
        takeFields(of: content)
        guard isOpen else { return }
        keep(hasReturn ? [0x0D, 0x0A] : [0x0A])
    }

    /// Drops all contents and keeps none from here on; ``isOpen`` is told as before.
    mutating func forget() {
        keeps = false
        fields = []
        value = []
    }

    /// Notes that the file ended.
    mutating func finish() {
        guard isOpen else { return }
        isOpen = false
        fail(.unclosed(field: fields.count, lineCount: lineCount))
    }

    private mutating func takeFields(of line: ArraySlice<UInt8>) {
        var index = line.startIndex
        while true {
            if !isOpen, index < line.endIndex, line[index] == Self.quote {
                isOpen = true
                index += 1
            }
            if isOpen {
                guard let end = takeQuoted(line, from: index) else { return }
                index = end
            } else {
                let rest = line[index...]
                let end = rest.firstIndex { $0 == delimiter || $0 == Self.quote } ?? line.endIndex
                keep(line[index..<end])
                index = end
            }
            guard index == line.endIndex || line[index] == delimiter else {
                return fail(.quoting(field: fields.count, lineCount: lineCount))
            }
            endField()
            guard index < line.endIndex else { return }
            index += 1
        }
    }

    /// Reads a quoted field to its closing quote and gives the index behind that; `nil` if it goes on in
    /// the next line.
    private mutating func takeQuoted(_ line: ArraySlice<UInt8>, from start: Int) -> Int? {
        var index = start
        while let quote = line[index...].firstIndex(of: Self.quote) {
            keep(line[index..<quote])
            index = quote + 1
            guard index < line.endIndex, line[index] == Self.quote else {
                isOpen = false
                return index
            }
            keep([Self.quote])
            index += 1
        }
        keep(line[index...])
        return nil
    }

    private mutating func keep(_ bytes: ArraySlice<UInt8>) {
        if keeps { value.append(contentsOf: bytes) }
    }

    private mutating func endField() {
        guard keeps else { return }
        if let text = String(validating: value, as: UTF8.self) {
            fields.append(text)
        } else {
            fail(.encoding(field: fields.count))
            fields.append("")
        }
        value.removeAll(keepingCapacity: true)
    }

    private mutating func fail(_ fault: CSVReader.Fault) {
        if self.fault == nil { self.fault = fault }
    }
}
