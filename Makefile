# `make test` installs what is missing, lints, builds and tests.
.PHONY: test format prepare clean

prepare:
	@.ci/prepare

# Lint, build with import checks (warnings are errors by the manifest), all tests.
test: prepare
	swift format lint --strict --parallel --recursive Package.swift Sources Tests
	swift build --build-tests --explicit-target-dependency-import-check error
	swift test --skip-build

format:
	swift format --in-place --parallel --recursive Package.swift Sources Tests

clean:
	rm -rf .build
