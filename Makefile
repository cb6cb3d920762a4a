# `make demo` shows the programme of 2019; `make test` lints, builds and tests. Both install what is missing.
# `make bench` measures everything, which wants a machine at rest; `make bench-quick` leaves out the history
# of 100 million events. BENCH gives further options: `make bench BENCH='--only replay --sizes 1000000'`.
.PHONY: demo test bench bench-quick bench-peers format prepare clean

SWIFT_FILES = Package.swift Sources Tests Benchmarks/Package.swift Benchmarks/Sources Benchmarks/Benchmarks

prepare:
	@.ci/prepare

# The recorded history of Shigatse in a ledger of its own under .build/demo.
demo: prepare
	swift build -c release --product cairn
	@.ci/demo .build/demo

# Lint, build with import checks (warnings are errors by the manifest), all tests.
test: prepare
	swift format lint --strict --parallel --recursive $(SWIFT_FILES)
	swift build --build-tests --explicit-target-dependency-import-check error
	swift test --skip-build
	.ci/python -B Tests/schemas/validate.py
	.ci/python -B Tests/histories/check.py
	.ci/python -B Tests/sampling/check.py
	.ci/python -B Tests/packages/check.py

bench: prepare
	.ci/python -B Benchmarks/bench.py $(BENCH)

bench-quick: prepare
	.ci/python -B Benchmarks/bench.py --quick $(BENCH)

# Cairn beside other stores, about 25 minutes on a machine at rest: Benchmarks/peers.md and peers.json.
bench-peers: prepare
	@Benchmarks/Peers/prepare
	test -x "$${CAIRN_PROGRAM:-.build/release/cairn}" || swift build -c release --product cairn
	.build/peers-python/bin/python3 -B Benchmarks/Peers/run.py

format:
	swift format --in-place --parallel --recursive $(SWIFT_FILES)

clean:
	rm -rf .build .build-bench Benchmarks/.build
