# `make demo` shows the programme of 2019; `make test` lints, builds and tests. Both install what is missing.
# `make bench` measures everything, which wants a machine at rest; `make bench-quick` leaves out the history
# of 100 million events. BENCH gives further options: `make bench BENCH='--only replay --sizes 1000000'`.
.PHONY: demo serve deb test test-service bench-service bench bench-quick bench-peers format prepare clean

# The program that is run and packaged: one file that needs no Swift toolchain.
RELEASE = swift build -c release --static-swift-stdlib --product cairn
SWIFT_FILES = Package.swift Sources Tests Benchmarks/Package.swift Benchmarks/Sources Benchmarks/Benchmarks

prepare:
	@.ci/prepare

# The recorded history of Shigatse in a ledger of its own under .build/demo.
demo: prepare
	$(RELEASE)
	@.ci/demo .build/demo

# The demonstration's ledger as a service on 127.0.0.1:8642, with keys in .build/demo for the README's lines; ends with ^C.
serve: prepare
	$(RELEASE)
	@.ci/serve .build/demo

# A Debian package for machines without Swift, with a unit for systemd: .build/deb/cairn_VERSION_ARCHITECTURE.deb.
deb: prepare
	@.ci/prepare package
	$(RELEASE)
	@Packaging/make-deb

# Lint, build with import checks (warnings are errors by the manifest), all tests.
test: prepare
	swift format lint --strict --parallel --recursive $(SWIFT_FILES)
	swift build --build-tests --explicit-target-dependency-import-check error
	swift test --skip-build
	.ci/python -B Tests/schemas/validate.py
	.ci/python -B Tests/histories/check.py
	.ci/python -B Tests/sampling/check.py
	.ci/python -B Tests/packages/check.py

# The service as its clients meet it: the packaged program, real sockets, faults, systemd; about ten minutes.
test-service: deb
	@.ci/prepare service
	.ci/python -B Tests/service/run.py $(CHECKS)

bench: prepare
	.ci/python -B Benchmarks/bench.py $(BENCH)

# The service with its clients on the same machine, about 16 minutes: Benchmarks/service.md. SERVICE gives further options.
bench-service: prepare
	@Benchmarks/Service/prepare
	test -x "$${CAIRN_PROGRAM:-.build/release/cairn}" || $(RELEASE)
	.ci/python -B Benchmarks/service.py $(SERVICE)

bench-quick: prepare
	.ci/python -B Benchmarks/bench.py --quick $(BENCH)

# Cairn beside other stores, about 25 minutes on a machine at rest: Benchmarks/peers.md and peers.json.
bench-peers: prepare
	@Benchmarks/Peers/prepare
	test -x "$${CAIRN_PROGRAM:-.build/release/cairn}" || $(RELEASE)
	.build/peers-python/bin/python3 -B Benchmarks/Peers/run.py

format:
	swift format --in-place --parallel --recursive $(SWIFT_FILES)

clean:
	rm -rf .build .build-bench Benchmarks/.build
