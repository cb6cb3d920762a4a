internal import LMDB

extension LogError {
    /// Whether stored bytes do not hold together, found by our checks or by the engine's own.
    ///
    /// The engine reports a page that is not what its tree says as a failure of its own; for the reader
    /// it is the same as damage that a checksum shows.
    package var isDamage: Bool {
        switch self {
        case .damaged, .manifestDamaged, .schemaUnreadable, .rolledBack, .forked: true
        case .storage(let failure): failure.isDamage
        case .closed, .notALedger, .alreadyExists, .newerFormat, .newerSchema, .unsuitableOption,
            .schemaDiffers,
            .openInThisProcess, .lockedByOtherProcess, .readOnlyFolder, .full, .signingKey,
            .subjectKey:
            false
        }
    }

    /// Whether the device failed to take or give bytes; the engine reports a write that a full disk cuts
    /// short so, too.
    package var isDeviceFailure: Bool { self == .storage(.inputOutput) }
}
