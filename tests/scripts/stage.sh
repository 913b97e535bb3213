# Shared by demo.sh and browser.sh, which source it after common.sh: the demonstration's database, the service and its worker on it, and how
# they are stopped. It runs nothing by itself.
#
# The caller says first: STAGE (its folder, private), DATABASE (its database, made anew) and, once known, PORT.
# shellcheck shell=bash
# shellcheck disable=SC2317 # some functions are reached by trap only

CONFIG=$STAGE/demandes.toml
API=$TARGET/debug/demandes_api
STORY=$TARGET/debug/demandes_demo_story
BASE_PATH=/geonature/api-demandes
TEMPLATE=demandes_demo_template
BUILDING=demandes_demo_building
# The built pages, served when they are there (front.sh).
PAGES=$ROOT/frontend_stub/dist
started=()

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

# The version of the demo's data: whatever they come from.
data_version() { printf '%s %s' "$(hash_of sql)" "$(hash_of_installed_extension)"; }

# Built under another name and renamed at the end: an interrupted load is never taken for a template.
make_template() {
    # One at a time: the demo and the tests may start together.
    exec 6>>"$TARGET/template.lock"
    flock 6
    make_template_alone
    exec 6>&-
}

make_template_alone() {
    local version
    version=$(data_version)
    if [[ $(comment_of "$TEMPLATE") == "$version" ]]; then return; fi
    echo "      chargement d'un territoire inventé (une fois par version)"
    make_geonature "$BUILDING"
    DEMANDES_DATABASE_URL=$(url_of "$BUILDING") "$API" --config "$CONFIG" migrate >"$STAGE/migrate.log" 2>&1 ||
        die "demandes_api migrate a échoué :"$'\n'"$(tail -n 20 "$STAGE/migrate.log")"
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
    rm -rf "$STAGE/files" "$STAGE/livraisons"
    install -d -m 700 "$STAGE/files" "$STAGE/livraisons"
    install -m 600 /dev/null "$STAGE/secret.key"
    od -An -N32 -tx1 /dev/urandom | tr -d ' \n' >"$STAGE/secret.key"
    install -m 600 /dev/null "$CONFIG"
    cat >"$CONFIG" <<TOML
# Written at each start.
database_url = '$(url_of "$DATABASE")'
geonature_secret_key_file = '$STAGE/secret.key'
listen = '127.0.0.1:$PORT'
base_path = '$BASE_PATH'
storage_dir = '$STAGE/files'
lot_key_file = '$STAGE/lot.key'
$(if [[ -e $PAGES/index.html ]]; then echo "app_dir = '$PAGES'"; fi)
TOML
    rm -f "$STAGE/lot.key"
    "$API" --config "$CONFIG" lot new-key >/dev/null
}

# start_in_background NAME: runs a command of the service; its messages go to $STAGE/NAME.log.
start_in_background() {
    "$API" --config "$CONFIG" "$1" >"$STAGE/$1.log" 2>&1 </dev/null 7>&- &
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

die_with_logs() { die "$1"$'\n'"$(tail -n 15 "$STAGE/serve.log" "$STAGE/worker.log")"; }

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
        DEMANDES_GEONATURE_SECRET_KEY=$(cat "$STAGE/secret.key") \
        DEMANDES_DATABASE_URL=$(url_of "$DATABASE") \
        DEMANDES_DEMO_DIR=$STAGE/livraisons \
        "$STORY" "$@" </dev/null &
    local pid=$!
    started+=("$pid")
    local status=0
    wait "$pid" || status=$?
    unset 'started[-1]'
    return "$status"
}
