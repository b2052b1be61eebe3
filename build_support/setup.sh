#!/bin/sh
# Prepare this checkout: `setup.sh run` for what runs, `setup.sh dev` for what checks it too.
# Nothing but Python ≥ 3.11 is needed. What is already in place is left alone, so that a second call takes no time.
set -eu

need="$1"
venv=.venv
python="$venv/bin/python"

say() { printf '  %s\n' "$*" >&2; }

stop() {
    printf '%s\n' "$@" >&2
    exit 1
}

find_python() {
    for candidate in "${PYTHON:-python3}" python3 python3.14 python3.13 python3.12 python3.11; do
        if "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; then
            echo "$candidate"
            return
        fi
    done
    stop "Cordée demande Python 3.11 ou plus récent, introuvable ici. Installez-le (Debian, Ubuntu :" \
        "  sudo apt-get install python3 python3-venv) puis relancez la même commande." \
        "Cordée needs Python 3.11 or newer, not found here. Install it, then run the same command again."
}

make_venv() {
    found=$(find_python)
    "$found" -c 'import ensurepip, venv' >/dev/null 2>&1 ||
        stop "Il manque à ce Python le module « venv ». Installez-le (Debian, Ubuntu :" \
            "  sudo apt-get install python3-venv) puis relancez la même commande." \
            "This Python lacks its venv module. Install it, then run the same command again."
    say "environnement Python dans $venv…"
    "$found" -m venv --clear "$venv"
}

# A stamp names the content it was made from and this very folder: scripts of a moved folder no longer run.
stamp_of() { { pwd; cat "$@"; } | cksum; }

is_done() { [ -f "$venv/$1.done" ] && [ "$(cat "$venv/$1.done")" = "$2" ]; }

pip() { "$python" -m pip --quiet --disable-pip-version-check --no-input "$@"; }

install_lock() {
    lock="$1"
    current=$(stamp_of "$lock")
    is_done "$lock" "$current" && return
    say "dépendances verrouillées ($lock)… une à deux minutes la première fois"
    pip install --require-hashes --requirement "$lock" ||
        stop "Les dépendances n’ont pas pu être installées (voir ci-dessus). Vérifiez le réseau, puis relancez." \
            "Dependencies could not be installed (see above). Check the network, then run the same command again."
    echo "$current" >"$venv/$lock.done"
}

install_cordee() {
    "$python" -m build_support ||
        stop "La préparation des fichiers a échoué (voir ci-dessus). Vérifiez le réseau, puis relancez." \
            "The build failed (see above). Check the network, then run the same command again."
    current=$(stamp_of pyproject.toml hatch_build.py)
    is_done cordee "$current" && return
    say "installation de Cordée…"
    pip install --no-build-isolation --no-deps --editable .
    echo "$current" >"$venv/cordee.done"
}

"$python" -c '' >/dev/null 2>&1 || make_venv
case "$need" in
run) is_done requirements-dev.lock "$(stamp_of requirements-dev.lock)" || install_lock requirements.lock ;;
dev) install_lock requirements-dev.lock ;;
*) stop "setup.sh takes run or dev" ;;
esac
install_cordee
