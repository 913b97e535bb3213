#!/usr/bin/env bash
# Tries the Debian package of the service as an administrator would: installs it with dpkg, as root, in a view of this machine that goes
# with the script (overlay), starts systemd there, brings a database to it, starts its units, plays the story of the demonstration
# through nginx, reads the archive in parts through nginx and Apache, saves, restores in another database, and removes everything.
#
# Where systemd cannot be started (a container without the right; said), the commands of the units run as the user `demandes` on a file
# system that the unit leaves read-only, and the rest of what the units forbid is only read.
#
# Wants root (said and skipped otherwise) and the debug binaries (build.sh). Prints « ok … » for each thing that held.
# shellcheck disable=SC2317 # some functions are reached by trap only
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"
forget_instance_settings
source "$SCRIPTS/systemd.sh"

WORK=$TARGET/try-service
VIEW=$WORK/view
DATABASE=demandes_package
RESTORED=demandes_package_restored
PREFIX=/geonature/api-demandes
CONFIG=/etc/demandes/demandes.toml
processes=()

ok() { echo "ok $*"; }

inside() {
    local enter=(chroot "$VIEW")
    [[ -z $SYSTEMD_PID ]] || enter=(in_systemd)
    "${enter[@]}" /usr/bin/env -u CARGO_TARGET_DIR "$@"
}

# Files under these, and accounts: what an installation may change.
state() {
    (cd "$VIEW" && find etc usr lib/systemd var/lib opt -xdev \( -path var/lib/dpkg -o -path var/lib/systemd/deb-systemd-helper-enabled -o -name 'passwd-' -o -name 'group-' \
        -o -name 'shadow-' -o -name 'gshadow-' -o -name '.pwd.lock' -o -path etc/ld.so.cache -o -path 'usr/share/mime' -o -path 'usr/share/info' -o -path 'usr/share/man' \) \
        -prune -o -printf '%p %m %u\n' 2>/dev/null | LC_ALL=C sort)
    cat "$VIEW"/etc/{passwd,group}
}

leave() {
    local pid
    for pid in "${processes[@]}"; do kill -TERM "$pid" 2>/dev/null || true; done
    halt_systemd
    wait 2>/dev/null || true
    drop_database "$DATABASE" || true
    drop_database "$RESTORED" || true
    sql postgres --command='DROP ROLE IF EXISTS demandes_package' >/dev/null 2>&1 || true
    leave_cluster
}

# The machine as it is, and what is written over it, in memory.
make_view() {
    mkdir -p "$WORK"/{memory,view}
    mount -t tmpfs -o mode=755 demandes "$WORK/memory"
    mkdir -p "$WORK"/memory/{upper,work}
    mount -t overlay -o "lowerdir=/,upperdir=$WORK/memory/upper,workdir=$WORK/memory/work" demandes "$VIEW"
    local folder
    for folder in proc sys dev; do mount --rbind "/$folder" "$VIEW/$folder"; done
    # No unit of what runs outside is seen here.
    mkdir -p "$VIEW/run"
    mount -t tmpfs demandes-run "$VIEW/run"
}

install_package() {
    inside dpkg --install "$DEB" >"$WORK/dpkg.log" 2>&1 || die "dpkg --install : $(tail -n 20 "$WORK/dpkg.log")"
    [[ $(stat -c '%a %U %G' "$VIEW/etc/demandes") == "750 root "* ]] || die "/etc/demandes est ouvert"
    [[ $(inside stat -c '%a %U' /etc/demandes/lot.key) == "600 demandes" ]] || die "clé des lots absente ou ouverte"
    [[ $(inside stat -c '%a %U' /var/lib/demandes) == "700 demandes" ]] || die "dossier des archives absent ou ouvert"
    for unit in serve worker; do
        [[ -L $VIEW/etc/systemd/system/multi-user.target.wants/demandes-$unit.service ]] || die "demandes-$unit n'est pas activé"
    done
    ok "installé par dpkg"
}

# Verified, and held to the figure that systemd gives of what a process could do (10: anything).
check_units() {
    local unit exposure
    for unit in serve worker; do
        inside systemd-analyze verify "demandes-$unit.service" 2>"$WORK/verify.log" || die "systemd-analyze verify : $(cat "$WORK/verify.log")"
        ! grep --quiet demandes "$WORK/verify.log" || die "systemd-analyze verify : $(cat "$WORK/verify.log")"
        exposure=$(inside systemd-analyze security --offline=true --threshold=20 "/lib/systemd/system/demandes-$unit.service") ||
            die "demandes-$unit est trop ouvert : $(tail -n 1 <<<"$exposure")"
        ok "demandes-$unit : $(tail -n 1 <<<"$exposure")"
    done
}

