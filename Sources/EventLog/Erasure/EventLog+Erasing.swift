import EventModel

extension EventLog {
    /// Destroys what can still open the personal fields of subjects that were erased, and what was computed from them.
    ///
    /// Done after an erasure was recorded, and again whenever a ledger is opened for writing: what a crash left
    /// undone, or a copy brought back, goes then.
    ///
    /// - Returns: Subjects whose key was still there.
    /// - Throws: ``LogError``; repeat it.
    @discardableResult
    package func destroyErasedKeys() throws(LogError) -> [String] {
        let erased: ErasedSubjects
        do {
            erased = try withSnapshot { snapshot in try snapshot.erasedSubjects() }
        } catch let error as LogError {
            throw error
        } catch {
            preconditionFailure("nothing else is thrown: \(error)")
        }
        let keys = SubjectKeys(of: folder)
        var destroyed: [String] = []
        for subject in erased.subjects where try keys.destroyKey(of: subject) {
            destroyed.append(subject)
        }
        if !destroyed.isEmpty { try folder.purgeViews() }
        return destroyed
    }
}
