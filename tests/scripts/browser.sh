#!/usr/bin/env bash
# The pages in a real browser: builds them, starts the service and its worker on a fresh copy of the demonstration, and plays
# tests/browser with Playwright in Debian's Chromium. Arguments go to Playwright:
#   tests/scripts/browser.sh story
#   tests/scripts/browser.sh appearance --update-snapshots   # keeps the pages as they look now (tests/browser/pictures)
#   tests/scripts/browser.sh --prepare                       # installs what it wants and no more; fails when it cannot be had
#
# Everything it writes is in target/browser (pictures of each page in target/browser/pictures) and in the private cluster.
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"
forget_instance_settings

STAGE=$TARGET/browser
DATABASE=demandes_browser
source "$SCRIPTS/stage.sh"

only_one_run() {
    install -d -m 700 "$STAGE"
    exec 7>>"$STAGE/lock"
    flock 7
}

prepare() {
    "$SCRIPTS/install.sh" browser
    "$SCRIPTS/front.sh" packages
}

# The fonts of the tests and no other, so that the pages look the same on every machine.
write_fonts() {
    cat >"$STAGE/fonts.conf" <<XML
<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir>/usr/share/fonts/truetype/dejavu</dir>
  <dir>/usr/share/fonts/truetype/liberation</dir>
  <cachedir>$STAGE/fonts</cachedir>
  <include ignore_missing="yes">/etc/fonts/conf.d/30-metric-aliases.conf</include>
  <alias><family>sans-serif</family><prefer><family>DejaVu Sans</family></prefer></alias>
  <alias><family>monospace</family><prefer><family>DejaVu Sans Mono</family></prefer></alias>
</fontconfig>
XML
}

# Taxa the story asks for, as TAXREF numbers them in the demonstration.
rapaces() {
    sql "$DATABASE" --command="SELECT string_agg(value, ',' ORDER BY lb_nom <> 'Aquila chrysaetos', lb_nom) FROM gn_diffusion.groupe_taxon
        JOIN taxonomie.taxref ON cd_nom = value::int WHERE code_groupe = 'RAPACES' AND kind = 'cd_ref'"
}

play() {
    rm -rf "$STAGE/pictures" "$STAGE/results"
    mkdir -p "$STAGE/pictures"
    write_fonts
    FONTCONFIG_FILE=$STAGE/fonts.conf \
        DEMANDES_APP_URL=http://127.0.0.1:$PORT$BASE_PATH/app/ \
        DEMANDES_TOKENS=$STAGE/livraisons/jetons.txt \
        DEMANDES_BROWSER_OUT=$STAGE \
        DEMANDES_GEONATURE_HOST=$ROOT/frontend_stub/dist-geonature \
        DEMANDES_RAPACES=$(rapaces) \
        NODE_PATH=$ROOT/frontend_stub/node_modules \
        "$ROOT/frontend_stub/node_modules/.bin/playwright" test --config "$ROOT/tests/browser/playwright.config.ts" "$@" </dev/null 7>&- &
    local pid=$! status=0
    started+=("$pid")
    wait "$pid" || status=$?
    unset 'started[-1]'
    return "$status"
}

if [[ ${1:-} == --prepare ]]; then
    prepare
    exit
fi

trap stop_all EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP

prepare
"$SCRIPTS/install.sh"
find_cargo
"$SCRIPTS/build.sh"
only_one_run
"$SCRIPTS/front.sh" geonature
joined=yes
join_cluster
PORT=$(free_port "${BROWSER_PORT:-}")
write_config
echo 'worker_poll_seconds = 1' >>"$CONFIG"
make_template
copy_template
start_in_background serve
start_in_background worker
wait_for_service
run_story comptes >/dev/null
play "$@" || {
    status=$?
    say "Messages du service : $STAGE/serve.log, $STAGE/worker.log ; images : $STAGE/pictures"
    exit "$status"
}