make_database() {
    drop_database "$RESTORED"
    make_geonature "$DATABASE"
    # As in a real GeoNature, where those that read another table are not valid: pg_restore makes them after the rows.
    sql "$DATABASE" >/dev/null <<'SQL'
SELECT format('ALTER TABLE %s DROP CONSTRAINT %I, ADD CONSTRAINT %2$I %s NOT VALID', conrelid::regclass, conname, pg_get_constraintdef(oid))
  FROM pg_constraint WHERE contype = 'c' AND convalidated AND pg_get_constraintdef(oid) LIKE '%check_nomenclature_type%'
\gexec
SQL
}

configure() {
    local password
    password=$(od -An -N16 -tx1 /dev/urandom | tr -d ' \n')
    KEY=$(od -An -N32 -tx1 /dev/urandom | tr -d ' \n')
    PORT=$(free_port '')
    install -m 640 /dev/null "$VIEW$CONFIG"
    cat >"$VIEW$CONFIG" <<TOML
database_url_file = "/etc/demandes/database.url"
geonature_secret_key_file = "/etc/demandes/secret.key"
listen = "127.0.0.1:$PORT"
app_dir = "/usr/share/demandes/app"
worker_poll_seconds = 1
TOML
    secret database.url "postgres://demandes_package:$password@127.0.0.1:$PGPORT/$DATABASE"
    secret secret.key "$KEY"
    inside chgrp demandes "$CONFIG"
    as_service env DEMANDES_ADMIN_DATABASE_URL="$(url_of "$DATABASE")" demandes_api --config "$CONFIG" migrate >"$WORK/migrate.log" 2>&1 ||
        die "migrate : $(tail -n 5 "$WORK/migrate.log")"
    sql postgres --command="SET client_min_messages = warning" --command="DROP ROLE IF EXISTS demandes_package" \
        --command="CREATE ROLE demandes_package LOGIN PASSWORD '$password' IN ROLE gn_demandes_service"
    sql "$DATABASE" --file="$ROOT/sql/demo/demandes.sql" >/dev/null
    check_config
    ok "migrate et check-config, sous le compte demandes"
}

secret() {
    install -m 640 /dev/null "$VIEW/etc/demandes/$1"
    printf '%s\n' "$2" >"$VIEW/etc/demandes/$1"
    inside chgrp demandes "/etc/demandes/$1"
}

check_config() {
    as_service demandes_api --config "$CONFIG" check-config >"$WORK/check.log" 2>&1 || die "check-config : $(cat "$WORK/check.log")"
}

as_service() { inside runuser -u demandes -- "$@"; }

# What the programs said last.
last_words() {
    tail -n 5 "$WORK"/*.log
    [[ -z $SYSTEMD_PID ]] || inside journalctl --unit='demandes-*' --no-pager --lines=20
}

# start UNIT: the unit; without systemd, what it starts, as its user, without privilege, where only its folders can be written.
start() {
    if [[ -n $SYSTEMD_PID ]]; then
        inside systemctl start "demandes-$1" || die "demandes-$1 : $(last_words)"
        return
    fi
    local command
    command=$(sed -n 's/^ExecStart=//p' "$VIEW/lib/systemd/system/demandes-$1.service")
    # shellcheck disable=SC2016 # read by the inner shell
    unshare --mount -- bash -c '
        mount --bind "$1/var/lib/demandes" "$1/var/lib/demandes"
        mount -t tmpfs -o mode=1777 private "$1/tmp"
        mount -t tmpfs -o mode=1777 private "$1/var/tmp"
        mount -o remount,bind,ro "$1"
        umask 0077
        exec chroot "$1" setpriv --reuid=demandes --regid=demandes --clear-groups --no-new-privs --bounding-set=-all --inh-caps=-all -- $2
    ' start "$VIEW" "$command" >"$WORK/$1.log" 2>&1 </dev/null 8>&- &
    processes+=("$!")
}

# get PORT PATH [CURL…]
get() { curl --silent --show-error --max-time 60 "${@:3}" "http://127.0.0.1:$1$PREFIX$2"; }

wait_for() {
    local tenth
    for ((tenth = 0; tenth < 300; tenth++)); do
        if get "$1" /health --fail --output /dev/null 2>/dev/null; then return; fi
        sleep 0.1
    done
    die "rien ne répond sur le port $1 : $(last_words)"
}

start_service() {
    start serve
    start worker
    wait_for "$PORT"
    get "$PORT" /app/ --fail | grep --quiet '<html' || die "les pages ne sont pas servies"
    ok "serve et worker, sous le compte demandes, sur un système en lecture seule"
}

property() { inside systemctl show --property "$2" --value "demandes-$1"; }

# held UNIT: what the kernel says of its process, and not what the unit asks for.
held() {
    local pid limits mounts line
    pid=$(property "$1" MainPID)
    limits=$(inside cat "/proc/$pid/status")
    mounts=$(inside cat "/proc/$pid/mounts")
    for line in NoNewPrivs:$'\t'1 Seccomp:$'\t'2 Cap{Prm,Eff,Bnd,Amb}:$'\t'0000000000000000; do
        grep --quiet --line-regexp "$line" <<<"$limits" || die "demandes-$1 : $line : $limits"
    done
    [[ $(inside ps -o user= -p "$pid") == demandes ]] || die "demandes-$1 tourne sous un autre compte"
    grep --quiet --extended-regexp '^[^ ]+ / [^ ]+ ro,' <<<"$mounts" || die "demandes-$1 peut écrire hors de ses dossiers : $mounts"
    [[ $(inside find /sys/fs/cgroup -path "*/demandes-$1.service/memory.*" \( -name memory.max -o -name memory.limit_in_bytes \) -exec cat {} +) == $((2 << 30)) ]] ||
        die "demandes-$1 : la mémoire n'est pas bornée"
}

