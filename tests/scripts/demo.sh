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
# shellcheck disable=SC2317 # some functions are reached by trap only
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"
forget_instance_settings

STEPS=7
DEMO=$TARGET/demo
CONFIG=$DEMO/demandes.toml
API=$TARGET/debug/demandes_api
STORY=$TARGET/debug/demandes_demo_story
BASE_PATH=/geonature/api-demandes
DATABASE=demandes_demo
TEMPLATE=demandes_demo_template
BUILDING=demandes_demo_building
started=()

step() { echo "[$1/$STEPS] $2"; }

# Also what Ctrl-C and a failure go through.
stop_all() {
    trap '' INT TERM HUP
    local pid
    for pid in "${started[@]}"; do kill -TERM "$pid" 2>/dev/null || true; done
    for pid in "${started[@]}"; do wait_or_kill "$pid"; done
    if [[ -n ${joined:-} ]]; then leave_cluster; fi
}

wait_or_kill() {
    local tenth
    for ((tenth = 0; tenth < 100; tenth++)); do
        kill -0 "$1" 2>/dev/null || return 0
        sleep 0.1
    done
    kill -KILL "$1" 2>/dev/null || true
}

only_one_demo() {
    install -d -m 700 "$DEMO"
    exec 7>>"$DEMO/lock"
    flock --nonblock 7 || die "une démonstration tourne déjà dans ce dossier"
}

# The version of the demo's data: whatever they come from.
data_version() { printf '%s %s' "$(hash_of sql)" "$(hash_of_installed_extension)"; }

template_version() {
    sql postgres --command="SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = '$TEMPLATE'"
}

# Built under another name and renamed at the end: an interrupted load is never taken for a template.
make_template() {
    local version
    version=$(data_version)
    if [[ $(template_version) == "$version" ]]; then return; fi
    echo "      chargement d'un territoire inventé (une fois par version)"
    drop_database "$BUILDING"
    sql postgres --command="CREATE DATABASE $BUILDING TEMPLATE template0"
    sql "$BUILDING" --file="$ROOT/sql/geonature/load.sql" >/dev/null
    sql "$BUILDING" --file="$ROOT/sql/demo/load.sql" >/dev/null
    DEMANDES_DATABASE_URL=$(url_of "$BUILDING") "$API" --config "$CONFIG" migrate >"$DEMO/migrate.log" 2>&1 ||
        die "demandes_api migrate a échoué :"$'\n'"$(tail -n 20 "$DEMO/migrate.log")"
    sql "$BUILDING" --file="$ROOT/sql/demo/demandes.sql" >/dev/null
    sql postgres --command="COMMENT ON DATABASE $BUILDING IS '$version'"
    drop_database "$TEMPLATE"
    sql postgres --command="ALTER DATABASE $BUILDING RENAME TO $TEMPLATE"
}

copy_template() {
    drop_database "$DATABASE"
    sql postgres --command="CREATE DATABASE $DATABASE TEMPLATE $TEMPLATE STRATEGY FILE_COPY"
}

write_config() {
    rm -rf "$DEMO/files" "$DEMO/livraisons"
    install -d -m 700 "$DEMO/files" "$DEMO/livraisons"
    install -m 600 /dev/null "$DEMO/secret.key"
    od -An -N32 -tx1 /dev/urandom | tr -d ' \n' >"$DEMO/secret.key"
    install -m 600 /dev/null "$CONFIG"
    cat >"$CONFIG" <<TOML
# Written by demo.sh at each start.
database_url = '$(url_of "$DATABASE")'
geonature_secret_key_file = '$DEMO/secret.key'
listen = '127.0.0.1:$PORT'
base_path = '$BASE_PATH'
storage_dir = '$DEMO/files'
lot_key_file = '$DEMO/lot.key'
TOML
    rm -f "$DEMO/lot.key"
    "$API" --config "$CONFIG" lot new-key >/dev/null
}

# start_in_background NAME: runs a command of the service; its messages go to target/demo/NAME.log.
start_in_background() {
    "$API" --config "$CONFIG" "$1" >"$DEMO/$1.log" 2>&1 </dev/null 7>&- &
    started+=("$!")
}

# curl is not on a bare machine.
service_answers() {
    (
        exec 3<>"/dev/tcp/127.0.0.1/$PORT" || exit 1
        printf 'GET %s/health HTTP/1.0\r\nHost: 127.0.0.1\r\n\r\n' "$BASE_PATH" >&3 || exit 1
        read -r -t 5 _ status _ <&3 && [[ $status == 200 ]]
    ) 2>/dev/null
}

all_run() {
    local pid
    for pid in "${started[@]}"; do kill -0 "$pid" 2>/dev/null || return 1; done
}

die_with_logs() { die "$1"$'\n'"$(tail -n 15 "$DEMO/serve.log" "$DEMO/worker.log")"; }

wait_for_service() {
    local tenth
    for ((tenth = 0; tenth < 600; tenth++)); do
        all_run || die_with_logs "le service s'est arrêté :"
        if service_answers; then return; fi
        sleep 0.1
    done
    die_with_logs "le service ne répond pas sur 127.0.0.1:$PORT :"
}

# Runs the story in the background of this shell, so that a signal to this script is heard at once.
run_story() {
    DEMANDES_API_URL=http://127.0.0.1:$PORT$BASE_PATH \
        DEMANDES_GEONATURE_SECRET_KEY=$(cat "$DEMO/secret.key") \
        DEMANDES_DATABASE_URL=$(url_of "$DATABASE") \
        DEMANDES_DEMO_DIR=$DEMO/livraisons \
        "$STORY" "$@" </dev/null &
    local pid=$!
    started+=("$pid")
    local status=0
    wait "$pid" || status=$?
    unset 'started[-1]'
    return "$status"
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
    say "Le récit s'est interrompu. Messages du service : $DEMO/serve.log, $DEMO/worker.log"
    exit "$status"
}

if [[ ${DEMO_ONCE:-} == 1 ]]; then
    step 7 "Tout s'est déroulé comme prévu."
    exit 0
fi

step 7 "Le service est ouvert"
run_story comptes
echo "API et sa documentation : http://127.0.0.1:$PORT$BASE_PATH/docs"
echo "Ctrl-C arrête tout."
trap 'exit 0' INT
wait -n "${started[@]}" || true
die_with_logs "le service s'est arrêté :"
