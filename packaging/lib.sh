# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=bash
# shellcheck disable=SC2034 # used by the scripts that source this
# Shared by the scripts beside it; sourced after `set -euo pipefail`.

QL_REPO=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd -P)
QL_CACHE=${XDG_CACHE_HOME:-${HOME:?HOME must be set}/.cache}/quantlens
QL_KEYRING=/usr/share/keyrings/debian-archive-keyring.gpg
QL_NAME=$(basename -- "$0")

ql_say() { printf '%s\n' "$*" >&2; }

# ql_die CODE MESSAGE…: exit codes as the programs': 2 wrong usage or an unfit machine, 3 could not be fetched or made.
ql_die() {
    local code=$1
    shift
    printf '%s: %s\n' "$QL_NAME" "$*" >&2
    exit "$code"
}

# The help of a script is the comment block below its SPDX line.
ql_help() { sed -n '3,/^[^#]/{s/^# \{0,1\}//p}' "$0"; }

# The caller's lock on FILE, held until this process ends (fd 8); waits for another holder.
ql_lock() {
    mkdir -p -- "$(dirname -- "$1")"
    exec 8>"$1"
    flock -n 8 && return
    ql_say "Waiting for another $QL_NAME to finish…"
    flock 8
}

# The package names of packaging/debian/control, one a line, sorted; versions, profiles and alternatives dropped.
ql_dependencies() {
    awk '
        /^#/ { next }
        /^[^ \t]/ { wanted = /^(Build-Depends|X-Run-Depends):/; sub(/^[^:]*:/, "") }
        wanted { text = text "," $0 }
        END {
            n = split(text, items, ",")
            for (i = 1; i <= n; i++) {
                name = items[i]
                sub(/\|.*/, "", name); gsub(/\([^)]*\)|<[^>]*>|\[[^]]*\]|[ \t]/, "", name)
                if (name != "" && name !~ /^debhelper/) print name
            }
        }' "$QL_REPO/packaging/debian/control" | LC_ALL=C sort -u
}

ql_os() { (
    # shellcheck disable=SC1091
    . /etc/os-release && eval "printf '%s' \"\${$1:-}\""
); }

# The archive this machine's apt already uses; Debian's own where it is not a Debian.
ql_debian_mirror() {
    local uri=
    if [ "$(ql_os ID)" = debian ]; then
        uri=$(ql_apt_sources | awk -v code="$(ql_os VERSION_CODENAME)" '
            $2 == code && $1 ~ /debian/ { print $1; exit }
            $2 ~ /^(stable|oldstable|testing|unstable|sid)$/ && $1 ~ /debian/ && !other { other = $1 }
            $2 == code && !other { other = $1 }
            END { if (other) print other }' | head -n 1)
        # A list of mirrors (cloud images): its first line.
        case $uri in mirror+file:*) uri=$(awk '!/^#/ && NF { print $1; exit }' "${uri#mirror+file:}") ;; esac
    fi
    printf '%s\n' "${uri:-http://deb.debian.org/debian}"
}

# "URI SUITE" of every enabled binary archive in /etc/apt that has a component main.
ql_apt_sources() {
    local file
    for file in /etc/apt/sources.list /etc/apt/sources.list.d/*.list; do
        [ -r "$file" ] || continue
        sed -n 's/#.*//; s/^[ \t]*deb[ \t]\+\(\[[^]]*\]\)\{0,1\}//p' "$file" |
            awk '{ for (i = 3; i <= NF; i++) if ($i == "main") print $1, $2 }'
    done
    for file in /etc/apt/sources.list.d/*.sources; do
        [ -r "$file" ] || continue
        { cat "$file" && echo; } | awk '
            function flush_entry(  i, j, n, m, u, s) {
                if (types ~ /(^| )deb( |$)/ && components ~ /(^| )main( |$)/ && enabled !~ /no|false/) {
                    n = split(uris, u, " "); m = split(suites, s, " ")
                    for (i = 1; i <= n; i++) for (j = 1; j <= m; j++) print u[i], s[j]
                }
                types = components = uris = suites = enabled = field = ""
            }
            /^#/ { next }
            /^[ \t]*$/ { flush_entry(); next }
            { value = $0; if (/^[^ \t]/) { field = tolower($1); sub(/^[^:]*:/, "", value) } gsub(/[ \t]+/, " ", value) }
            field == "types:" { types = types " " value }
            field == "components:" { components = components " " value }
            field == "uris:" { uris = uris " " value }
            field == "suites:" { suites = suites " " value }
            field == "enabled:" { enabled = value }
            END { flush_entry() }'
    done
}

# This machine's download settings (proxies, retries, time-outs) as apt configuration: never its hooks, and never
# a setting that would let unsigned packages through.
ql_apt_acquire() {
    if command -v apt-config >/dev/null; then
        apt-config dump Acquire 2>/dev/null |
            grep -E '^Acquire::(https?|ftp|socks|Retries|Queue-Mode|Check-Valid-Until|Check-Date|ForceIPv)' || true
    fi
    printf '%s\n' 'Acquire::Languages "none";' 'Acquire::AllowInsecureRepositories "false";' \
        'APT::Get::AllowUnauthenticated "false";'
}

# ql_timed TITLE CMD…: a line with the seconds it took. CMD's output is shown only when it fails.
ql_timed() {
    local title=$1 start=$SECONDS log status=0
    shift
    log=$(mktemp)
    printf '%-44s ' "$title…" >&2
    "$@" >"$log" 2>&1 8>&- || status=$?
    if [ "$status" -eq 0 ]; then
        printf '%4d s\n' $((SECONDS - start)) >&2
    else
        printf 'failed after %d s\n' $((SECONDS - start)) >&2
        tail -n 200 -- "$log" >&2
    fi
    rm -f -- "$log"
    return "$status"
}

# ql_build PRESET [TARGET…]: configures and builds; to be called inside packaging/devroot, in the repository.
ql_build() {
    local preset=$1 target targets=()
    shift
    for target; do targets+=(--target "$target"); done
    ql_timed "Configuring $preset" cmake --preset "$preset" || ql_die 3 "could not configure (cmake --preset $preset)"
    ql_timed "Building $preset" cmake --build --preset "$preset" "${targets[@]}" ||
        ql_die 3 "could not build (cmake --build --preset $preset)"
}