# By the units alone: what they forbid is forbidden, and what is killed comes back.
check_limits() {
    if [[ -z $SYSTEMD_PID ]]; then
        say "systemd ne démarre pas sur cette machine : les limites des unités ne sont que lues."
        return
    fi
    local unit second
    for unit in serve worker; do
        held "$unit"
        inside systemctl kill --kill-whom=main --signal=KILL "demandes-$unit"
    done
    for ((second = 0; second < 30; second++)); do
        sleep 1
        if [[ $(property serve NRestarts) == 1 && $(property worker NRestarts) == 1 ]] && inside systemctl --quiet is-active demandes-serve demandes-worker; then break; fi
    done
    ((second < 30)) || die "ce qui est tué ne revient pas : $(last_words)"
    wait_for "$PORT"
    for unit in serve worker; do held "$unit"; done
    ok "les unités tiennent leurs limites, et ce qui est tué revient"
}

# The snippets of the package, in the smallest of the configurations they are made for.
start_proxies() {
    NGINX=$(free_port '')
    APACHE=$(free_port '')
    local snippet
    for snippet in nginx apache; do sed -i "s/127.0.0.1:8080/127.0.0.1:$PORT/" "$VIEW/etc/demandes/$snippet.conf"; done
    cat >"$WORK/nginx.conf" <<NGINX
worker_processes 1;
error_log $WORK/nginx.error.log;
pid $WORK/nginx.pid;
daemon off;
events {}
http {
    access_log $WORK/nginx.access.log;
    client_body_temp_path $WORK/nginx.body; proxy_temp_path $WORK/nginx.proxy; fastcgi_temp_path $WORK/nginx.f; uwsgi_temp_path $WORK/nginx.u; scgi_temp_path $WORK/nginx.s;
    gzip on; gzip_types application/json; gzip_min_length 1; gzip_proxied any;
    server {
        listen 127.0.0.1:$NGINX;
        add_header Strict-Transport-Security max-age=1 always;
        location /geonature/api { return 418; }
        include $VIEW/etc/demandes/nginx.conf;
    }
}
NGINX
    local modules=/usr/lib/apache2/modules module
    {
        echo "ServerRoot $WORK"
        for module in mpm_event authn_core authz_core proxy proxy_http setenvif env filter deflate headers alias; do
            echo "LoadModule ${module}_module $modules/mod_$module.so"
        done
        cat <<APACHE
ServerName localhost
Listen 127.0.0.1:$APACHE
User www-data
Group www-data
PidFile $WORK/apache.pid
ErrorLog $WORK/apache.error.log
LogFormat "%r %>s" short
CustomLog $WORK/apache.access.log short env=!demandes_secret
AddOutputFilterByType DEFLATE application/json
Header always set Strict-Transport-Security max-age=1
Redirect 410 /geonature/api
Include $VIEW/etc/demandes/apache.conf
APACHE
    } >"$WORK/apache.conf"
    chmod 755 "$WORK"
    nginx -e "$WORK/nginx.error.log" -c "$WORK/nginx.conf" >"$WORK/nginx.log" 2>&1 8>&- &
    processes+=("$!")
    apache2 -D FOREGROUND -f "$WORK/apache.conf" >"$WORK/apache.log" 2>&1 8>&- &
    processes+=("$!")
    wait_for "$NGINX"
    wait_for "$APACHE"
}

