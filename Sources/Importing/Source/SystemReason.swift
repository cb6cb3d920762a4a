import Foundation

/// The system's own words for why a file could not be used.
package enum SystemReason {
    /// Gives the innermost reason, such as `No such file or directory`.
    package static func text(of error: any Error) -> String {
        let outer = error as NSError
        if let inner = outer.userInfo[NSUnderlyingErrorKey] as? NSError {
            return text(of: inner)
        }
        if outer.domain == NSPOSIXErrorDomain,
            let code = POSIXErrorCode(rawValue: Int32(outer.code))
        {
            return POSIXError(code).localizedDescription
        }
        return outer.localizedDescription
    }
}
