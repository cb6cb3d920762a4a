extension AccessPolicy {
    /// The text of the built-in default.
    package static var builtInText: String {
        String(decoding: PackageResources.access_yaml, as: UTF8.self)
    }

    /// The built-in default: the duties of the plan's section 十二(二).
    package static let builtIn: AccessPolicy = {
        do throws(AccessPolicyError) {
            return try AccessPolicy(yaml: builtInText)
        } catch {
            preconditionFailure("the built-in policy is read by a test: \(error)")
        }
    }()
}
