internal import LMDB

/// What a handler of signals may ask about the file of a ledger that is open.
package enum LedgerFileFault {
    /// Whether the storage engine has found the file's pages contradicting each other and stops the process.
    ///
    /// Safe in a handler of signals once it was asked before.
    package static var engineHasGivenUp: Bool { EngineAssertion.hasFailed }
}
