import Answers
import Glibc

/// Ends the program with a message where the system cannot give the bytes of a mapped file.
///
/// The ledger's file is read through a memory map. If it is cut short, or its disk fails, the system sends
/// SIGBUS in the middle of a read; no check before could rule that out.
enum MappedFileFault {
    /// Tells it in the language and form of this run; the exit status is that of an integrity failure.
    static func install(_ language: Language, asJSON: Bool) {
        // A handler can capture nothing and may allocate nothing, so each wording has its own.
        switch (language, asJSON) {
        case (.chinese, false): signal(SIGBUS) { _ in MappedFileFault.end(with: chinese) }
        case (.english, false): signal(SIGBUS) { _ in MappedFileFault.end(with: english) }
        case (.chinese, true): signal(SIGBUS) { _ in MappedFileFault.end(with: chineseJSON) }
        case (.english, true): signal(SIGBUS) { _ in MappedFileFault.end(with: englishJSON) }
        }
    }

    private static func end(with message: StaticString) -> Never {
        _ = unsafe write(STDERR_FILENO, message.utf8Start, message.utf8CodeUnitCount)
        _exit(ExitStatus.integrity.rawValue)
    }
}

private let chinese: StaticString =
    "错误:账本文件被截短,或所在磁盘读取失败\n  请停止写入,原样保留该文件夹,检查磁盘,并从备份恢复\n"
private let english: StaticString =
    "error: the ledger's file is cut short, or its disk fails to read it\n  stop writing, keep the folder as it is, check the disk, and restore a backup\n"
private let chineseJSON: StaticString =
    "{\"error\": \"damaged\", \"message\": \"账本文件被截短,或所在磁盘读取失败\", \"remedy\": \"请停止写入,原样保留该文件夹,检查磁盘,并从备份恢复\"}\n"
private let englishJSON: StaticString =
    "{\"error\": \"damaged\", \"message\": \"the ledger's file is cut short, or its disk fails to read it\", \"remedy\": \"stop writing, keep the folder as it is, check the disk, and restore a backup\"}\n"
