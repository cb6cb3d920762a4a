import Answers
import Declared
import EventModel
import Messages

/// Indicators that a deployment defines: YAML files in the folder of its event types.
enum DeploymentIndicators {
    /// Reads every `*.yaml` file of a folder, in order of name.
    ///
    /// - Throws: ``CommandFailure`` that names the file at fault.
    static func load(
        from folder: String,
        registry: SchemaRegistry
    ) throws -> [DeclaredIndicator] {
        var indicators: [DeclaredIndicator] = []
        for path in try DeploymentSchemas.paths(in: folder, ending: ".yaml") {
            let text = String(decoding: try WholeFile.read(path), as: UTF8.self)
            let indicator: DeclaredIndicator
            do throws(DeclaredIndicatorError) {
                indicator = try DeclaredIndicator(yaml: text, registry: registry)
            } catch {
                throw CommandFailure(.failed, FileMessages.badIndicator(path, reason: "\(error)"))
            }
            guard !indicators.contains(where: { $0.name == indicator.name }) else {
                throw CommandFailure(
                    .failed,
                    FileMessages.badIndicator(path, reason: "\(indicator.name) is defined twice")
                )
            }
            indicators.append(indicator)
        }
        return indicators
    }
}
