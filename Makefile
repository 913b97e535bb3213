# The index of commands. Each one is a script that can be read, or one call of cargo.
.PHONY: demo test browser bench bench-http lint doc queries package fuzz miri cycles clean-cluster

demo: ## installs what is missing, plays the main job and serves the API (DEMO_ONCE=1: exits after the story)
	@tests/scripts/demo.sh

test: ## installs what is missing and passes all tests
	@tests/scripts/test.sh

browser: ## builds the pages and plays them in Chromium, which must be there
	@tests/scripts/browser.sh

bench: ## measures the extension beside the best SQL for the same answers; sizes by BENCH_ROWS… (tests/bench/README.md)
	@tests/scripts/bench.sh

bench-http: ## measures the board under two hundred animateurs at once (tests/bench_http/README.md)
	@tests/scripts/bench_http.sh

lint: ## rustfmt, clippy, queries, shellcheck
	@tests/scripts/lint.sh

doc: ## the reference of the Rust code, in target/doc
	@SQLX_OFFLINE=true cargo doc --workspace --no-deps

queries: ## writes module_api/.sqlx again, after a change of a query or of a migration
	@tests/scripts/queries.sh

package: ## the Debian packages of the extension (built and tried) and of the service, in target/package and target/package-service
	@tests/scripts/package.sh --check
	@tests/scripts/package_service.sh

fuzz: ## looks for inputs that break the extension's core, for SECONDS (60)
	@tests/scripts/fuzz.sh $(or $(SECONDS),60)

# Left out: what would not end there (arcs, exact fractions, every day of many years).
miri: ## the core's tests under miri, which sees undefined behaviour (toolchain nightly with miri)
	@MIRIFLAGS=-Zmiri-disable-isolation PROPTEST_CASES=$(or $(CASES),8) cargo +nightly miri test -p gn_diffusion_core --tests -- $(addprefix --skip ,arcs_ kept_inputs parameters_and_volumes areas_are_met_as_fractions_say days_are_those)

cycles: ## connects, calls and leaves COUNT times (10 000), and looks for what is left behind
	@CYCLES=$(or $(COUNT),10000) tests/scripts/test.sh -p demandes_tests --test extension cycles::

clean-cluster: ## stops and removes the private PostgreSQL cluster
	@tests/scripts/cluster.sh clean
