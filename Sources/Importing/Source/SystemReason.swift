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
            let text = POSIXError(code).localizedDescription
            // Foundation puts a sentence without content before the system's words.
            return text.replacing("The operation could not be completed. ", with: "")
        }
        return outer.localizedDescription
    }
}
