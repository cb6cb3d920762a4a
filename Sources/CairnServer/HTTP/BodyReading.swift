internal import HTTPTypes
internal import Hummingbird
internal import NIOCore

/// Takes a request's body in, within bounds of size and time.
enum BodyReading {
    /// The body's bytes.
    ///
    /// - Parameters:
    ///   - request: The request.
    ///   - limits: How much and how long.
    /// - Returns: All of them.
    /// - Throws: ``Problem``; nothing was done with what came of it.
    static func bytes(of request: Request, _ limits: ServiceLimits) async throws -> [UInt8] {
        let limit = limits.bodyBytes
        if let length = request.headers[.contentLength], Int(length).map({ $0 > limit }) ?? true {
            throw Problem.bodyTooLarge(limit: limit)
        }
        let deadline = ContinuousClock.now + .seconds(limits.bodySeconds)
        var bytes: [UInt8] = []
        do {
            // A body that stops altogether ends with the connection's idle time. To cancel the reading would close
            // the connection before anything could be answered.
            for try await part in request.body {
                guard bytes.count + part.readableBytes <= limit else {
                    throw Problem.bodyTooLarge(limit: limit)
                }
                guard ContinuousClock.now < deadline else { throw Problem.requestTimeout }
                bytes += part.readableBytesView
            }
        } catch let problem as Problem {
            throw problem
        } catch {
            throw Problem.bodyBroken("\(error)")
        }
        // A client that went away in the middle looks like the end of the body.
        if let length = request.headers[.contentLength].flatMap({ Int($0) }), length != bytes.count
        {
            throw Problem.bodyBroken("\(bytes.count) of \(length) bytes")
        }
        return bytes
    }
}
