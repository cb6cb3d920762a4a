/// What a batch remembers from one plain line to the next, and where the members of the line at hand stand.
///
/// Producers keep to an order of members, and nine of ten events are of the type of the one before: names are
/// compared with the one that followed last time, and the form of the type stays at hand.
struct PlainMemory: Sendable {
    /// Where a member of a line stands: its name up to the colon, then its value.
    struct Member: Sendable {
        var name: UInt32 = 0
        var nameEnd: UInt32 = 0
        var value: UInt32 = 0
        var end: UInt32 = 0
        /// Whether a text is printable ASCII.
        var isPrintable = true

        /// Place of a text between its quotes.
        var text: Range<Int> { (Int(value) + 1)..<(Int(end) - 1) }
    }

    /// Stands for no attribute or field.
    static let none = UInt8.max

    /// The attributes of the line, each at its ``Attribute/bit``.
    var attributes = InlineArray<15, Member>(repeating: Member())
    /// The attribute that followed each one last time; the last place has the first attribute.
    var nextAttribute = InlineArray<16, UInt8>(repeating: PlainMemory.none)
    /// The attributes' names, each at its ``Attribute/bit``.
    let attributeNames = AttributeNames.shared.written

    /// The form of the type of the last line.
    var form = Self.firstForm
    private static let firstForm = PlainForm(eventVoided)
    /// The forms of the types before it.
    private var otherForms: [PlainForm] = []
    /// Where the forms' schemas were found; `nil` if there are none yet.
    private var registry: SchemaRegistry?

    /// The fields of the line's `data`, each at its index.
    var fields: [Member] = []
    /// The line's values, texts as places in the line; there may be more than the type has fields.
    var values: [PackedValue] = []
    /// How far the texts of ``values`` are to be moved to stand in the event's run of bytes, modulo 2^32.
    var textShift: UInt32 = 0

    /// Where an attribute of the line stands.
    @inline(__always)
    subscript(attribute: Attribute) -> Member { attributes[Int(attribute.bit)] }

    /// Whether the line ends as lines of the form at hand do.
    @inline(__always)
    func ends(_ line: Span<UInt8>, of registry: SchemaRegistry) -> Bool {
        self.registry === registry
            && line.hasBytes(of: form.ending.span, at: line.count - form.ending.count)
    }

    /// Takes the form of a type in hand; `false` if there is none.
    mutating func take(_ type: Span<UInt8>, of registry: SchemaRegistry) -> Bool {
        guard let schema = registry.newestSchema(ofType: type), PlainForm.isPlain(schema) else {
            return false
        }
        if self.registry !== registry {
            self.registry = registry
            otherForms.removeAll()
            form = PlainForm(schema)
        } else if form.schema !== schema {
            if let index = otherForms.firstIndex(where: { $0.schema === schema }) {
                swap(&form, &otherForms[index])
            } else {
                otherForms.append(form)
                form = PlainForm(schema)
            }
        }
        while values.count < form.count {
            values.append(.absent)
            fields.append(Member())
        }
        return true
    }

    /// Whether the values obey the implications of the type.
    @inline(__always)
    func obeysImplications() -> Bool {
        form.implications.isEmpty
            || form.implications.allSatisfy { !isTrue($0.ifTrue) || isTrue($0.thenTrue) }
    }

    private func isTrue(_ index: Int) -> Bool {
        values[index].kind == .integer && values[index].bits == 1
    }
}
