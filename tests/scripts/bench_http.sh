#!/usr/bin/env bash
# Measures the board as two hundred animateurs use it at once (tests/bench_http/README.md). Arguments go to the program:
#   tests/scripts/bench_http.sh --clients 50 --seconds 10
# Writes target/bench_http: results.json, results.md, the messages of the service.
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"
forget_instance_settings

STAGE=$TARGET/bench_http
DATABASE=demandes_bench_http
source "$SCRIPTS/stage.sh"

trap stop_all EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP

"$SCRIPTS/install.sh"
find_cargo
"$SCRIPTS/build.sh"
(cd "$ROOT" && cargo build --release --package demandes_api ${CI:+--locked} >&2)
install -d -m 700 "$STAGE"
joined=yes
join_cluster
PORT=$(free_port "")
write_config
make_template
copy_template
sql "$DATABASE" --file="$ROOT/tests/src/fixtures/history.sql" >/dev/null
sql "$DATABASE" --file="$ROOT/tests/bench_http/animateurs.sql" >/dev/null
API=$TARGET/release/demandes_api
start_in_background serve
start_in_background worker
wait_for_service
BENCH_HTTP_URL=http://127.0.0.1:$PORT$BASE_PATH \
    BENCH_HTTP_DATABASE=$(url_of "$DATABASE") \
    BENCH_HTTP_KEY_FILE=$STAGE/secret.key \
    BENCH_HTTP_OUT=$STAGE \
    "$TARGET/debug/demandes_bench_http" "$@" </dev/null
