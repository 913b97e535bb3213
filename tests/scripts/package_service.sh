#!/usr/bin/env bash
# Makes the Debian package of the service, in target/package-service: geonature-demandes_VERSION_ARCHITECTURE.deb. Installs nothing on
# the system, but for the tools that install.sh installs.
#
#   package_service.sh            from a release build (a quarter of an hour on two cores, the first time)
#   package_service.sh --debug    from the binary that the tests have, to try the package
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"

NAME=geonature-demandes
CRATE=demandes_api
OUT=$TARGET/package-service
TREE=$OUT/tree
BINARY=$TREE/usr/bin/demandes_api
source "$SCRIPTS/deb.sh"
SOURCES=$ROOT/module_api/package

put_program() {
    local profile=$1
    if [[ $profile == release ]]; then
        (cd "$ROOT" && cargo build --release --locked --package demandes_api >&2)
    fi
    install -D "$TARGET/$profile/demandes_api" "$BINARY"
    strip --strip-unneeded --remove-section=.comment "$BINARY"
    for script in sauvegarder restaurer; do
        install -D "$SOURCES/demandes-$script" "$TREE/usr/sbin/demandes-$script"
    done
}

# One build at a time: tests start together.
put_pages() {
    local dist=$ROOT/frontend_stub/dist
    exec 6>>"$TARGET/pages.lock"
    flock 6
    if [[ $1 == release || ! -e $dist/index.html ]]; then "$SCRIPTS/front.sh"; fi
    exec 6>&-
    mkdir -p "$TREE/usr/share/demandes"
    cp -r "$dist" "$TREE/usr/share/demandes/app"
    rm -f "$TREE/usr/share/demandes/app/.stamp"
}

put_configuration() {
    local unit file
    for unit in "$SOURCES"/*.service; do install -D -m 644 "$unit" "$TREE/lib/systemd/system/$(basename "$unit")"; done
    install -D -m 644 "$SOURCES/demandes.sysusers" "$TREE/usr/lib/sysusers.d/demandes.conf"
    for file in "$ROOT/module_api/demandes.toml.example" "$SOURCES"/{nginx,apache}.conf; do
        install -D -m 644 "$file" "$TREE/etc/demandes/$(basename "$file")"
    done
    mkdir -p "$TREE/DEBIAN"
    (cd "$TREE" && find etc -type f -printf '/%p\n' | LC_ALL=C sort) >"$TREE/DEBIAN/conffiles"
    install "$SOURCES"/{postinst,prerm,postrm} "$TREE/DEBIAN/"
}

# A page that forgets a command of the program is worse than none.
put_manual() {
    local page section command
    for page in "$SOURCES"/man/*; do
        section=$TREE/usr/share/man/man${page##*.}
        mkdir -p "$section"
        gzip --no-name --best --stdout "$page" >"$section/$(basename "$page").gz"
    done
    while read -r command; do
        sed 's/\\-/-/g' "$SOURCES/man/demandes_api.1" | grep --quiet --line-regexp "\.B $command" || die "demandes_api.1 ne dit rien de « $command »"
    done < <("$BINARY" --help | sed -n '/^Commands:/,/^$/s/^  \([a-z-]*\) .*/\1/p' | grep --invert-match --line-regexp help)
}

# What Debian's reviewer takes for copies of C libraries is written in Rust.
put_overrides() {
    mkdir -p "$TREE/usr/share/lintian/overrides"
    cat >"$TREE/usr/share/lintian/overrides/$NAME" <<OVERRIDES
$NAME: embedded-library freetype *
$NAME: embedded-library libyaml *
OVERRIDES
}

put_fields() {
    put_control <<CONTROL
Section: science
Depends: $(library_packages), ca-certificates, gdal-data, passwd, systemd | systemd-standalone-sysusers
Recommends: postgresql-client-$PG_MAJOR, nginx | apache2
Suggests: postgresql-$PG_MAJOR-gn-diffusion (= $VERSION)
Homepage: https://github.com/PnX-SI/GeoNature
Description: requests for precise and sensitive data, beside GeoNature
 Service and pages of the module « Demandes d'accès » of GeoNature: from
 the request of a consultant, an association or a local authority to the
 files that are delivered, through the opinion of the naturalists and the
 decision of the coordination.
CONTROL
}

make_package() {
    rm -rf "$OUT"
    mkdir -p "$OUT"
    put_program "$1"
    put_pages "$1"
    put_configuration
    put_documentation "$SOURCES/"{copyright,LISEZMOI.md} "$ROOT/README.md"
    put_manual
    put_overrides
    put_fields
    # Whatever the umask.
    chmod -R u=rwX,go=rX "$TREE"
    # A package to try is not worth a minute of compression.
    if [[ $1 == debug ]]; then close_package -Zgzip -z1; else close_package -Zxz; fi
}

case ${1:-} in
    '')
        "$SCRIPTS/install.sh"
        find_cargo
        make_package release
        ;;
    --debug)
        find_cargo
        make_package debug
        ;;
    *) die "usage : package_service.sh [--debug]" ;;
esac
