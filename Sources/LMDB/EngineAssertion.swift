internal import CLMDB
internal import Glibc
internal import Synchronization

/// Whether the engine has found its own pages contradicting each other and is about to stop the process.
///
/// It calls `abort` then; a handler of `SIGABRT` can so tell damage of the file from a fault of the program.
package enum EngineAssertion {
    private static let hasFailedFlag = Atomic<Bool>(false)

    /// Safe in a handler of signals once it was asked before.
    package static var hasFailed: Bool { hasFailedFlag.load(ordering: .relaxed) }

    /// Has failures in an environment noted.
    static func watch(_ environment: OpaquePointer) throws(LMDBError) {
        try check(
            unsafe mdb_env_set_assert(environment) { _, _ in
                EngineAssertion.hasFailedFlag.store(true, ordering: .relaxed)
                // At once, before the engine writes a line of its own to standard error.
                abort()
            }
        )
    }
}
