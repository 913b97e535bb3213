#!/usr/bin/env bash
# Makes the Debian package of the extension, in target/package: postgresql-15-gn-diffusion_VERSION_ARCHITECTURE.deb. Installs
# nothing on the system, but for the tools that install.sh installs.
#
#   package.sh            makes it
#   package.sh --check    makes it, and tries it: on a copy of PostgreSQL's folders that only this script sees, in a cluster of
#                         its own (root only)
#
# Only PostgreSQL 15 is packaged, the one Debian 12 has.
# shellcheck disable=SC2317 # some functions are reached by trap only
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"

NAME=postgresql-$PG_MAJOR-gn-diffusion
CRATE=gn_diffusion
OUT=$TARGET/package
TREE=$OUT/tree
BINARY=$TREE$("$PG_CONFIG" --pkglibdir)/gn_diffusion.so
source "$SCRIPTS/deb.sh"

put_extension() {
    "$SCRIPTS/build.sh" staged
    cp -r "$TARGET/extension" "$TREE"
    strip --strip-unneeded --remove-section=.comment "$BINARY"
}

put_fields() {
    put_control <<CONTROL
Section: database
Depends: postgresql-$PG_MAJOR, postgresql-$PG_MAJOR-postgis-3, $(library_packages)
Description: blurring and sensitivity of biodiversity records in PostgreSQL
 Extension gn_diffusion, to be used in a GeoNature database: areas of a
 geometry, blurring of sensitive records to areas or grid cells,
 sensitivity by GeoNature's rules, and the classification of the records
 of a perimeter into lots to deliver.
CONTROL
}

make_package() {
    rm -rf "$OUT"
    mkdir -p "$OUT"
    put_extension
    put_documentation "$ROOT/pg_ext/package/"{copyright,LISEZMOI.md} "$ROOT/pg_ext/README.md"
    put_fields
    # Whatever the umask.
    chmod -R u=rwX,go=rX "$TREE"
    chmod 644 "$BINARY"
    close_package -Zxz
}

# Runs in a mount namespace: PostgreSQL's folders are replaced by copies, less any gn_diffusion, with what the package holds.
try_in_namespace() {
    local folder copy query
    for folder in "$("$PG_CONFIG" --pkglibdir)" "$("$PG_CONFIG" --sharedir)/extension"; do
        copy=$OUT/try/$(basename "$folder")
        cp -a "$folder" "$copy"
        rm -f "$copy"/gn_diffusion*
        cp -a "$OUT/unpacked$folder/." "$copy/"
        mount --bind "$copy" "$folder"
    done
    export CARGO_TARGET_DIR=$OUT/try
    trap '"$SCRIPTS/cluster.sh" clean' EXIT
    join_cluster
    query="SELECT extversion || ' ' || gn_diffusion.version() || ' ' || ST_AsText(gn_diffusion.blur_to_grid(ST_Point(1, 2), 10)) FROM pg_extension WHERE extname = 'gn_diffusion'"
    sql postgres --command='SET client_min_messages = warning' --command='CREATE EXTENSION gn_diffusion CASCADE'
    [[ $(sql postgres --command="$query") == "$VERSION $VERSION POLYGON((0 0,0 10,10 10,10 0,0 0))" ]] || die "l'extension du paquet ne répond pas"
    sql postgres --command="DROP EXTENSION gn_diffusion; CREATE EXTENSION gn_diffusion VERSION '0.1.0'; ALTER EXTENSION gn_diffusion UPDATE"
    [[ $(sql postgres --command="$query") == "$VERSION $VERSION "* ]] || die "l'extension du paquet ne se met pas à jour"
}

check_package() {
    if [[ $EUID -ne 0 ]]; then
        say "Essai du paquet sauté : il demande d'être root."
        return
    fi
    mkdir -p "$OUT/try"
    # The cluster's owner must get there.
    chmod 755 "$OUT/try"
    dpkg-deb --extract "$DEB" "$OUT/unpacked"
    unshare --mount "$0" --in-namespace
    say "Le paquet s'installe, répond et se met à jour."
}

case ${1:-} in
    '') "$SCRIPTS/install.sh" && find_cargo && make_package ;;
    --check)
        "$SCRIPTS/install.sh"
        find_cargo
        make_package
        check_package
        ;;
    --in-namespace) try_in_namespace ;;
    *) die "usage : package.sh [--check]" ;;
esac
