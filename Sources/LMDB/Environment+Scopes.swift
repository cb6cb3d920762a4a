extension Environment {
    /// Runs a body on one consistent state.
    ///
    /// The body is not asynchronous, so it cannot be suspended with the transaction open.
    ///
    /// - Parameter body: Gets the transaction; may renew it.
    /// - Returns: What the body returned.
    /// - Throws: What the body threw, or a failure to begin.
    package func reading<Result: ~Copyable, Failure: StorageFailure>(
        _ body: (inout ReadTransaction) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        var transaction: ReadTransaction
        do throws(LMDBError) { transaction = try beginReading() } catch { throw Failure(error) }
        return try body(&transaction)
    }

    /// Runs a body in a write transaction on this thread: commits when it returns, throws the
    /// changes away when it throws.
    ///
    /// Blocks while another thread writes, and for the flush of the commit; call it on a thread
    /// that may block.
    ///
    /// - Parameter body: Gets the transaction.
    /// - Returns: What the body returned, after the changes are durable.
    /// - Throws: What the body threw, or a failure to begin or to commit, see
    ///   ``WriteTransaction/commit()``.
    package func writing<Result: ~Copyable, Failure: StorageFailure>(
        _ body: (inout WriteTransaction) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        var transaction: WriteTransaction
        do throws(LMDBError) { transaction = try beginWriting() } catch { throw Failure(error) }
        let result = try body(&transaction)
        do throws(LMDBError) { try transaction.commit() } catch { throw Failure(error) }
        return result
    }
}
