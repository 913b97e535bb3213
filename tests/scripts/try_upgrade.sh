#!/usr/bin/env bash
# Tries the upgrade from the first version with data: a database as 0.1.0 left it (tests/tests/project/upgrade/0.1.0.sql), brought by today's
# `migrate` to the same schema as a fresh installation, where every demande is read by the API and the journal verifies.
#
# Wants the debug binaries (build.sh). Prints « ok … » for each thing that held.
# shellcheck disable=SC2317 # some functions are reached by trap only
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"
forget_instance_settings

STAGE=$TARGET/try-upgrade
DATABASE=demandes_upgrade
FRESH=demandes_upgrade_fresh
source "$SCRIPTS/stage.sh"

ok() { echo "ok $*"; }

leave() {
    stop_all
    join_cluster
    drop_database "$DATABASE"
    drop_database "$FRESH"
    leave_cluster
}

make_databases() {
    drop_database "$DATABASE"
    make_geonature "$FRESH"
    sql postgres --command="CREATE DATABASE $DATABASE TEMPLATE $FRESH"
    sql "$DATABASE" --command="SET client_min_messages = warning" --command="CREATE EXTENSION gn_diffusion VERSION '0.1.0'" \
        --command='DELETE FROM gn_diffusion.groupe'
    sql "$DATABASE" --file="$ROOT/tests/tests/project/upgrade/0.1.0.sql" >/dev/null
}

migrate() {
    DEMANDES_DATABASE_URL=$(url_of "$1") "$API" --config "$CONFIG" migrate >"$STAGE/migrate.log" 2>&1 || die "migrate : $(tail -n 10 "$STAGE/migrate.log")"
}

# Columns in the order of their names: those that an upgrade adds come last in their table.
schema() {
    sql "$1" <<'SQL'
SELECT 'column', table_name, column_name, data_type, is_nullable, column_default, is_identity, is_generated, generation_expression
  FROM information_schema.columns WHERE table_schema IN ('gn_demandes', 'gn_diffusion') ORDER BY 2, 3;
SELECT 'constraint', conrelid::regclass::text, conname, pg_get_constraintdef(oid), convalidated FROM pg_constraint
 WHERE connamespace IN ('gn_demandes'::regnamespace, 'gn_diffusion'::regnamespace) ORDER BY 2, 3;
SELECT 'index', indexdef FROM pg_indexes WHERE schemaname IN ('gn_demandes', 'gn_diffusion') ORDER BY 2;
SELECT 'trigger', pg_get_triggerdef(oid) FROM pg_trigger
 WHERE NOT tgisinternal AND tgrelid IN (SELECT oid FROM pg_class WHERE relnamespace IN ('gn_demandes'::regnamespace, 'gn_diffusion'::regnamespace)) ORDER BY 2;
SELECT 'function', oid::regprocedure::text, prosrc, (SELECT string_agg(a::text, ' ' ORDER BY a::text) FROM unnest(proacl) a) FROM pg_proc
 WHERE pronamespace IN ('gn_demandes'::regnamespace, 'gn_diffusion'::regnamespace) ORDER BY 2;
SELECT 'relation', oid::regclass::text, relkind, relowner::regrole, (SELECT string_agg(a::text, ' ' ORDER BY a::text) FROM unnest(relacl) a) FROM pg_class
 WHERE relnamespace IN ('gn_demandes'::regnamespace, 'gn_diffusion'::regnamespace) AND relkind IN ('r', 'v', 'm', 'S') ORDER BY 2;
SQL
}

same_schema() {
    schema "$DATABASE" >"$STAGE/upgraded"
    schema "$FRESH" >"$STAGE/fresh"
    [[ $(wc -l <"$STAGE/fresh") -gt 500 ]] || die "schéma illisible"
    diff "$STAGE/fresh" "$STAGE/upgraded" >"$STAGE/schema.diff" || die "le schéma mis à jour n'est pas celui d'une installation : $(head -n 20 "$STAGE/schema.diff")"
    ok "schéma mis à jour = schéma installé"
}

# Before the upgrade, the service says what to do instead of working on what it does not know.
refuses_before() {
    if "$API" --config "$CONFIG" serve >"$STAGE/refused.log" 2>&1; then die "le service sert une base de 0.1.0"; fi
    grep --quiet 'demandes_api migrate' "$STAGE/refused.log" || die "$(cat "$STAGE/refused.log")"
    ok "refusé avant migrate : $(tail -n 1 "$STAGE/refused.log")"
}

# The rights that GeoNature held, outside our schemas: the coordination has them all.
give_rights() {
    sql "$DATABASE" >/dev/null <<'SQL'
INSERT INTO gn_permissions.t_permissions (id_role, id_action, id_module, id_object, validated)
SELECT r.id_role, a.id_action, a.id_module, a.id_object, true
  FROM gn_permissions.t_permissions_available a JOIN gn_commons.t_modules m USING (id_module), utilisateurs.t_roles r
 WHERE m.module_code = 'DEMANDES' AND r.identifiant = 'dreal'
SQL
}

read_demandes() {
    local token id status count=0
    run_story comptes >/dev/null
    token=$(sed -n 's/^dreal\t//p' "$STAGE/livraisons/jetons.txt")
    while read -r id; do
        for path in "/demandes/$id" "/demandes/$id/journal" "/demandes/$id/lots"; do
            status=$(curl --silent --max-time 60 --output "$STAGE/answer" --write-out '%{http_code}' --header "Authorization: Bearer $token" \
                "http://127.0.0.1:$PORT$BASE_PATH$path")
            [[ $status == 200 ]] || die "$path : $status $(head -c 300 "$STAGE/answer")"
        done
        count=$((count + 1))
    done < <(sql "$DATABASE" --command="SELECT id_demande FROM gn_demandes.demande WHERE state <> 'brouillon'")
    ((count >= 4)) || die "seulement $count demandes"
    "$API" --config "$CONFIG" journal verify >"$STAGE/journal.log" 2>&1 || die "journal : $(cat "$STAGE/journal.log")"
    ok "$count demandes lues, avec leur journal et leurs lots ; le journal est intact"
}

trap leave EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP
install -d -m 700 "$STAGE"
joined=yes
join_cluster
PORT=$(free_port '')
write_config
make_databases
refuses_before
migrate "$DATABASE"
migrate "$FRESH"
same_schema
give_rights
start_in_background serve
start_in_background worker
wait_for_service
read_demandes
