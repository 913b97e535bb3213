#!/usr/bin/env bash
# Builds the extension (release) and installs it in PostgreSQL when its sources or what is installed have changed, then
# builds the service and the demo's story (dev profile), all in one target folder.
#
#   build.sh              both
#   build.sh extension    the extension only
#   build.sh staged       the extension only, left in target/extension without installing it
#   build.sh service      the service and the story only
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"
find_cargo

STAGED=$TARGET/extension

# What a build comes from: sources and tools.
extension_sources() {
    echo "sources $(hash_of pg_ext Cargo.toml Cargo.lock)"
    echo "tools $(rustc --version) / $("$PG_CONFIG" --version)"
}

# stage_extension: builds in target/extension, as the tree to copy on a system.
stage_extension() {
    local stamp=$TARGET/staged.stamp
    if [[ -e $ROOT/Cargo.lock && -d $STAGED && $(cat "$stamp" 2>/dev/null) == "$(extension_sources)" ]]; then return; fi
    rm -rf "$STAGED" "$stamp"
    (cd "$ROOT/pg_ext" && cargo pgrx package --pg-config "$PG_CONFIG" --out-dir "$STAGED" >&2)
    stage_other_versions
    extension_sources >"$stamp"
}

# Beside the install script of this version, those of the versions before and the way from one to the next. The script that
# leads to this version begins by hand and ends with what the install scripts say.
stage_other_versions() {
    local sql=$ROOT/pg_ext/sql folder begun upgrade
    folder=$STAGED$("$PG_CONFIG" --sharedir)/extension
    cp "$sql"/releases/gn_diffusion--*.sql "$folder/"
    for begun in "$sql"/upgrade/*--*.sql; do
        upgrade=$(basename "$begun" .sql)
        {
            printf '\\echo Use "ALTER EXTENSION gn_diffusion UPDATE TO %s" to load this file. \\quit\n' "'${upgrade#*--}'"
            cat "$begun"
            awk -f "$sql/upgrade/statements.awk" "$sql/releases/gn_diffusion--${upgrade%--*}.sql" "$folder/gn_diffusion--${upgrade#*--}.sql"
        } >"$folder/gn_diffusion--$upgrade.sql"
    done
}

# Kept in a file after an installation: what was built, and what PostgreSQL then held.
extension_state() {
    extension_sources
    echo "installed $(hash_of_installed_extension)"
}

build_extension() {
    local stamp=$TARGET/extension.stamp
    stage_extension
    if [[ $(cat "$stamp" 2>/dev/null) == "$(extension_state)" ]]; then return; fi
    install_staged "$STAGED"
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
    staged) stage_extension ;;
    service) build_service ;;
    all)
        build_extension
        build_service
        ;;
    *) die "usage : build.sh [extension|staged|service]" ;;
esac
