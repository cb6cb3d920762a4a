import EventModel

/// A file that a package takes along as it is given.
package struct PackageFile: Sendable {
    /// Name in the package: ASCII, `/` between folders.
    package let name: String
    /// Content.
    package let bytes: [UInt8]

    /// Names bytes.
    package init(_ name: String, _ bytes: [UInt8]) {
        self.name = name
        self.bytes = bytes
    }
}

/// What proves a package without the ledger: signed checkpoint, proofs, verifier; made by whoever holds the keys.
package struct PackageEvidence {
    /// Gives the files for a package on the first `treeSize` events; `positions` are those of the events that
    /// the journal and the exceptions name, ascending.
    package let files: (_ treeSize: UInt64, _ positions: [UInt64]) throws -> [PackageFile]
    /// Gives files about the manifest of a package on the first `treeSize` events, such as its signature; they stand
    /// beside it and are not listed in it.
    package let signatures: (_ treeSize: UInt64, _ manifest: [UInt8]) throws -> [PackageFile]

    /// Joins the two.
    package init(
        files:
            @escaping (_ treeSize: UInt64, _ positions: [UInt64]) throws -> [PackageFile],
        signatures:
            @escaping (_ treeSize: UInt64, _ manifest: [UInt8]) throws -> [PackageFile] = { _, _ in
                []
            }
    ) {
        self.files = files
        self.signatures = signatures
    }

    /// No files: the package is as true as its root hash is confirmed elsewhere.
    package static var none: PackageEvidence { PackageEvidence(files: { _, _ in [] }) }
}
