# Shared by package.sh and package_service.sh, which source it after common.sh: what every Debian package of the project holds.
#
# The caller says first: NAME (the package), CRATE (what its binary is built from), BINARY (it, in the tree), and TREE, OUT.
# DEBFULLNAME and DEBEMAIL name who answers for the package.
# shellcheck shell=bash
# shellcheck disable=SC2153 # NAME is the caller's

VERSION=$(cat "$ROOT/VERSION")
ARCHITECTURE=$(dpkg --print-architecture)
MAINTAINER="${DEBFULLNAME:-GeoNature Demandes} <${DEBEMAIL:-demandes@geonature.invalid}>"
DEB=$OUT/${NAME}_${VERSION}_$ARCHITECTURE.deb
DOC=$TREE/usr/share/doc/$NAME
export VERSION ARCHITECTURE DEB

# The same commit gives the same package.
SOURCE_DATE_EPOCH=$(git -C "$ROOT" log -1 --format=%ct 2>/dev/null || stat -c %Y "$ROOT/VERSION")
export SOURCE_DATE_EPOCH

# put_documentation FILE…: these, and what Debian asks for.
put_documentation() {
    mkdir -p "$DOC"
    cp "$@" "$DOC"
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

# What is linked into the binary, with the notices that its authors ask to be kept.
components() {
    local name version licence notice
    echo "Composants Rust liés à $(basename "$BINARY") : nom, version, licence, et les mentions de leurs auteurs."
    while read -r name version licence; do
        printf '\n======== %s %s : %s\n' "$name" "${version#v}" "$licence"
        for notice in "${CARGO_HOME:-$HOME/.cargo}"/registry/src/*/"$name-${version#v}"/{LICENSE,LICENCE,COPYING,NOTICE}*; do
            if [[ -f $notice ]]; then
                printf '\n-------- %s\n\n' "${notice##*/}"
                cat "$notice"
            fi
        done
    done < <(linked_crates)
}

# Those of the project itself are told by `copyright`.
linked_crates() {
    (cd "$ROOT" && cargo tree --locked --package "$CRATE" --edges normal,no-proc-macro --prefix none --format '{p} {l}') |
        sed -e '/^\(gn_diffusion\|demandes_\)/d' -e 's/ (\*)$//' | sort -u
}

# Shared libraries of the system, as Debian's tool finds their packages.
library_packages() {
    local folder=$OUT/shlibs
    mkdir -p "$folder/debian"
    printf 'Source: %s\n\nPackage: %s\nArchitecture: any\n' "$CRATE" "$NAME" >"$folder/debian/control"
    (cd "$folder" && dpkg-shlibdeps -O "$BINARY") | sed -n 's/^shlibs:Depends=//p'
}

# put_control: the fields on its input, after those that every package has.
put_control() {
    mkdir -p "$TREE/DEBIAN"
    {
        cat <<CONTROL
Package: $NAME
Version: $VERSION
Architecture: $ARCHITECTURE
Priority: optional
Maintainer: $MAINTAINER
Installed-Size: $(du --summarize --block-size=1024 --exclude=DEBIAN "$TREE" | cut -f1)
CONTROL
        cat
    } >"$TREE/DEBIAN/control"
    (cd "$TREE" && find . -path ./DEBIAN -prune -o -type f -printf '%P\0' | LC_ALL=C sort -z | xargs -0 md5sum) >"$TREE/DEBIAN/md5sums"
}

# close_package COMPRESSION…: builds it from the tree, with these arguments of dpkg-deb, and prints its name.
close_package() {
    dpkg-deb --root-owner-group "$@" --build "$TREE" "$DEB" >&2
    echo "$DEB"
}
