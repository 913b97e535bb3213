#!/usr/bin/env bash
# Measures the extension beside the best SQL for the same answers (tests/bench/README.md). Arguments go to the program:
#   tests/scripts/bench.sh --rows 1000000 --only 'blur_*'
# Each has an environment variable (BENCH_ROWS…). DEMANDES_TEST_DATA names the folder of real communes; without it they are
# invented. Writes target/bench: results.json, results.md, plans/. The databases it measures stay in the private cluster.
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"
forget_instance_settings

BENCH=$TARGET/bench
SEDONADB=0.5.0

# SedonaDB is measured beside us, not part of us: what keeps it away is said in its row.
install_sedonadb() {
    local log=$BENCH/python.log python
    if python=$(python_with bench/python "sedonadb==$SEDONADB" pyarrow 2>"$log"); then
        export BENCH_PYTHON=$python
    else
        BENCH_PYTHON_MISSING="sedonadb $SEDONADB ne s'installe pas : $(tail -n 1 "$log")"
        export BENCH_PYTHON_MISSING
    fi
}

"$SCRIPTS/install.sh"
find_cargo
"$SCRIPTS/build.sh" extension
(cd "$ROOT" && cargo build --package demandes_tests --bin demandes_bench ${CI:+--locked} >&2)
(cd "$ROOT" && SQLX_OFFLINE=true cargo build --release --package demandes_api ${CI:+--locked} >&2)
mkdir -p "$BENCH"
install_sedonadb
trap leave_cluster EXIT
join_cluster
export DEMANDES_ROOT=$ROOT BENCH_OUT=$BENCH BENCH_API=$TARGET/release/demandes_api
"$TARGET/debug/demandes_bench" "$@"
