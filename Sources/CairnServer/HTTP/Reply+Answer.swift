internal import Answers
internal import HTTPTypes
internal import Hummingbird

extension Reply {
    /// Forms of an answer by the words of `format`, the usual one first.
    static let answerForms = [
        (word: "json", type: MediaType.json), (word: "csv", type: MediaType.csv),
    ]

    /// Sends an answer that is there, or says that the client has it.
    static func answer(
        _ entry: AnswerCache.Entry,
        isPinned: Bool,
        _ request: Request
    ) -> Response {
        let isCoded = entry.gzip != nil && ContentCoding.takesGzip(request.headers[.acceptEncoding])
        let tag = isCoded ? entry.tag.coded("gzip") : entry.tag
        if let match = request.headers[.ifNoneMatch], tag.matches(match) {
            return notModified(tag)
        }
        var headers = HTTPFields()
        headers[.contentType] = entry.type
        headers[.eTag] = tag.text
        headers[.cacheControl] = isPinned ? "private, max-age=60" : "private, no-cache"
        headers[.vary] = "Accept, Accept-Encoding, Authorization"
        if isCoded { headers[.contentEncoding] = "gzip" }
        let bytes = isCoded ? entry.gzip ?? entry.plain : entry.plain
        return Response(status: .ok, headers: headers, body: ResponseBody(byteBuffer: bytes))
    }

    static func notModified(_ tag: EntityTag) -> Response {
        Response(
            status: .notModified,
            headers: [.eTag: tag.text, .vary: "Accept, Accept-Encoding, Authorization"]
        )
    }
}

extension AnswerCache.Entry {
    /// The text of one of the forms of answers.
    init(
        tag: EntityTag,
        form: String,
        json: @autoclosure () -> [UInt8],
        csv: @autoclosure () -> String
    ) {
        let isJSON = form == "json"
        self.init(
            tag: tag,
            type: isJSON ? MediaType.json : MediaType.csv + "; charset=utf-8; header=present",
            bytes: isJSON ? json() : Array(csv().utf8)
        )
    }

    /// An answer in a form.
    init(_ answer: Answer, tag: EntityTag, form: String) {
        self.init(tag: tag, form: form, json: answer.jsonBytes(), csv: answer.csv())
    }
}
