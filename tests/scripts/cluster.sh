#!/usr/bin/env bash
# The project's private PostgreSQL cluster, for the demo and the tests: own data, own port, own socket; the system's
# clusters are left alone. Nothing of value lives in it: it is tuned for speed and may be removed at any time.
#
#   cluster.sh start          starts it, creating it if need be; does nothing if it runs
#   cluster.sh stop           stops it at once
#   cluster.sh status         says where it is; exit code 3 if it does not run
#   cluster.sh env            prints the shell exports that reach it (DEMANDES_PG_URL, PGHOST, PGPORT, PGUSER, PGPASSWORD)
#   cluster.sh psql [name]    opens psql on a database (postgres); more arguments go to psql
#   cluster.sh dir            prints its folder
#   cluster.sh clean          stops and removes it
#
# PostgreSQL refuses to run as root: root runs it as the system's user `postgres`, anybody else as himself. It lives in
# target/pg, or in /var/tmp when that user cannot go there (below /root, in a private folder) or when the path is too
# long for a socket. Everybody gives a password, kept in a file of mode 0600.
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"

SUPERUSER=postgres
MAX_SOCKET_PATH=107

# Runs a command as the user the cluster belongs to, from a folder that this user may enter, without the locks that we and
# our callers hold (7, 8, 9): the server would keep them.
as_owner() {
    local as=()
    if [[ $EUID -eq 0 ]]; then as=(runuser -u postgres --); fi
    (cd / && exec "${as[@]}" "$@" 7>&- 8>&- 9>&-)
}

owner_name() {
    if [[ $EUID -eq 0 ]]; then printf postgres; else id -un; fi
}

