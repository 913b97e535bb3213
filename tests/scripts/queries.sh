#!/usr/bin/env bash
# The service's SQL is checked by the compiler against descriptions kept in module_api/.sqlx, so that building needs no
# database. This script makes them from a real one: after any change of a query or of a migration.
#
#   queries.sh            writes module_api/.sqlx
#   queries.sh --check    fails if what is there is not what it would write
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"
forget_instance_settings

DATABASE=demandes_queries
KEPT=$ROOT/module_api/.sqlx
FRESH=$TARGET/sqlx

make_database() {
    local migration
    drop_database "$DATABASE"
    sql postgres --command="CREATE DATABASE $DATABASE TEMPLATE template0"
    sql "$DATABASE" --file="$ROOT/sql/geonature/load.sql" >/dev/null
    # What `demandes_api migrate` does: it cannot be built yet.
    sql "$DATABASE" --command='CREATE EXTENSION gn_diffusion' --command='CREATE SCHEMA gn_demandes'
    for migration in "$ROOT"/sql/migrations/*.sql; do
        sql "$DATABASE" --file="$migration" >/dev/null
    done
}

describe_queries() {
    rm -rf "$FRESH"
    mkdir -p "$FRESH"
    # A flag never used before makes cargo compile this crate again, and this crate only.
    (cd "$ROOT" && SQLX_OFFLINE=false SQLX_OFFLINE_DIR=$FRESH DATABASE_URL=$(url_of "$DATABASE") \
        cargo rustc --package demandes_api --lib --profile check -- --cfg "queries_of_$(date +%s)" -A unexpected_cfgs >&2)
}

"$SCRIPTS/install.sh"
find_cargo
"$SCRIPTS/build.sh" extension
trap leave_cluster EXIT
join_cluster
make_database
describe_queries
drop_database "$DATABASE"

if [[ ${1:-} == --check ]]; then
    diff --recursive --brief "$KEPT" "$FRESH" || die "module_api/.sqlx n'est plus à jour : lancer make queries"
else
    rm -rf "$KEPT"
    cp -r "$FRESH" "$KEPT"
fi
