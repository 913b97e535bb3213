# A systemd as process 1 of a view of the machine (a folder that holds /usr, /etc…), beside whatever runs outside: units are held to all
# that they say of themselves. The network and the clock are the machine's. Sourced by the scripts that try the packages, as root, in
# a mount namespace of their own.
# shellcheck shell=bash

SYSTEMD_CGROUP=demandes-try-$$
# Process 1 as this machine numbers it; empty when none runs.
SYSTEMD_PID=

# in_systemd COMMAND…: runs it there.
in_systemd() { nsenter --target "$SYSTEMD_PID" --mount --pid --cgroup --ipc --uts -- "$@"; }

# boot_systemd VIEW LOG: started and waited for; an error when this machine does not let one start (a container without the right).
boot_systemd() {
    [[ -x $1/lib/systemd/systemd ]] || return 1
    (systemd_first "$1" >"$2" 2>&1 </dev/null 8>&-) &
    local tenth
    for ((tenth = 0; tenth < 300; tenth++)); do
        sleep 0.1
        kill -0 $! 2>/dev/null || break
        SYSTEMD_PID=$(systemd_of $!)
        [[ -z $SYSTEMD_PID ]] || [[ $(in_systemd systemctl is-system-running 2>/dev/null) != @(running|degraded) ]] || return 0
    done
    halt_systemd
    return 1
}

# halt_systemd: at once, with all that runs in it. Ends without error when there is none.
halt_systemd() {
    [[ -z $SYSTEMD_PID ]] || kill -KILL "$SYSTEMD_PID" 2>/dev/null || true
    SYSTEMD_PID=
    sleep 0.5
    local group
    while read -r group; do find "$group" -depth -type d -exec rmdir {} \; 2>/dev/null || true; done < <(systemd_groups)
}

# systemd_of PID: the child of `unshare`, once it has become systemd.
systemd_of() { pgrep --parent "$1" --exact systemd || true; }

# Each hierarchy of control groups: its folder below /sys/fs/cgroup, and where in it the one who asks is. Without cpuset, which takes no
# process before it is told of processors, and which no unit wants.
systemd_hierarchies() {
    local controllers path
    while IFS=: read -r _ controllers path; do
        case $controllers in
            cpuset) ;;
            name=systemd) echo "systemd $path" ;;
            '') if [[ -d /sys/fs/cgroup/unified ]]; then echo "unified $path"; else echo ". $path"; fi ;;
            *) echo "$controllers $path" ;;
        esac
    done </proc/self/cgroup
}

# The control groups that are its root: one in each hierarchy, under the one this script is in.
systemd_groups() {
    local folder path
    while read -r folder path; do echo "/sys/fs/cgroup/$folder${path%/}/$SYSTEMD_CGROUP"; done < <(systemd_hierarchies)
}

# Becomes it, and ends with the script, however that ends.
systemd_first() {
    local group
    while read -r group; do
        mkdir -p "$group" && echo "$BASHPID" >"$group/cgroup.procs" || exit 1
    done < <(systemd_groups)
    export -f systemd_root systemd_mount_groups systemd_hierarchies
    # shellcheck disable=SC2016 # read by the inner shell
    exec setpriv --pdeathsig KILL unshare --mount --pid --fork --cgroup --ipc --uts --kill-child bash -euc 'systemd_root "$1"' systemd "$1"
}

# In the new namespaces: what systemd expects to be mounted, and the view as the root. Not a mere chroot, in which no unit could have
# users of its own.
systemd_root() {
    local view=$1 folder device
    mount --make-rprivate /
    for folder in proc sys dev; do umount --recursive --lazy "$view/$folder" 2>/dev/null || true; done
    mount -t proc proc "$view/proc"
    mount -t sysfs -o ro sysfs "$view/sys"
    systemd_mount_groups "$view/sys/fs/cgroup"
    mount -t tmpfs -o mode=755 devices "$view/dev"
    for device in null zero full random urandom tty; do
        touch "$view/dev/$device"
        mount --bind "/dev/$device" "$view/dev/$device"
    done
    mkdir "$view/dev/shm" "$view/dev/pts"
    mount -t tmpfs memory "$view/dev/shm"
    mount -t devpts -o newinstance,ptmxmode=0666 terminals "$view/dev/pts"
    ln -s pts/ptmx "$view/dev/ptmx"
    ln -s /proc/self/fd "$view/dev/fd"
    mkdir -p "$view/run/old"
    cd "$view" || exit 1
    pivot_root . run/old
    exec env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin container=demandes chroot . sh -c \
        'umount -l /run/old && rmdir /run/old && exec /lib/systemd/systemd --system --unit=basic.target --log-target=console --show-status=0'
}

# systemd_mount_groups FOLDER: the same hierarchies as outside, seen from the groups of systemd_first.
systemd_mount_groups() {
    local folder kind
    mount -t tmpfs -o mode=755 groups "$1"
    while read -r folder _; do
        case $folder in
            systemd) kind=(cgroup -o 'none,name=systemd') ;;
            unified | .) kind=(cgroup2) ;;
            *) kind=(cgroup -o "$folder") ;;
        esac
        mkdir -p "$1/$folder"
        mount -t "${kind[@]}" groups "$1/$folder"
    done < <(systemd_hierarchies)
}
