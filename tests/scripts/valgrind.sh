#!/usr/bin/env bash
# Runs every native function of the extension in a backend under valgrind (tests/tests/extension/cycles/calls.sql), and tells
# the memory errors and leaks that have the extension's library on their stack: status 1 if there is one. Takes minutes.
#
# Wants Debian's package valgrind, which it does not install. Its cluster and the whole report are in target/valgrind.
# shellcheck disable=SC2317 # some functions are reached by trap only
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"
forget_instance_settings

command -v valgrind >/dev/null || die "valgrind n'est pas installé (apt-get install valgrind)"
DATABASE=calls
OUT=$TARGET/valgrind
REPORT=$OUT/report

"$SCRIPTS/install.sh"
find_cargo
"$SCRIPTS/build.sh" extension

export CARGO_TARGET_DIR=$OUT
mkdir -p "$OUT"
trap '"$SCRIPTS/cluster.sh" clean' EXIT
folder=$("$SCRIPTS/cluster.sh" dir)
join_cluster
sql postgres --command="CREATE DATABASE $DATABASE TEMPLATE template0"
for script in geonature demo; do
    sql "$DATABASE" --file="$ROOT/sql/$script/load.sql" >/dev/null
done
sql "$DATABASE" --command='CREATE EXTENSION gn_diffusion'
leave_cluster

# A backend alone, which reads a statement a line: no other process to follow.
rm -f "$REPORT" "$folder/valgrind"
as_owner=()
if [[ $EUID -eq 0 ]]; then as_owner=(runuser -u postgres --); fi
(cd / && "${as_owner[@]}" valgrind --quiet --leak-check=full --show-leak-kinds=definite --num-callers=40 --log-file="$folder/valgrind" \
    "$PG_BIN/postgres" --single -D "$folder/data" "$DATABASE") \
    <"$ROOT/tests/tests/extension/cycles/calls.sql" >"$OUT/answers" 2>"$OUT/messages"
cp "$folder/valgrind" "$REPORT"
grep --quiet 'version = "' "$OUT/answers" || die "les appels n'ont pas eu lieu : $OUT/messages"

# Blocks are parted by lines that hold the process's number alone.
ours=$(sed -E 's/^==[0-9]+== ?//' "$REPORT" | awk -v RS= -v ORS='\n\n' '/gn_diffusion/')
if [[ -n $ours ]]; then
    say "$ours"
    die "valgrind a vu ce qui précède dans l'extension (tout le rapport : $REPORT)"
fi
say "Rien dans l'extension ; ailleurs, $(grep --count --extended-regexp '== (Invalid|Conditional|Use of|Syscall)' "$REPORT" || true) remarques ($REPORT)."
