#!/usr/bin/env bash
# The pages in a real browser: builds them, tests their components alone (front.sh unit), then plays tests/browser with Playwright in Debian's
# Chromium. Each file of tests has its own copy of the demonstration, with its own service and worker, and two files are played at once.
# Arguments go to Playwright, and leave the components' tests out:
#   tests/scripts/browser.sh story
#   tests/scripts/browser.sh appearance --update-snapshots   # keeps the pages as they look now (tests/browser/pictures)
#
#   browser.sh --prepare      installs what it wants and no more; fails when it cannot be had
#   browser.sh --stage NAME   what the tests themselves call: starts such a copy, prints its address and the file of its logins, and ends when
#                             its standard input does
#
# Everything it writes is in target/browser and in the private cluster. BROWSER_LOOK=1 also keeps a picture of each page there, to be looked
# at, and the trace of each test that fails (npx playwright show-trace).
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"
LOOK=${BROWSER_LOOK:-}
forget_instance_settings

OUT=$TARGET/browser
STAGE=$OUT
if [[ ${1:-} == --stage ]]; then
    [[ ${2:-} =~ ^[a-z]+$ ]] || die "usage : browser.sh --stage NOM"
    STAGE=$OUT/stages/$2
    DATABASE=demandes_browser_$2
fi
source "$SCRIPTS/stage.sh"

only_one_run() {
    install -d -m 700 "$OUT"
    exec 7>>"$OUT/lock"
    flock 7
}

prepare() {
    "$SCRIPTS/install.sh" browser
    "$SCRIPTS/front.sh" packages
}

# The fonts of the tests and no other, so that the pages look the same on every machine. The last rule names a font whatever is asked:
# Chromium asks for `system-ui` by no family at all, and takes any font that comes first.
write_fonts() {
    cat >"$OUT/fonts.conf" <<XML
<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir>/usr/share/fonts/truetype/dejavu</dir>
  <dir>/usr/share/fonts/truetype/liberation</dir>
  <cachedir>$OUT/fonts</cachedir>
  <selectfont>
    <rejectfont><glob>*</glob></rejectfont>
    <acceptfont>
      <glob>*/DejaVuSans.ttf</glob>
      <glob>*/DejaVuSans-Bold.ttf</glob>
      <glob>*/DejaVuSansMono.ttf</glob>
      <glob>*/LiberationSans-*.ttf</glob>
    </acceptfont>
  </selectfont>
  <include ignore_missing="yes">/etc/fonts/conf.d/30-metric-aliases.conf</include>
  <alias binding="same"><family>monospace</family><prefer><family>DejaVu Sans Mono</family></prefer></alias>
  <match target="pattern"><edit name="family" mode="append_last"><string>DejaVu Sans</string></edit></match>
</fontconfig>
XML
}

# Taxa the story asks for, as TAXREF numbers them in the demonstration.
rapaces() {
    sql "$TEMPLATE" --command="SELECT string_agg(value, ',' ORDER BY lb_nom <> 'Aquila chrysaetos', lb_nom) FROM gn_diffusion.groupe_taxon
        JOIN taxonomie.taxref ON cd_nom = value::int WHERE code_groupe = 'RAPACES' AND kind = 'cd_ref'"
}

# in_background COMMAND …: waits for it so that a signal to this script is heard at once.
in_background() {
    "$@" </dev/null 7>&- &
    local pid=$! status=0
    started+=("$pid")
    wait "$pid" || status=$?
    unset 'started[-1]'
    return "$status"
}

play() {
    rm -rf "$OUT/pictures" "$OUT/results"
    mkdir -p "$OUT/pictures"
    write_fonts
    export LC_ALL=C.UTF-8
    export FONTCONFIG_FILE=$OUT/fonts.conf NODE_PATH=$ROOT/frontend_stub/node_modules
    export DEMANDES_BROWSER_OUT=$OUT DEMANDES_BROWSER_LOOK=$LOOK DEMANDES_GEONATURE_HOST=$ROOT/frontend_stub/dist-geonature
    DEMANDES_RAPACES=$(rapaces)
    export DEMANDES_RAPACES
    in_background "$ROOT/frontend_stub/node_modules/.bin/playwright" test --config "$ROOT/tests/browser/playwright.config.ts" "$@"
}

# A copy of the demonstration, with its service and its worker, for whoever holds our standard input.
hold_stage() {
    install -d -m 700 "$STAGE"
    joined=yes
    join_cluster
    PORT=$(free_port '')
    write_config
    echo 'worker_poll_seconds = 1' >>"$CONFIG"
    copy_template
    start_in_background serve
    start_in_background worker
    wait_for_service
    run_story comptes >/dev/null
    printf '%s\t%s\n' "http://127.0.0.1:$PORT$BASE_PATH/app/" "$STAGE/livraisons/jetons.txt"
    while read -r _; do :; done
    for pid in "${started[@]}"; do kill -TERM "$pid" 2>/dev/null || true; done
    for pid in "${started[@]}"; do wait_or_kill "$pid"; done
    started=()
    drop_database "$DATABASE"
    rm -rf "$STAGE/files"
}

if [[ ${1:-} == --prepare ]]; then
    prepare
    exit
fi

trap stop_all EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP

if [[ ${1:-} == --stage ]]; then
    hold_stage
    exit
fi

prepare
"$SCRIPTS/install.sh"
find_cargo
"$SCRIPTS/build.sh"
only_one_run
"$SCRIPTS/front.sh" geonature
(($#)) || in_background "$SCRIPTS/front.sh" unit
joined=yes
join_cluster
PORT=0
DATABASE=postgres
write_config
make_template
play "$@" || {
    status=$?
    say "Messages du service : $OUT/stages/*/{serve,worker}.log ; images de ce qui a échoué : $OUT/results"
    exit "$status"
}
