#!/usr/bin/env bash
# Looks for inputs that break the pure core of the extension (panic, overflow, memory error, broken property, endless work),
# starting from the inputs kept in pg_ext/core/fuzz/inputs, which `cargo test` replays.
#
#   fuzz.sh [seconds] [target]         each target in turn, or this one alone, for that long each (60)
#   fuzz.sh --keep [seconds] [target]  the same, then keeps the smallest set of inputs that reaches all that was reached
#
# Wants rustup's nightly toolchain, and cargo-fuzz, which it installs. Everything else it writes is in target/fuzz; an input that
# breaks something is told and left in target/fuzz/artifacts. Stops at the first one, with its status.
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"
find_cargo

CARGO_FUZZ=0.13.2
# Longer inputs are slower, not stranger; and the kept ones must stay small.
MAX_LENGTH=2048
# In hexadecimal digits: what goes into the repository is small.
LONGEST_KEPT=480
KEPT=$ROOT/pg_ext/core/fuzz/inputs
WORK=$TARGET/fuzz

install_tools() {
    rustup toolchain list | grep --quiet '^nightly' || rustup toolchain install nightly --profile minimal >&2
    [[ $(cargo fuzz --version 2>/dev/null) == "cargo-fuzz $CARGO_FUZZ" ]] ||
        (cd / && env -u CARGO_TARGET_DIR cargo install cargo-fuzz --version "$CARGO_FUZZ" --locked --debug >&2)
}

# fuzz COMMAND TARGET …: cargo-fuzz, on the nightly toolchain.
fuzz() {
    (cd "$ROOT/pg_ext/core" && cargo +nightly fuzz "$1" --target-dir "$WORK" "${@:2}")
}

# An input a line, in hexadecimal: one file a target, which a diff can show.
unpack() {
    local target=$1 number=0 line
    mkdir -p "$WORK/corpus/$target" "$WORK/artifacts/$target"
    touch "$KEPT/$target.hex"
    while IFS= read -r line; do
        number=$((number + 1))
        # shellcheck disable=SC2001 # a substitution of the shell's does not repeat a group
        printf '%b' "$(sed 's/../\\x&/g' <<<"$line")" >"$WORK/corpus/$target/kept-$number"
    done <"$KEPT/$target.hex"
}

pack() {
    local input
    for input in "$WORK/corpus/$1"/*; do
        od -An -v -tx1 "$input" | tr -d ' \n'
        echo
    done | awk -v longest="$LONGEST_KEPT" 'NF && length($0) <= longest' | LC_ALL=C sort -u >"$KEPT/$1.hex"
}

keep=
if [[ ${1:-} == --keep ]]; then
    keep=yes
    shift
fi
seconds=${1:-60}
only=${2:-*}
[[ $seconds =~ ^[0-9]+$ && $only =~ ^([a-z]+|\*)$ ]] || die "usage : fuzz.sh [--keep] [secondes] [cible]"

install_tools
for source in "$ROOT"/pg_ext/core/fuzz/fuzz_targets/$only.rs; do
    target=$(basename "$source" .rs)
    unpack "$target"
    say "$target : $seconds s"
    fuzz run "$target" "$WORK/corpus/$target" -- -artifact_prefix="$WORK/artifacts/$target/" -max_total_time="$seconds" \
        -max_len="$MAX_LENGTH" -timeout=20 -rss_limit_mb=2048 -verbosity=0 -print_final_stats=1
    if [[ -n $keep ]]; then
        fuzz cmin "$target" "$WORK/corpus/$target" -- -max_len="$MAX_LENGTH"
        pack "$target"
    fi
done
