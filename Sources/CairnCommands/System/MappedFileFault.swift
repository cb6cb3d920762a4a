import Answers
import EventLog
import Glibc

/// Ends the program with a message where damage of a mapped file leads the storage engine astray.
///
/// The ledger's file is read through a memory map. If it is cut short, or its disk fails, the system sends
/// SIGBUS in the middle of a read. Values have checksums, but the pages that lead to them are the engine's
/// own and have none: a damaged one makes it follow a wild pointer (SIGSEGV) or stop itself (SIGABRT, after
/// it has said why). No check before could rule that out. A failed check of our own code ends in another
/// signal, a lack of memory in a SIGABRT that stays what it is.
enum MappedFileFault {
    /// Tells it in the language and form of this run; the exit status is that of an integrity failure.
    ///
    /// To be called before the first ledger is opened.
    static func install(_ language: Language, asJSON: Bool) {
        // A handler can capture nothing and may allocate nothing, so each wording has its own.
        let handler: @convention(c) (Int32) -> Void =
            switch (language, asJSON) {
            case (.chinese, false): { MappedFileFault.end($0, with: chinese) }
            case (.english, false): { MappedFileFault.end($0, with: english) }
            case (.chinese, true): { MappedFileFault.end($0, with: chineseJSON) }
            case (.english, true): { MappedFileFault.end($0, with: englishJSON) }
            }
        // Asked once, so that the handler finds it made.
        precondition(!LedgerFileFault.engineHasGivenUp, "no ledger is open yet")
        for number in [SIGBUS, SIGSEGV, SIGABRT] { signal(number, handler) }
    }

    private static func end(_ number: Int32, with message: StaticString) {
        guard number != SIGABRT || LedgerFileFault.engineHasGivenUp else {
            // `abort` goes on to end the process as the system has it.
            signal(SIGABRT, SIG_DFL)
            return
        }
        _ = unsafe write(STDERR_FILENO, message.utf8Start, message.utf8CodeUnitCount)
        _exit(ExitStatus.integrity.rawValue)
    }
}

private let chinese: StaticString =
    "错误:账本文件已损坏:被截短、页面被改动,或所在磁盘读取失败\n  请停止写入,原样保留该文件夹,检查磁盘,并从备份恢复\n"
private let english: StaticString =
    "error: the ledger's file is damaged: it is cut short, its pages were changed, or its disk fails to read it\n  stop writing, keep the folder as it is, check the disk, and restore a backup\n"
private let chineseJSON: StaticString =
    "{\"error\": \"damaged\", \"message\": \"账本文件已损坏:被截短、页面被改动,或所在磁盘读取失败\", \"remedy\": \"请停止写入,原样保留该文件夹,检查磁盘,并从备份恢复\"}\n"
private let englishJSON: StaticString =
    "{\"error\": \"damaged\", \"message\": \"the ledger's file is damaged: it is cut short, its pages were changed, or its disk fails to read it\", \"remedy\": \"stop writing, keep the folder as it is, check the disk, and restore a backup\"}\n"
