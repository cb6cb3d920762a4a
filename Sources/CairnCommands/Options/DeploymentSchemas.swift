import Answers
import EventModel
import Foundation
import Importing

/// Event types that a deployment adds: JSON Schema files in a folder.
enum DeploymentSchemas {
    /// Name of the folder in a ledger that holds what `init` was given.
    static let folderName = "schemas"

    /// Copies the deployment's files into a new ledger, where every later command finds them.
    ///
    /// - Throws: ``CommandFailure`` that names the file at fault.
    static func copy(from folder: String, into ledger: String) throws {
        let target = ledger + "/" + folderName
        let paths = try paths(in: folder, ending: ".json") + paths(in: folder, ending: ".yaml")
        do {
            try FileManager.default.createDirectory(
                atPath: target,
                withIntermediateDirectories: false
            )
            for path in paths {
                let name = (path as NSString).lastPathComponent
                try FileManager.default.copyItem(atPath: path, toPath: "\(target)/\(name)")
            }
        } catch {
            throw CommandFailure(
                .failed,
                FailureMessages.unwritable(target, reason: SystemReason.text(of: error))
            )
        }
    }

    /// Paths of a folder's files whose names end so, in order of name.
    ///
    /// - Throws: ``CommandFailure`` when the folder cannot be listed.
    static func paths(in folder: String, ending: String) throws -> [String] {
        let names: [String]
        do {
            names = try FileManager.default.contentsOfDirectory(atPath: folder)
        } catch {
            throw CommandFailure(
                .failed,
                FailureMessages.unreadable(folder, reason: SystemReason.text(of: error))
            )
        }
        return names.sorted().filter { $0.hasSuffix(ending) }.map { "\(folder)/\($0)" }.filter {
            let type = try? FileManager.default.attributesOfItem(atPath: $0)[.type]
            // A pipe would be waited for; a link leads where it leads.
            return [.typeRegular, .typeSymbolicLink].contains(type as? FileAttributeType)
        }
    }

    /// Reads every `*.json` file of a folder, in order of name.
    ///
    /// - Throws: ``CommandFailure`` that names the file at fault.
    static func load(from folder: String, into registry: SchemaRegistry) throws -> SchemaRegistry {
        var schemas: [EventSchema] = []
        for path in try paths(in: folder, ending: ".json") {
            let bytes = try WholeFile.read(path)
            let schema: EventSchema
            do {
                schema = try SchemaRegistry.schema(fromJSONSchema: bytes)
            } catch {
                throw CommandFailure(.failed, FileMessages.badSchema(path, reason: "\(error)"))
            }
            try check(schema, from: path, against: registry, and: schemas)
            schemas.append(schema)
        }
        return registry.adding(schemas)
    }

    /// A deployment adds types of its own: those of the program stay as they are, in every version, and no
    /// file may contradict another.
    private static func check(
        _ schema: EventSchema,
        from path: String,
        against registry: SchemaRegistry,
        and others: [EventSchema]
    ) throws(CommandFailure) {
        let own = registry.versions(of: schema.type)
        if !own.isEmpty, !own.contains(where: { $0.hasSameForm(as: schema) }) {
            let reason = Phrase(
                zh: "\(schema.type) 是程序内置的事件类型,请换一个名称",
                en: "\(schema.type) is one of the program's own event types; choose another name"
            )
            throw CommandFailure(.failed, FileMessages.badSchema(path, reason: reason.spoken))
        }
        let twin = others.first { $0.urn == schema.urn && !$0.hasSameForm(as: schema) }
        guard let twin else { return }
        let reason = Phrase(
            zh: "\(twin.urn) 在同一文件夹的另一个文件中有不同的定义",
            en: "\(twin.urn) is defined otherwise in another file of the folder"
        )
        throw CommandFailure(.failed, FileMessages.badSchema(path, reason: reason.spoken))
    }
}

/// Reads files that are small by nature: maps, questions, events on the command line.
enum WholeFile {
    private static let limitBytes = 64 << 20

    /// Reads a file, plain or compressed, or standard input for `-`.
    ///
    /// - Throws: ``CommandFailure`` if it cannot be read or exceeds 64 MiB.
    static func read(_ path: String) throws(CommandFailure) -> [UInt8] {
        do throws(ImportError) {
            let source = try FileSource(path: path)
            var bytes: [UInt8] = []
            while try source.read(into: &bytes) {
                guard bytes.count <= limitBytes else {
                    throw .unusable(
                        file: path,
                        line: nil,
                        reason: "\(bytes.count) bytes",
                        accepted: "at most \(limitBytes) bytes"
                    )
                }
            }
            return bytes
        } catch {
            throw CommandFailure(error)
        }
    }
}
