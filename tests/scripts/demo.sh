#!/usr/bin/env bash
# The demonstration: installs and builds what is missing, loads an invented GeoNature database, plays the main job
# through the HTTP API and tells it, then serves the API until Ctrl-C.
#
#   DEMO_ONCE=1     exits after the story; 0 only if every step held
#   DEMO_PORT=8080  port wanted for the API; another is drawn when it is taken
#
# Everything it writes is in target/demo and in the private cluster (cluster.sh): databases demandes_demo_template, made
# once per version of sql/ and of the extension, and demandes_demo, a fresh copy of it at each start.
#
# The story (binary demandes_demo_story) finds: DEMANDES_API_URL, DEMANDES_GEONATURE_SECRET_KEY (to sign the tokens of
# the demo accounts), DEMANDES_DATABASE_URL, DEMANDES_DEMO_DIR (where it puts what it downloads).
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"
forget_instance_settings

STEPS=7
STAGE=$TARGET/demo
DATABASE=demandes_demo
source "$SCRIPTS/stage.sh"

step() { echo "[$1/$STEPS] $2"; }

only_one_demo() {
    install -d -m 700 "$STAGE"
    exec 7>>"$STAGE/lock"
    flock --nonblock 7 || die "une démonstration tourne déjà dans ce dossier"
}

trap stop_all EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP

step 1 "Installation de ce qui manque"
"$SCRIPTS/install.sh"
find_cargo
only_one_demo

step 2 "Compilation (plusieurs minutes la première fois)"
"$SCRIPTS/build.sh"

step 3 "Démarrage de PostgreSQL (grappe privée du projet)"
joined=yes
join_cluster

step 4 "Base de démonstration"
PORT=$(free_port "${DEMO_PORT:-8080}")
write_config
make_template
copy_template

step 5 "Démarrage du service"
start_in_background serve
start_in_background worker
wait_for_service

step 6 "Une demande, du dépôt aux fichiers livrés"
run_story || {
    status=$?
    say "Le récit s'est interrompu. Messages du service : $STAGE/serve.log, $STAGE/worker.log"
    exit "$status"
}

if [[ ${DEMO_ONCE:-} == 1 ]]; then
    step 7 "Tout s'est déroulé comme prévu."
    exit 0
fi

step 7 "Le service est ouvert"
run_story comptes
[[ ! -e $PAGES/index.html ]] || echo "Pages (collez un jeton pour vous connecter) : http://127.0.0.1:$PORT$BASE_PATH/app/"
echo "API et sa documentation : http://127.0.0.1:$PORT$BASE_PATH/docs"
echo "Ctrl-C arrête tout."
trap 'exit 0' INT
wait -n "${started[@]}" || true
die_with_logs "le service s'est arrêté :"
