/// The `cairn` command.
@main
enum Cairn {
    static func main() {}
}
