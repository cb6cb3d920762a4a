# `make demo` shows the programme of 2019; `make test` lints, builds and tests. Both install what is missing.
.PHONY: demo test format prepare clean bench-peers

prepare:
	@.ci/prepare

# The recorded history of Shigatse in a ledger of its own under .build/demo.
demo: prepare
	swift build -c release --product cairn
	@.ci/demo .build/demo

# Lint, build with import checks (warnings are errors by the manifest), all tests.
test: prepare
	swift format lint --strict --parallel --recursive Package.swift Sources Tests
	swift build --build-tests --explicit-target-dependency-import-check error
	swift test --skip-build
	.ci/python -B Tests/schemas/validate.py
	.ci/python -B Tests/histories/check.py

# Cairn beside other stores, about 25 minutes on a machine at rest: Benchmarks/peers.md and peers.json.
bench-peers: prepare
	@Benchmarks/Peers/prepare
	test -x "$${CAIRN_PROGRAM:-.build/release/cairn}" || swift build -c release --product cairn
	.build/peers-python/bin/python3 -B Benchmarks/Peers/run.py

format:
	swift format --in-place --parallel --recursive Package.swift Sources Tests

clean:
	rm -rf .build
