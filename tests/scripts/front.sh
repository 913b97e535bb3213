#!/usr/bin/env bash
# Builds the standalone pages of frontend_stub in frontend_stub/dist, when their sources have changed, and holds the module to its sizes.
#
#   front.sh packages    installs the npm packages and no more
#   front.sh unit        tests the components alone, in Debian's Chromium (frontend_stub/unit)
#   front.sh geonature   also builds the module as GeoNature does, in a host that stands for it (frontend_stub/dist-geonature)
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"

FRONT=$ROOT/frontend_stub
DIST=$FRONT/dist
# Compressed, in bytes: the whole module, with the parts of it that come when they are opened; all that the first list wants.
MAX_MODULE=$((250 * 1000))
MAX_FIRST_LIST=$((220 * 1000))
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
    announce
    find "$DIST" -type f \( -name '*.js' -o -name '*.css' -o -name '*.html' -o -name '*.svg' \) -exec gzip --keep --force --best {} +
    echo "$wanted" >"$stamp"
}

# What every page wants is asked for at once, instead of each thing by the one before.
announce() {
    local module font
    module=$(basename "$DIST"/frontend_app_demandes_module_ts.*.js)
    font=$(basename "$DIST"/fontawesome-webfont.*.woff2)
    sed --in-place "s#</head>#<link rel=\"preload\" as=\"script\" href=\"$module\">\
<link rel=\"preload\" as=\"fetch\" href=\"config.json\" crossorigin>\
<link rel=\"preload\" as=\"font\" type=\"font/woff2\" href=\"$font?v=4.7.0\" crossorigin>&#" "$DIST/index.html"
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
    local module first_list
    module=$(size_of "$DIST"/frontend_app_*.js.gz)
    first_list=$(size_of "$DIST"/{index.html,styles.*.css,runtime.*.js,main.*.js,frontend_app_demandes_module_ts.*.js}.gz)
    ((module <= MAX_MODULE)) || die "le module pèse $module octets compressé, plus que $MAX_MODULE"
    ((first_list <= MAX_FIRST_LIST)) || die "la première liste demande $first_list octets, plus que $MAX_FIRST_LIST"
}

# Bytes of files, together.
size_of() { cat "$@" | wc -c; }

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
