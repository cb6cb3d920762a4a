/// Why a page cannot be what the tree above it says it is.
enum PageFault: String, Error {
    /// The disk does not give it.
    case unreadable = "the disk does not give this page"
    /// The file ends before it.
    case beyondEnd = "the file ends before this page"
    /// It has another number.
    case otherPage = "another page stands in its place"
    /// It is of another kind, or its head is impossible.
    case badHead = "its head is not that of such a page"
    /// Its rows overlap, leave gaps or reach out of it.
    case badRows = "its rows do not fill it as they must"
    /// A row leads to no page of the file.
    case badPointer = "the file has no page of this number"
    /// A row is marked as something else than a row of this table.
    case badRow = "one of its rows is marked as what it cannot be"
    /// Its keys do not rise, or have sizes that keys of the table cannot have.
    case badKeys = "its keys are not in order"
    /// Its keys lie outside of what the page above says.
    case otherKeys = "its keys belong elsewhere"
    /// Two places lead to it.
    case usedTwice = "two places lead to this page"
    /// The list of free pages has it, too.
    case isFree = "the list of free pages has this page, too"
    /// It stands at another height than its neighbours.
    case otherHeight = "it stands at another height than its neighbours"
    /// A long value is where it cannot be.
    case badValuePlace = "its pages belong to something else or lie beyond the end of the file"
    /// The head before a long value does not say what the row says.
    case badValueHead = "the head before this value is not that of its row"
    /// A table's record does not say what its pages hold.
    case badRowCount = "the table's record counts other rows than its pages hold"
    /// A table's record counts other pages than there are.
    case badPageCount = "the table's record counts other pages than it has"
    /// A table's record has flags or a height that it cannot have.
    case badRecord = "the table's record has properties that no table has"
    /// The two pages at the file's head are not those of one history.
    case badMetaPages = "the two pages at the head of the file contradict each other"
    /// The newest commit that was noted beside the file is not the one in it.
    case olderState = "it shows another state than that of the newest commit noted beside it"
    /// The list of free pages contradicts itself.
    case badFreeList = "the list of free pages does not hold together"
    /// The newest state says that pages are used that the file does not have.
    case badLastPage = "the newest state counts pages that the file does not have"
}
