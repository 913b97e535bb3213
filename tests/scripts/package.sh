#!/usr/bin/env bash
# Makes the Debian package of the extension, in target/package: postgresql-15-gn-diffusion_VERSION_ARCHITECTURE.deb. Installs
# nothing on the system, but for the tools that install.sh installs.
#
#   package.sh            makes it
#   package.sh --check    makes it, and tries it: on a copy of PostgreSQL's folders that only this script sees, in a cluster of
#                         its own (root only)
#
# DEBFULLNAME and DEBEMAIL name who answers for the package. Only PostgreSQL 15 is packaged, the one Debian 12 has.
# shellcheck disable=SC2317 # some functions are reached by trap only
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"

NAME=postgresql-$PG_MAJOR-gn-diffusion
VERSION=$(cat "$ROOT/VERSION")
ARCHITECTURE=$(dpkg --print-architecture)
MAINTAINER="${DEBFULLNAME:-GeoNature Demandes} <${DEBEMAIL:-demandes@geonature.invalid}>"
OUT=$TARGET/package
DEB=$OUT/${NAME}_${VERSION}_$ARCHITECTURE.deb
TREE=$OUT/tree
DOC=$TREE/usr/share/doc/$NAME
LIBRARY=$TREE$("$PG_CONFIG" --pkglibdir)/gn_diffusion.so

# The same commit gives the same package.
SOURCE_DATE_EPOCH=$(git -C "$ROOT" log -1 --format=%ct 2>/dev/null || stat -c %Y "$ROOT/VERSION")
export SOURCE_DATE_EPOCH

put_extension() {
    "$SCRIPTS/build.sh" staged
    cp -r "$TARGET/extension" "$TREE"
    strip --strip-unneeded --remove-section=.comment "$LIBRARY"
}

put_documentation() {
    mkdir -p "$DOC"
    cp "$ROOT/pg_ext/package/"{copyright,LISEZMOI.md} "$ROOT/pg_ext/README.md" "$DOC"
    changelog | gzip --no-name --best >"$DOC/changelog.gz"
    components | gzip --no-name --best >"$DOC/COMPOSANTS.gz"
    gzip --no-name --best --stdout "$ROOT/CHANGELOG.md" >"$DOC/NOUVEAUTES.md.gz"
}

# In the form Debian asks for; what is new is told in CHANGELOG.md.
changelog() {
    cat <<CHANGELOG
$NAME ($VERSION) unstable; urgency=medium

  * Version $VERSION : voir NOUVEAUTES.md.gz.

 -- $MAINTAINER  $(date --utc --rfc-email --date="@$SOURCE_DATE_EPOCH")
CHANGELOG
}

# What is linked into the library, with the notices that its authors ask to be kept.
components() {
    local name version licence notice
    echo "Composants Rust liés à gn_diffusion.so : nom, version, licence, et les mentions de leurs auteurs."
    while read -r name version licence; do
        printf '\n======== %s %s : %s\n' "$name" "${version#v}" "$licence"
        for notice in "${CARGO_HOME:-$HOME/.cargo}"/registry/src/*/"$name-${version#v}"/{LICENSE,LICENCE,COPYING,NOTICE}*; do
            if [[ -f $notice ]]; then printf '\n-------- %s\n\n%s\n' "$(basename "$notice")" "$(cat "$notice")"; fi
        done
    done < <(linked_crates)
}

linked_crates() {
    (cd "$ROOT" && cargo tree --locked --package gn_diffusion --edges normal,no-proc-macro --prefix none --format '{p} {l}') |
        sed -e '/^gn_diffusion/d' -e 's/ (\*)$//' | sort -u
}

# Shared libraries of the system, as Debian's tool finds their packages.
library_packages() {
    local folder=$OUT/shlibs
    mkdir -p "$folder/debian"
    printf 'Source: gn-diffusion\n\nPackage: %s\nArchitecture: any\n' "$NAME" >"$folder/debian/control"
    (cd "$folder" && dpkg-shlibdeps -O "$LIBRARY") | sed -n 's/^shlibs:Depends=//p'
}

put_control() {
    mkdir -p "$TREE/DEBIAN"
    cat >"$TREE/DEBIAN/control" <<CONTROL
Package: $NAME
Version: $VERSION
Architecture: $ARCHITECTURE
Section: database
Priority: optional
Maintainer: $MAINTAINER
Installed-Size: $(du --summarize --block-size=1024 --exclude=DEBIAN "$TREE" | cut -f1)
Depends: postgresql-$PG_MAJOR, postgresql-$PG_MAJOR-postgis-3, $(library_packages)
Description: blurring and sensitivity of biodiversity records in PostgreSQL
 Extension gn_diffusion, to be used in a GeoNature database: areas of a
 geometry, blurring of sensitive records to areas or grid cells,
 sensitivity by GeoNature's rules, and the classification of the records
 of a perimeter into lots to deliver.
CONTROL
    (cd "$TREE" && find usr -type f -print0 | LC_ALL=C sort -z | xargs -0 md5sum) >"$TREE/DEBIAN/md5sums"
}

make_package() {
    rm -rf "$OUT"
    mkdir -p "$OUT"
    put_extension
    put_documentation
    put_control
    # Whatever the umask.
    chmod -R u=rwX,go=rX "$TREE"
    chmod 644 "$LIBRARY"
    dpkg-deb --root-owner-group --build "$TREE" "$DEB" >&2
    echo "$DEB"
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
