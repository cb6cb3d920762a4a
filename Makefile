# The two commands of the README; both install what is missing first.
.PHONY: test demo format prepare clean

DEMO := .build/demo

prepare:
	@.ci/prepare

# Lint, build with import checks (warnings are errors by the manifest), all tests, and the schema files
# against an independent validator.
test: prepare
	swift format lint --strict --parallel --recursive Package.swift Sources Tests
	swift build --build-tests --explicit-target-dependency-import-check error
	swift test --skip-build
	.ci/python Tests/schemas/validate.py

# Imports a recorded synthetic history of Shigatse and asks for the headline figures on both clocks.
demo: prepare
	swift build --configuration release --product cairn
	@.ci/demo $(DEMO)

format:
	swift format --in-place --parallel --recursive Package.swift Sources Tests

clean:
	rm -rf .build
