// swift-tools-version: 6.1
import PackageDescription

// A package of its own, so that nobody who builds the program builds the benchmark library.
let package = Package(
    name: "cairn-benchmarks",
    dependencies: [
        .package(name: "cairn", path: ".."),
        // Without its traits: jemalloc is not needed, allocations are not counted here.
        .package(url: "https://github.com/ordo-one/benchmark", from: "1.38.1", traits: []),
    ],
    targets: [
        // What the figures are compared with: the same work in plain C.
        .target(
            name: "CControls",
            linkerSettings: [.linkedLibrary("lmdb"), .linkedLibrary("zstd")]
        ),
        .executableTarget(
            name: "cairn-bench",
            dependencies: ["CControls", .product(name: "CairnWorkloads", package: "cairn")]
        ),
        .executableTarget(
            name: "Micro",
            dependencies: [
                .product(name: "CairnWorkloads", package: "cairn"),
                .product(name: "Benchmark", package: "benchmark"),
            ],
            path: "Benchmarks/Micro",
            plugins: [.plugin(name: "BenchmarkPlugin", package: "benchmark")]
        ),
    ],
    swiftLanguageModes: [.v6]
)
