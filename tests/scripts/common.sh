# Shared by the scripts of this folder, which source it: where things are, messages, and what needs another user.
# It runs nothing by itself. Messages are for people, in French.
# shellcheck shell=bash

set -euo pipefail

ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd -P)
TARGET=${CARGO_TARGET_DIR:-$ROOT/target}
[[ $TARGET == /* ]] || TARGET=$ROOT/$TARGET
TARGET=$(realpath --canonicalize-missing "$TARGET")
SCRIPTS=$ROOT/tests/scripts
PG_MAJOR=15
PG_BIN=/usr/lib/postgresql/$PG_MAJOR/bin
PG_CONFIG=$PG_BIN/pg_config
export ROOT TARGET SCRIPTS PG_MAJOR PG_BIN PG_CONFIG
# Queries are checked against module_api/.sqlx (queries.sh), whatever database the caller's environment names.
export SQLX_OFFLINE=true

say() { printf '%s\n' "$*" >&2; }

die() {
    say "Erreur : $*"
    exit 1
}

# Runs a command as root: directly, or through sudo.
as_root() {
    if [[ $EUID -eq 0 ]]; then
        "$@"
    elif command -v sudo >/dev/null; then
        sudo "$@"
    else
        die "il faut être root, ou disposer de sudo, pour : $*"
    fi
}

# A shell started by make or by a continuous integration does not always read the profile where rustup adds its folder.
find_cargo() {
    local env_file=${CARGO_HOME:-$HOME/.cargo}/env
    # shellcheck source=/dev/null
    if ! command -v cargo >/dev/null && [[ -r $env_file ]]; then source "$env_file"; fi
    command -v cargo >/dev/null || die "cargo est introuvable : installer Rust avec rustup (https://rustup.rs)"
}

# A real instance's settings (DEMANDES_DATABASE_URL…) in the caller's environment must never reach a demo or a test,
# which create and drop databases. Only the folder of test data passes.
forget_instance_settings() {
    local name
    for name in ${!DEMANDES_@}; do
        [[ $name == DEMANDES_TEST_DATA ]] || unset "$name"
    done
}

# Starts the private cluster, sets its variables (DEMANDES_PG_URL, PGHOST…) and keeps it alive until leave_cluster.
# Several scripts may use it at once: each holds a shared lock, and the last one to leave stops it.
join_cluster() {
    local dir exports
    dir=$("$SCRIPTS/cluster.sh" dir)
    exec 8>>"$dir/users"
    flock --shared 8
    "$SCRIPTS/cluster.sh" start
    exports=$("$SCRIPTS/cluster.sh" env)
    eval "$exports"
}

leave_cluster() {
    if flock --exclusive --nonblock 8 2>/dev/null; then "$SCRIPTS/cluster.sh" stop; fi
    exec 8>&-
}

# sql DATABASE …: psql on a database of the private cluster, stopping at the first error.
sql() { "$PG_BIN/psql" --no-psqlrc --quiet --no-align --tuples-only --set=ON_ERROR_STOP=1 --dbname="$1" "${@:2}"; }

# The URL of a database of the private cluster.
url_of() { printf '%s/%s' "${DEMANDES_PG_URL%/postgres}" "$1"; }

drop_database() { sql postgres --command="SET client_min_messages = error" --command="DROP DATABASE IF EXISTS $1 WITH (FORCE)"; }

# What a database was told to be, when it was finished.
comment_of() { sql postgres --command="SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = '$1'"; }

# make_geonature DATABASE: a database shaped as GeoNature's, made anew, with the invented territory of the demonstration and nothing of ours.
# Loaded once per version, then copied.
make_geonature() {
    local loaded=demandes_geonature version
    version=$(hash_of sql/geonature sql/demo)
    # One at a time: tests start together.
    exec 5>>"$TARGET/geonature.lock"
    flock 5
    if [[ $(comment_of $loaded) != "$version" ]]; then load_geonature $loaded "$version"; fi
    drop_database "$1"
    sql postgres --command="CREATE DATABASE $1 TEMPLATE $loaded STRATEGY FILE_COPY"
    exec 5>&-
}

# The comment comes last: an interrupted load is never taken for a whole one.
load_geonature() {
    drop_database "$1"
    sql postgres --command="CREATE DATABASE $1 TEMPLATE template0"
    sql "$1" --file="$ROOT/sql/geonature/load.sql" >/dev/null
    sql "$1" --file="$ROOT/sql/demo/load.sql" >/dev/null
    sql postgres --command="COMMENT ON DATABASE $1 IS '$2'"
}

port_is_free() { ! (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }

# Prints the port wanted (may be empty) if nobody listens on it; otherwise one below the range the system draws from.
free_port() {
    local port=$1
    until [[ -n $port ]] && port_is_free "$port"; do
        port=$((20000 + RANDOM % 10000))
    done
    echo "$port"
}

# One hash of files and folders given relative to ROOT, what explains them (README.md) left out: same content and names, same hash.
hash_of() {
    (cd "$ROOT" && find "$@" -type f -not -path '*/target/*' -not -name README.md -print0 | LC_ALL=C sort -z | xargs -0 sha256sum | sha256sum) | cut -c1-64
}

# What PostgreSQL loads for our extension: one hash, or that of nothing when it is not installed.
hash_of_installed_extension() {
    local files
    shopt -s nullglob
    files=("$("$PG_CONFIG" --pkglibdir)"/gn_diffusion.so "$("$PG_CONFIG" --sharedir)"/extension/gn_diffusion{.control,--*.sql})
    shopt -u nullglob
    cat /dev/null "${files[@]}" 2>/dev/null | sha256sum | cut -c1-64
}

# python_with NAME PACKAGE==VERSION …: prints the Python of target/NAME, which has exactly these packages of PyPI (and what they want), after
# putting it there if it is missing. Fails when it cannot be had; the system's Python is left alone.
python_with() {
    local venv=$TARGET/$1
    shift
    if [[ ! -x $venv/bin/python || $(cat "$venv/packages" 2>/dev/null) != "$*" ]]; then
        rm -rf "$venv"
        {
            mkdir -p "$(dirname "$venv")" &&
                python3 -m venv "$venv" &&
                "$venv/bin/pip" install --quiet --disable-pip-version-check "$@"
        } >&2 || return 1
        echo "$*" >"$venv/packages"
    fi
    echo "$venv/bin/python"
}
