#!/usr/bin/env bash
# Installs what a bare Debian 12 lacks to build, test and demonstrate the project. Says and does nothing when nothing is
# missing. Never touches what is already installed, nor the system's PostgreSQL clusters.
#
#   install.sh           what everything but the pages wants
#   install.sh browser   what the pages and their tests want: Chromium, its fonts, Node.js when there is none
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"

PACKAGES=(
    "postgresql-$PG_MAJOR" "postgresql-$PG_MAJOR-postgis-3" "postgresql-server-dev-$PG_MAJOR"
    libgdal-dev gdal-bin python3-gdal python3-venv libsqlite3-dev libclang-dev clang pkg-config libssl-dev build-essential ca-certificates
    python3-alembic python3-psycopg2
    # The proxies in front of the service; without their own services.
    nginx apache2-bin curl
)
# Chromium's French texts: fields of dates are read in the language of the browser.
BROWSER_PACKAGES=(chromium chromium-l10n fonts-dejavu-core fonts-liberation)
# The version pg_ext/Cargo.toml asks of pgrx.
CARGO_PGRX=0.18.1
# Debian's packages ask it before they start a service.
NO_SERVICE=/usr/sbin/policy-rc.d
NO_MAIN_CLUSTER=/etc/postgresql-common/createcluster.d/demandes-install.conf

# Node.js of another source than Debian's has its own npm: both are left alone.
add_browser_packages() {
    PACKAGES=("${BROWSER_PACKAGES[@]}")
    command -v npm >/dev/null || PACKAGES+=(nodejs npm)
}

missing_packages() {
    comm -23 <(printf '%s\n' "${PACKAGES[@]}" | sort) <(installed_packages | sort -u)
}

installed_packages() {
    # dpkg-query fails when it does not know one of the packages, and still answers for the others.
    dpkg-query -W -f '${db:Status-Status} ${Package}\n' "${PACKAGES[@]}" 2>/dev/null | sed -n 's/^installed //p' || true
}

install_packages() {
    command -v apt-get >/dev/null || die "ce script installe par apt (Debian 12) ; à installer autrement : $*"
    say "Installation par apt : $*"
    # PostgreSQL's package would create and start a cluster `main` on port 5432, which this project has no use for.
    if [[ " $* " == *" postgresql-$PG_MAJOR "* ]]; then
        trap 'as_root rm -f "$NO_MAIN_CLUSTER"' EXIT
        as_root mkdir -p "$(dirname "$NO_MAIN_CLUSTER")"
        as_root tee "$NO_MAIN_CLUSTER" >/dev/null <<<'create_main_cluster = false'
    fi
    # Nor would anybody want nginx's own server on port 80.
    if [[ " $* " == *" nginx "* && ! -e $NO_SERVICE ]]; then
        trap 'as_root rm -f "$NO_MAIN_CLUSTER" "$NO_SERVICE"' EXIT
        printf '#!/bin/sh\nexit 101\n' | as_root tee "$NO_SERVICE" >/dev/null
        as_root chmod 755 "$NO_SERVICE"
    fi
    local apt=(env DEBIAN_FRONTEND=noninteractive apt-get --quiet --quiet --yes -o DPkg::Lock::Timeout=300 -o Dpkg::Use-Pty=0)
    as_root "${apt[@]}" update </dev/null >&2
    as_root "${apt[@]}" install --no-install-recommends "$@" </dev/null >&2
}

install_cargo_pgrx() {
    [[ $(cargo pgrx --version 2>/dev/null) == "cargo-pgrx $CARGO_PGRX" ]] && return
    say "Installation de cargo-pgrx $CARGO_PGRX (environ deux minutes)"
    # A debug build of the tool takes half the time to compile and changes nothing to what the tool produces.
    (cd / && env -u CARGO_TARGET_DIR cargo install cargo-pgrx --version "$CARGO_PGRX" --locked --debug --force >&2)
}

declare_postgresql_to_pgrx() {
    local config=${PGRX_HOME:-$HOME/.pgrx}/config.toml
    grep --quiet --no-messages "^pg$PG_MAJOR *=" "$config" && return
    # --no-run: no cluster of pgrx's own, the project has one.
    cargo pgrx init "--pg$PG_MAJOR" "$PG_CONFIG" --no-run >&2
}

if [[ ${1:-} == browser ]]; then add_browser_packages; fi
mapfile -t missing < <(missing_packages)
if ((${#missing[@]})); then install_packages "${missing[@]}"; fi
if [[ ${1:-} == browser ]]; then exit; fi
find_cargo
install_cargo_pgrx
declare_postgresql_to_pgrx
