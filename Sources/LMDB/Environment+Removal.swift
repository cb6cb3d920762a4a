internal import Glibc

extension Environment {
    /// Removes the files of an environment that is damaged and can be made anew from elsewhere.
    ///
    /// Takes the writer's lock meanwhile. Who reads the old files goes on with them.
    ///
    /// - Parameter path: Folder of the environment, which this process does not have open.
    /// - Throws: ``EnvironmentOpenError/lockedByOtherProcess(processID:)`` while a writer lives: leave it to that
    ///   one; ``EnvironmentOpenError/engine(_:)`` if the files cannot be removed.
    package static func removeFiles(in path: String) throws(EnvironmentOpenError) {
        let lock = try WriterLock(acquiringIn: path)
        defer { lock.release() }
        // The lock file goes with the data: it says which state of it is the newest.
        for name in [dataFileName, lockFileName] {
            guard unsafe unlink(path + "/" + name) == 0 || errno == ENOENT else {
                throw .engine(.lastSystemError)
            }
        }
        lock.eraseNote()
    }
}
