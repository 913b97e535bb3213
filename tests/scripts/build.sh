#!/usr/bin/env bash
# Builds the extension (release) and installs it in PostgreSQL when its sources or what is installed have changed, then
# builds the service and the demo's story (dev profile), all in one target folder.
#
#   build.sh              both
#   build.sh extension    the extension only
#   build.sh service      the service and the story only
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"
find_cargo

# Kept in a file after an installation: the sources it came from, the tools, and what PostgreSQL then held.
extension_state() {
    echo "sources $(hash_of pg_ext Cargo.toml Cargo.lock)"
    echo "tools $(rustc --version) / $("$PG_CONFIG" --version)"
    echo "installed $(hash_of_installed_extension)"
}

build_extension() {
    local stamp=$TARGET/extension.stamp staged=$TARGET/extension
    if [[ -e $ROOT/Cargo.lock && $(cat "$stamp" 2>/dev/null) == "$(extension_state)" ]]; then return; fi
    rm -rf "$staged"
    (cd "$ROOT/pg_ext" && cargo pgrx package --pg-config "$PG_CONFIG" --out-dir "$staged" >&2)
    install_staged "$staged"
    extension_state >"$stamp"
}

# `install` replaces a file instead of writing into it: backends that run the library keep the one they have mapped.
install_staged() {
    local file
    while IFS= read -r -d '' file; do
        as_root install -D -m 644 "$file" "${file#"$1"}"
    done < <(find "$1" -type f -print0)
}

build_service() {
    # An integration must build what was committed; a developer may change a dependency.
    # The extension is left out: only cargo-pgrx knows how to build it.
    (cd "$ROOT" && cargo build --workspace --exclude gn_diffusion --bins ${CI:+--locked} >&2)
}

case ${1:-all} in
    extension) build_extension ;;
    service) build_service ;;
    all)
        build_extension
        build_service
        ;;
    *) die "usage : build.sh [extension|service]" ;;
esac
