# Everything that a newcomer types. `make demo` and `make test` install what they need, or say in
# one line what is missing.

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
export PATH := $(PATH):$(HOME)/.cargo/bin

BUILT := $(or $(CARGO_TARGET_DIR),target)
PARVIS := $(BUILT)/debug/parvis
BROWSER := tests/browser
# npm writes this file last, so that it is as new as what is installed.
INSTALLED := node_modules/.package-lock.json
# The services that tests need: two OpenID providers, one certified and one poor, an S3 storage, and the other
# side of each channel that leads out of the portal.
SERVICES := tests/op/$(INSTALLED) tests/bucket/$(INSTALLED) $(BUILT)/second-provider/installed $(BUILT)/delivery/installed
DATA := var
PORT := 8080

.PHONY: help
help: ## This list
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/\1\t\2/p' $(MAKEFILE_LIST) | expand -t 16

.PHONY: demo
demo: build ## Run everything on this machine (RESET=1 begins afresh, PORT=9000 moves it)
	$(if $(RESET),rm -rf $(DATA))
	@exec $(PARVIS) demo --port $(PORT) --data $(DATA)

.PHONY: test
test: ## Run every test: rules, journeys on SQLite and PostgreSQL, journeys in a browser
	@.ci/need rust cc postgres node python chromium
	@$(MAKE) --no-print-directory $(SERVICES)
	@echo "cargo test"; failed=; \
	cargo test --workspace --locked --no-fail-fast || failed=yes; \
	$(MAKE) --no-print-directory test-browser || failed=yes; \
	[ -z "$$failed" ]

.PHONY: test-unit
test-unit: ## Run the tests of rules alone: no database server, no browser
	@.ci/need rust cc
	cargo test --locked --lib --bins

.PHONY: test-journeys
test-journeys: $(SERVICES) ## Run the journeys over HTTP, on SQLite and on PostgreSQL
	@.ci/need rust cc postgres
	cargo test --locked --test '*'

.PHONY: test-browser
test-browser: build $(BROWSER)/$(INSTALLED) ## Run the journeys in a real browser, twelve minutes on two cores (FILES="exit.test.mjs" runs a part)
	@.ci/need chromium
	cd $(BROWSER) && PARVIS_BIN=$(abspath $(PARVIS)) CHROMIUM=$$(command -v chromium chromium-browser google-chrome | head -n 1) timeout --kill-after=10 30m npm test -- $(FILES)

%/$(INSTALLED): %/package-lock.json
	@.ci/need node
	cd $* && npm ci
	@touch $@

$(BUILT)/second-provider/installed: tests/second_provider/requirements.txt
	@.ci/need python
	python3 -m venv --clear $(@D)
	$(@D)/bin/pip install --quiet --disable-pip-version-check --require-hashes --requirement $<
	@touch $@

$(BUILT)/delivery/installed: tests/delivery/servers/requirements.txt
	@.ci/need python
	python3 -m venv --clear $(@D)
	$(@D)/bin/pip install --quiet --disable-pip-version-check --require-hashes --requirement $<
	@touch $@

.PHONY: chaos
chaos: ## Send a thousand requests while portal and back-end are killed at random, and reconcile
	@.ci/need rust cc postgres
	PARVIS_CHAOS=$(or $(COUNT),1000) cargo test --locked --test recovery chaos -- --nocapture

.PHONY: bench
bench: ## Measure, and print ratios (ONLY="pages requests news sessions proxy start record" measures a part); nginx is wanted for proxy
	@.ci/need rust cc postgres
	cargo bench --locked --bench portal -- $(ONLY)

.PHONY: bench-frame
bench-frame: $(BROWSER)/$(INSTALLED) ## Measure what a tile's frame costs a citizen, beside the same element in a bare page
	@.ci/need rust cc chromium
	cargo build --locked --release
	PARVIS_BIN=$(abspath $(BUILT)/release/parvis) node benches/frame.mjs

.PHONY: lint
lint: fmt clippy deps text ## Run every check that is not a test

.PHONY: fmt
fmt:
	cargo fmt --check

.PHONY: clippy
clippy:
	cargo clippy --workspace --all-targets --locked -- -D warnings

.PHONY: deps
deps: ## Check dependencies: licences, bans, sources, known vulnerabilities
	@.ci/dependencies

.PHONY: text
text: build ## Check every word of the portal and of its tiles
	$(PARVIS) text check

.PHONY: build
build:
	@.ci/need rust cc
	cargo build --locked
