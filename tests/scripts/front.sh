#!/usr/bin/env bash
# Builds the standalone pages of frontend_stub in frontend_stub/dist, when their sources have changed, and holds the module to its size.
#
#   front.sh packages    installs the npm packages and no more
#   front.sh unit        tests the components alone, in Debian's Chromium (frontend_stub/unit)
#   front.sh geonature   also builds the module as GeoNature does, in a host that stands for it (frontend_stub/dist-geonature)
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"

FRONT=$ROOT/frontend_stub
DIST=$FRONT/dist
# Of the lazy module, compressed, in bytes.
MAX_MODULE=$((250 * 1000))
export NG_CLI_ANALYTICS=false PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD=1

sources() {
    hash_of frontend_stub/{frontend,standalone,angular.json,tsconfig.json,package-lock.json}
}

install_packages() {
    local stamp=$FRONT/node_modules/.demandes-stamp wanted
    wanted=$(hash_of frontend_stub/package-lock.json)
    if [[ $(cat "$stamp" 2>/dev/null) == "$wanted" ]]; then return; fi
    say "Installation des paquets npm de frontend_stub"
    (cd "$FRONT" && npm ci --ignore-scripts --no-audit --no-fund >&2)
    echo "$wanted" >"$stamp"
}

build() {
    local stamp=$DIST/.stamp wanted
    wanted=$(sources)
    if [[ $(cat "$stamp" 2>/dev/null) == "$wanted" ]]; then return; fi
    say "Construction des pages"
    (cd "$FRONT" && npx ng build demandes >&2)
    find "$DIST" -type f \( -name '*.js' -o -name '*.css' -o -name '*.html' -o -name '*.svg' \) -exec gzip --keep --force --best {} +
    echo "$wanted" >"$stamp"
}

# `geonature install-gn-module` links the module's `frontend` below `external_modules`, and GeoNature's own build compiles it from there.
build_in_geonature() {
    local host=$FRONT/geonature_host stamp=$FRONT/dist-geonature/.stamp wanted
    wanted=$(hash_of frontend_stub/{frontend,geonature_host,angular.json,tsconfig.json,tsconfig.geonature.json,package-lock.json})
    if [[ $(cat "$stamp" 2>/dev/null) == "$wanted" ]]; then return; fi
    say "Construction du module dans un hôte qui tient lieu de GeoNature"
    mkdir -p "$host/external_modules"
    ln --symbolic --force --no-dereference ../../frontend "$host/external_modules/demandes"
    (cd "$FRONT" && npx ng build geonature-host >&2)
    echo "$wanted" >"$stamp"
}

check_size() {
    local module size
    for module in "$DIST"/frontend_app_demandes_module_ts.*.js.gz; do
        size=$(stat --format %s "$module")
        ((size <= MAX_MODULE)) || die "le module pèse $size octets compressé, plus que $MAX_MODULE"
    done
}

test_components() {
    say "Tests des composants des pages"
    (cd "$FRONT" && CHROME_BIN=/usr/bin/chromium npx ng test unit --progress=false >&2)
}

install_packages
case ${1:-} in
    packages) exit ;;
    unit)
        test_components
        exit
        ;;
esac
build
check_size
if [[ ${1:-} == geonature ]]; then build_in_geonature; fi
