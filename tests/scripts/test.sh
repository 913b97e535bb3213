#!/usr/bin/env bash
# Passes all tests, after installing and building what is missing. Arguments go to cargo's test runner:
#   tests/scripts/test.sh -p demandes_domain echeance
# DEMANDES_TEST_DATA names the folder of real data (communes, perimeters, GeoNature's schema); the tests that want it
# are skipped without it.
#
# The tests find: DEMANDES_PG_URL (superuser, database postgres), PGHOST PGPORT PGUSER PGPASSWORD for psql,
# DEMANDES_API_BIN (the service's binary), DEMANDES_ROOT (the checkout).
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"
forget_instance_settings

"$SCRIPTS/install.sh"
find_cargo
"$SCRIPTS/build.sh"

trap leave_cluster EXIT
join_cluster
export DEMANDES_API_BIN=$TARGET/debug/demandes_api DEMANDES_ROOT=$ROOT

if [[ -z ${DEMANDES_TEST_DATA:-} ]]; then
    say "DEMANDES_TEST_DATA n'est pas définie : les tests sur données réelles sont sautés."
elif [[ ! -d $DEMANDES_TEST_DATA ]]; then
    die "DEMANDES_TEST_DATA ne désigne pas un dossier : $DEMANDES_TEST_DATA"
fi

cd "$ROOT"
selection=("$@")
((${#selection[@]})) || selection=(--workspace --exclude gn_diffusion)
if cargo nextest --version >/dev/null 2>&1; then
    cargo nextest run --no-fail-fast ${CI:+--locked} "${selection[@]}"
else
    # --tests leaves the documentation's examples out.
    cargo test --no-fail-fast --tests ${CI:+--locked} "${selection[@]}"
fi