# run_story PORT: the whole story of the demonstration, uploads and downloads included.
run_story() {
    mkdir -p "$WORK/livraisons"
    DEMANDES_API_URL=http://127.0.0.1:$1$PREFIX DEMANDES_GEONATURE_SECRET_KEY=$KEY DEMANDES_DATABASE_URL=$(url_of "$DATABASE") \
        DEMANDES_DEMO_DIR=$WORK/livraisons "$TARGET/debug/demandes_demo_story" "${@:2}" >"$WORK/story.log" 2>&1 || die "le récit : $(tail -n 15 "$WORK/story.log")"
}

token() { sed -n "s/^$1\t//p" "$WORK/livraisons/jetons.txt" | tail -n 1; }

# The same through each: headers of the service once, those of the host kept, no ETag changed.
check_proxy() {
    local name=$1 port=$2 headers status
    headers=$(get "$port" /health --include --compressed --output - | tr -d '\r')
    [[ $(grep --ignore-case --count '^x-content-type-options: nosniff' <<<"$headers") == 1 ]] || die "$name : nosniff : $headers"
    grep --ignore-case --quiet '^strict-transport-security' <<<"$headers" || die "$name : l'en-tête de l'hôte est perdu"
    ! grep --ignore-case --quiet '^content-encoding' <<<"$headers" || die "$name compresse, et change les ETag"
    get "$port" /app/ --include --output - | tr -d '\r' | grep --ignore-case --quiet '^content-security-policy: default-src' || die "$name : pages sans politique"
    ok "$name : en-têtes, ETag, pages"
}

uuid() { cat /proc/sys/kernel/random/uuid; }

# check_too_big NAME PORT: over the service's limit, under the proxy's, the refusal is the service's own, whether the sender asks before he
# sends (as curl does) or not (as browsers do).
check_too_big() {
    local name=$1 port=$2 expect status
    head -c $((62 << 20)) /dev/zero >"$WORK/gros.json"
    for expect in 'Expect: 100-continue' 'Expect:'; do
        # curl may end in error when it is refused while it sends: what it was answered is judged below.
        status=$(get "$port" "/demandes/$(uuid)/perimetre" --output "$WORK/refus.json" --write-out '%{http_code} %{content_type}' --request PUT \
            --header 'If-Match: *' --header "$expect" --header "Authorization: Bearer $(token consultant)" --form "fichier=@$WORK/gros.json") || true
        [[ $status == '413 application/problem+json' && $(cat "$WORK/refus.json") == *'"code":"file_too_big"'* ]] ||
            die "$name : trop gros, $status : $(head -c 300 "$WORK/refus.json")"
    done
    rm "$WORK/gros.json"
    ok "$name : un fichier trop gros est refusé par le service, dans ses mots"
}

# lot_in_parts NAME PORT: an archive through the proxy, whole and by its two halves.
lot_in_parts() {
    local name=$1 port=$2 session whole size half
    session=$(open_session "$port")
    whole=$(get "$port" "/telechargements/$session" --fail | tee "$WORK/$name.zip" | sha256sum)
    size=$(stat -c %s "$WORK/$name.zip")
    half=$((size / 2))
    get "$port" "/telechargements/$session" --fail --range "0-$((half - 1))" --dump-header "$WORK/part.head" >"$WORK/$name.parts"
    get "$port" "/telechargements/$session" --fail --range "$half-" >>"$WORK/$name.parts"
    grep --quiet ' 206' "$WORK/part.head" || die "$name ne rend pas les parties : $(cat "$WORK/part.head")"
    [[ $(sha256sum <"$WORK/$name.parts") == "$whole" && $size -gt 1000 ]] || die "$name : les parties ne font pas l'archive"
    ! grep --quiet "$session" "$WORK/$name.access.log" || die "$name : un lien secret est dans le journal"
    ok "$name : archive de $size octets, entière et par parties, lien absent du journal"
}

# The last livraison of the demandeur, opened by him through PORT.
open_session() {
    local lot
    lot=$(sql "$DATABASE" --command="SELECT id_lot FROM gn_demandes.livraison ORDER BY sent_at DESC LIMIT 1")
    [[ -n $lot ]] || die "aucun lot livré"
    get "$1" "/lots/$lot/session" --fail --request POST --header "Authorization: Bearer $(token consultant)" |
        sed -n 's|.*/telechargements/\([^"]*\)".*|\1|p'
}