# Short enough, and without the characters that mean something in PostgreSQL's settings.
suits_a_socket() {
    local socket=$1/socket/.s.PGSQL.65535
    ((${#socket} <= MAX_SOCKET_PATH)) && [[ $socket != *[\'\",\\]* ]]
}

# Makes a private folder of the cluster's owner. Fails if somebody else has put something there.
own_folder() {
    local dir=$1
    if [[ ! -e $dir && ! -L $dir ]]; then
        install -d -m 700 -o "$(owner_name)" "$dir" 2>/dev/null || return 1
    fi
    [[ -d $dir && ! -L $dir && $(stat -c %U "$dir") == "$(owner_name)" ]] && as_owner test -w "$dir" -a -x "$dir"
}

cluster_folder() {
    local near=$TARGET/pg far
    far=/var/tmp/demandes-$(id -u)-$(sha256sum <<<"$ROOT" | cut -c1-12)
    mkdir -p "$TARGET"
    if suits_a_socket "$near" && own_folder "$near"; then
        printf '%s' "$near"
    elif own_folder "$far"; then
        printf '%s' "$far"
    else
        die "$far existe et n'appartient pas à $(owner_name) : le retirer"
    fi
}

# The postmaster's pid file may be stale (a crash, a copied checkout, a reused pid): the process must work in our data.
is_running() {
    local pid
    pid=$(head -n 1 "$DATA/postmaster.pid" 2>/dev/null) || return 1
    [[ $pid =~ ^[0-9]+$ && $(as_owner readlink "/proc/$pid/cwd") == "$DATA" ]]
}

# Keeps the port of last time when it is still free.
choose_port() {
    local port
    port=$(free_port "$(cat "$DIR/port" 2>/dev/null)")
    as_owner tee "$DIR/port" >/dev/null <<<"$port"
}

create_data() {
    if [[ -e $DATA ]]; then
        [[ $(cat "$DATA/PG_VERSION" 2>/dev/null) == "$PG_MAJOR" ]] && return
        say "La grappe de $DATA n'est pas de PostgreSQL $PG_MAJOR : elle est refaite"
        as_owner rm -rf "$DATA"
    fi
    # Built aside and renamed: an interrupted initdb is never taken for a cluster.
    as_owner rm -rf "$DATA.new"
    as_owner install -m 600 /dev/null "$DIR/password"
    as_owner tee "$DIR/password" >/dev/null < <(od -An -N24 -tx1 /dev/urandom | tr -d ' \n')
    as_owner "$PG_BIN/initdb" --pgdata="$DATA.new" --username="$SUPERUSER" --pwfile="$DIR/password" \
        --auth=scram-sha-256 --encoding=UTF8 --locale=C.UTF-8 --no-sync >"$DIR/initdb.log" 2>&1 ||
        die "initdb a échoué : $(tail -n 5 "$DIR/initdb.log")"
    as_owner tee -a "$DATA.new/postgresql.conf" >/dev/null <<<"include '../settings.conf'"
    as_owner mv "$DATA.new" "$DATA"
}

write_settings() {
    # In a container /dev/shm is often too small for parallel queries: then files do.
    local shared_memory=posix
    (($(df --output=avail --block-size=1M /dev/shm 2>/dev/null | tail -n 1 || echo 0) >= 512)) || shared_memory=mmap
    as_owner tee "$DIR/settings.conf" >/dev/null <<SETTINGS
# Written by cluster.sh at each start.
port = $(cat "$DIR/port")
listen_addresses = '127.0.0.1'
unix_socket_directories = '$DIR/socket'
unix_socket_permissions = 0700
dynamic_shared_memory_type = $shared_memory
max_connections = 200
shared_buffers = 512MB
# As on a GeoNature instance in France: what confuses local time and UTC must show.
timezone = 'Europe/Paris'
jit = off
# Speed before durability: all can be rebuilt.
fsync = off
synchronous_commit = off
full_page_writes = off
wal_level = minimal
max_wal_senders = 0
max_wal_size = 4GB
SETTINGS
}

start() {
    is_running && return
    [[ -x $PG_BIN/postgres ]] || die "PostgreSQL $PG_MAJOR n'est pas installé : lancer tests/scripts/install.sh"
    # What a crash or a copy left would be taken for a running server.
    as_owner rm -rf "$DATA/postmaster.pid" "$DIR/socket"
    create_data
    own_folder "$DIR/socket" || die "dossier inutilisable : $DIR/socket"
    local attempt
    # Somebody may take the port between the choice and the start; processes of a killed server take a moment to leave.
    for attempt in 1 2 3; do
        choose_port
        write_settings
        as_owner tee "$DIR/log" >/dev/null </dev/null
        as_owner "$PG_BIN/pg_ctl" start --silent --wait --timeout=60 --pgdata="$DATA" --log="$DIR/log" >/dev/null 2>&1 && return
        if grep --quiet 'could not bind' "$DIR/log"; then as_owner rm -f "$DIR/port"; fi
        sleep 1
    done
    die "PostgreSQL ne démarre pas ($attempt essais) :"$'\n'"$(tail -n 15 "$DIR/log")"
}

stop() {
    if is_running; then as_owner "$PG_BIN/pg_ctl" stop --silent --wait --mode=fast --pgdata="$DATA" >&2; fi
}

print_env() {
    is_running || die "la grappe n'est pas démarrée : lancer tests/scripts/cluster.sh start"
    local port password
    port=$(cat "$DIR/port")
    password=$(cat "$DIR/password")
    # What the caller may have set to reach another server.
    echo "unset PGHOSTADDR PGDATABASE PGOPTIONS PGSERVICE PGSERVICEFILE PGPASSFILE PGSSLMODE"
    echo "export PGHOST=127.0.0.1 PGPORT=$port PGUSER=$SUPERUSER PGPASSWORD=$password"
    echo "export DEMANDES_PG_URL=postgres://$SUPERUSER:$password@127.0.0.1:$port/postgres"
}

status() {
    if ! is_running; then
        echo "arrêtée : $DIR"
        return 3
    fi
    echo "en marche : 127.0.0.1:$(cat "$DIR/port"), $DIR"
}

open_psql() {
    "$0" start
    eval "$(print_env)"
    exec "$PG_BIN/psql" --dbname="${1:-postgres}" "${@:2}"
}

clean() {
    stop
    rm -rf "$DIR"
}

DIR=$(cluster_folder)
DATA=$DIR/data
case ${1:-} in
    start | stop | clean)
        # One change at a time.
        exec 9>>"$DIR/lock"
        flock 9
        "$1"
        ;;
    status) status ;;
    env) print_env ;;
    psql) open_psql "${@:2}" ;;
    dir) echo "$DIR" ;;
    *) die "usage : cluster.sh start|stop|status|env|psql [base]|dir|clean" ;;
esac
