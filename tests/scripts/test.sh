#!/usr/bin/env bash
# Passes all tests, after installing and building what is missing. Arguments go to cargo's test runner:
#   tests/scripts/test.sh -p demandes_domain echeance
# DEMANDES_TEST_DATA names the folder of real data (communes, perimeters, GeoNature's schema); the tests that want it
# are skipped without it.
#
# The tests of mails want a Python with aiosmtpd (smtp.sh), those of the API's document one with schemathesis (schemathesis.sh); without them they
# are skipped, never in a continuous integration. Without arguments the pages are then played in Chromium (browser.sh), under the same rule.
#
# The tests find: DEMANDES_PG_URL (superuser, database postgres), PGHOST PGPORT PGUSER PGPASSWORD for psql,
# DEMANDES_API_BIN (the service's binary), DEMANDES_ROOT (the checkout). Each makes a database test_… of its own, which is
# dropped here.
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"
forget_instance_settings

"$SCRIPTS/install.sh"
find_cargo
"$SCRIPTS/build.sh"

# Databases of tests that are over, and templates that a newer one of the same kind has replaced.
drop_old_databases() {
    sql postgres >/dev/null <<'SQL'
SELECT format('DROP DATABASE IF EXISTS %I', old.datname)
  FROM pg_database old
 WHERE (old.datname LIKE 'test\_%'
        OR EXISTS (SELECT FROM pg_database newer
                    WHERE newer.oid > old.oid AND old.datname LIKE 'template\_%' AND newer.datname LIKE 'template\_%'
                      AND split_part(newer.datname, '_', 2) = split_part(old.datname, '_', 2)))
   AND NOT EXISTS (SELECT FROM pg_stat_activity WHERE datname = old.datname)
\gexec
SQL
}

leave() {
    drop_old_databases || true
    leave_cluster
}

trap leave EXIT
join_cluster
drop_old_databases
export DEMANDES_API_BIN=$TARGET/debug/demandes_api DEMANDES_ROOT=$ROOT

# want VARIABLE SCRIPT WHAT: the Python that SCRIPT prints, for the tests of WHAT.
want() {
    local python
    if python=$("$SCRIPTS/$2"); then
        export "$1=$python"
    elif [[ -n ${CI:-} ]]; then
        die "$2 échoue : les tests $3 ne seraient pas passés"
    else
        say "$2 échoue : les tests $3 sont sautés."
    fi
}

want DEMANDES_SMTP_PYTHON smtp.sh "du courriel"
want DEMANDES_SCHEMATHESIS_PYTHON schemathesis.sh "du document de l'API"

if [[ -z ${DEMANDES_TEST_DATA:-} ]]; then
    say "DEMANDES_TEST_DATA n'est pas définie : les tests sur données réelles sont sautés."
elif [[ ! -d $DEMANDES_TEST_DATA ]]; then
    die "DEMANDES_TEST_DATA ne désigne pas un dossier : $DEMANDES_TEST_DATA"
fi

# run_tests [ARGUMENT …]: what wants no browser.
run_tests() {
    local selection=("$@")
    (($#)) || selection=(--workspace --exclude gn_diffusion)
    if cargo nextest --version >/dev/null 2>&1; then
        # A third one runs while two wait for the service or for a clock.
        cargo nextest run --no-fail-fast --test-threads $(($(nproc) + 1)) ${CI:+--locked} "${selection[@]}"
    else
        # --tests leaves the documentation's examples out.
        cargo test --no-fail-fast --tests ${CI:+--locked} "${selection[@]}"
    fi
}

play_pages() {
    if "$SCRIPTS/browser.sh" --prepare; then
        "$SCRIPTS/browser.sh"
    elif [[ -n ${CI:-} ]]; then
        die "browser.sh --prepare échoue : les pages ne seraient pas jouées dans un navigateur"
    else
        say "browser.sh --prepare échoue (il y faut Chromium et npm) : les tests des pages sont sautés."
    fi
}

cd "$ROOT"
status=0
run_tests "$@" || status=$?
# What the pages do is worth knowing even when something else has failed.
if (($# == 0)); then play_pages || status=$?; fi
((status == 0))