stop_service() {
    local pid
    [[ -z $SYSTEMD_PID ]] || inside systemctl stop demandes-serve demandes-worker
    for pid in "${processes[@]}"; do kill -TERM "$pid" 2>/dev/null || true; done
    for pid in "${processes[@]}"; do wait "$pid" 2>/dev/null || true; done
    processes=()
}

# By the scripts of the package; then the first database, the archives and the keys are lost, and a new machine takes over.
save_and_restore() {
    local before after port
    before=$(sha256sum <"$WORK/nginx.zip")
    journal_holds
    stop_service
    inside env PATH="$PG_BIN:$PATH" demandes-sauvegarder "$DATABASE" /var/backups/demandes/essai >"$WORK/save.log" 2>&1 || die "sauvegarde : $(cat "$WORK/save.log")"
    [[ -z $(find "$VIEW/var/backups/demandes/essai" -perm /077) ]] || die "la sauvegarde est lisible par d'autres"
    drop_database "$DATABASE"
    inside dpkg --purge "$NAME" >>"$WORK/dpkg.log" 2>&1
    install_package
    inside env PATH="$PG_BIN:$PATH" demandes-restaurer /var/backups/demandes/essai "$RESTORED" >"$WORK/restore.log" 2>&1 || die "restauration : $(cat "$WORK/restore.log")"
    sed -i "s|/$DATABASE\$|/$RESTORED|" "$VIEW/etc/demandes/database.url"
    check_config
    journal_holds
    start serve
    wait_for "$PORT"
    DATABASE=$RESTORED
    port=$PORT
    after=$(get "$port" "/telechargements/$(open_session "$port")" --fail | sha256sum)
    [[ $after == "$before" ]] || die "le lot restauré n'est pas celui d'avant"
    # Nothing is restored over what is there.
    ! inside env PATH="$PG_BIN:$PATH" demandes-restaurer /var/backups/demandes/essai autre >/dev/null 2>&1 || die "restauration par-dessus des archives"
    ok "sauvegarde et restauration : check-config, journal, lot téléchargé"
}

journal_holds() {
    as_service demandes_api --config "$CONFIG" journal verify >"$WORK/journal.log" 2>&1 || die "journal : $(cat "$WORK/journal.log")"
}

# `remove` keeps what is the administrator's; after `purge`, the machine is what it was and the database is still there.
remove_package() {
    stop_service
    inside dpkg --remove "$NAME" >>"$WORK/dpkg.log" 2>&1
    [[ -e $VIEW/etc/demandes/lot.key && -e $VIEW$CONFIG ]] || die "remove a supprimé les clés ou la configuration"
    [[ -n $(find "$VIEW/var/lib/demandes" -type f -print -quit) ]] || die "remove a supprimé les archives"
    inside dpkg --purge "$NAME" >>"$WORK/dpkg.log" 2>&1
    rm -rf "$VIEW/var/backups/demandes"
    state >"$WORK/after"
    diff "$WORK/before" "$WORK/after" >"$WORK/left" || die "purge laisse : $(head -n 20 "$WORK/left")"
    [[ $(sql "$RESTORED" --command="SELECT count(*) > 0 FROM gn_demandes.demande") == t ]] || die "la base a été touchée"
    ok "remove garde, purge ne laisse rien, la base reste"
}

in_namespace() {
    trap leave EXIT
    join_cluster
    make_view
    # check_limits says when there is none.
    boot_systemd "$VIEW" "$WORK/systemd.log" || true
    state >"$WORK/before"
    install_package
    check_units
    make_database
    configure
    start_service
    check_limits
    start_proxies
    run_story "$NGINX" comptes
    ok "comptes"
    run_story "$NGINX"
    ok "le récit, à travers nginx"
    check_proxy nginx "$NGINX"
    check_proxy apache "$APACHE"
    check_too_big nginx "$NGINX"
    check_too_big apache "$APACHE"
    lot_in_parts nginx "$NGINX"
    lot_in_parts apache "$APACHE"
    save_and_restore
    remove_package
}

NAME=geonature-demandes
if [[ ${1:-} == --in-namespace ]]; then
    DEB=$2
    in_namespace
    exit
fi
if [[ $EUID -ne 0 ]]; then
    say "Essai du paquet du service sauté : il demande d'être root."
    exit
fi
for program in nginx apache2 curl; do
    command -v "$program" >/dev/null || die "$program manque (install.sh)"
done
deb=$("$SCRIPTS/package_service.sh" --debug)
rm -rf "$WORK"
mkdir -p "$WORK"
unshare --mount "$0" --in-namespace "$deb"
