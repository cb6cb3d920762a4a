/// The verifier that packages take along, `Replay/verifier/verify.py` as it was when the program was built.
package enum PackagedVerifier {
    /// The file's bytes.
    package static var bytes: [UInt8] { PackageResources.verify_py }
}
