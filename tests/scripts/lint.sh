#!/usr/bin/env bash
# Holds the sources to the rules of the house: rustfmt's default format, no warning of clippy, shellcheck when it is there.
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"

"$SCRIPTS/install.sh"
find_cargo
cd "$ROOT"
# rustup's minimal profile has neither.
cargo fmt --version >/dev/null 2>&1 || rustup component add rustfmt
cargo clippy --version >/dev/null 2>&1 || rustup component add clippy

cargo fmt --all --check
cargo clippy --workspace --all-targets ${CI:+--locked} -- --deny warnings
"$SCRIPTS/queries.sh" --check
if command -v shellcheck >/dev/null; then shellcheck --external-sources --source-path=SCRIPTDIR "$SCRIPTS"/*.sh .ci/run; fi
