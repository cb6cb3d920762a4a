import CairnCommands
import Glibc

/// The `cairn` command.
@main
enum Cairn {
    static func main() async {
        exit(await CairnMain.run(Array(CommandLine.arguments.dropFirst())))
    }
}
