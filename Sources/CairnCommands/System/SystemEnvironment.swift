import Foundation

/// Variables of the environment.
enum SystemEnvironment {
    /// A variable's value; `nil` if it is not set or empty.
    static func value(_ name: String) -> String? {
        ProcessInfo.processInfo.environment[name].flatMap { $0.isEmpty ? nil : $0 }
    }
}
