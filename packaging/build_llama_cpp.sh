#!/bin/sh
# Builds llama.cpp with its bindings for every x86-64 machine with Linux, as a wheel.
#
#   packaging/build_llama_cpp.sh cpu       the wheel is in build/wheels/cpu (20 minutes on two cores)
#   packaging/build_llama_cpp.sh vulkan    with Vulkan too, in build/wheels/vulkan (as long again; works without a card)
#
# llama_cpp/lib then holds, each library once and under one name:
#
#   libllama.so, libggml.so, libggml-base.so    for any x86-64 processor
#   libggml-cpu-haswell.so and its like         the same code for kinds of processors; the quickest that works is taken
#   libggml-vulkan.so                           needs the system's libvulkan.so.1; without it, the processor computes
#
# Nothing links to the last two kinds: the engine opens them when it starts (engine/backends/llama_library.py). Whoever
# puts the program into a package takes all of the folder. check_llama_cpp.py proves what is claimed here;
# docs/decisions/0035 says why it is built so. PYTHON names the interpreter, JOBS how many compilers run at once.
set -eu
unset PYTHONHOME PYTHONPATH VULKAN_SDK
export PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_INPUT=1 PIP_USER=0

main() {
    cd -- "$(dirname -- "$0")/.."
    kind=${1:-}
    case $kind in
        cpu | vulkan) ;;
        *) stop "usage: packaging/build_llama_cpp.sh cpu|vulkan" ;;
    esac
    [ "$(uname -sm)" = "Linux x86_64" ] || stop "This builds for Linux on x86-64, and only there."
    mkdir -p build/llama-cpp
    work=$(cd build/llama-cpp && pwd -P)
    case $work in
        *[[:space:]]*) stop "Compilers take no folder with a space in its name: $work" ;;
    esac
    tools=$work/tools/bin/python
    make_tools
    unpack_source
    [ "$kind" = cpu ] || unpack_vulkan
    build_wheel
}

stop() {
    printf '%s\n' "$@" >&2
    exit 1
}

# --- What it is built with, and from ---------------------------------------------------------------------------------

# CMake and Ninja, pinned. They stay, so that a second build compiles only what changed.
make_tools() {
    wanted=$(cat requirements/pip.txt requirements/build.txt | sha256sum)
    [ "$wanted" != "$(cat "$work/tools/ready" 2>/dev/null)" ] || return 0
    python=${PYTHON:-}
    [ -n "$python" ] || [ ! -x .venv/bin/python ] || python=.venv/bin/python
    rm -rf "$work/tools"
    "${python:-python3}" -m venv "$work/tools"
    "$tools" -m pip install --quiet --require-hashes -r requirements/pip.txt
    "$tools" -m pip install --quiet --require-hashes -r requirements/build.txt
    printf '%s\n' "$wanted" >"$work/tools/ready"
}

unpack_source() {
    sed -n '/^llama-cpp-python==/,/[^\\]$/p' requirements/run.txt >"$work/requirement.txt"
    sed -n '/^unpack_source()/,/^}/p' packaging/build_llama_cpp.sh | cat - "$work/requirement.txt" >"$work/made-of"
    ! cmp -s "$work/made-of" "$work/source/made-of" || return 0
    rm -rf "$work/download" "$work/source" "$work/cmake"
    PATH=$work/tools/bin:$PATH "$tools" -m pip download --quiet --no-deps --no-binary llama-cpp-python \
        --no-build-isolation --require-hashes -r "$work/requirement.txt" -d "$work/download"
    mkdir "$work/source"
    tar -xzf "$work"/download/llama_cpp_python-*.tar.gz -C "$work/source" --strip-components=1
    # No option says it: the library of its tools takes as long to compile as llama.cpp itself and is not used, and AMX
    # is left out (docs/decisions/0017); processors that have it take the code for AVX-512 of zen4.
    remove_line CMakeLists.txt 'set(LLAMA_BUILD_COMMON ON '
    remove_line vendor/llama.cpp/ggml/src/CMakeLists.txt 'ggml_add_cpu_backend_variant(sapphirerapids '
    # Vulkan wants only those buffers to exist that a shader uses. Mesa's software driver of Debian 12 touches every one
    # that a descriptor set ever named, also those freed since (docs/decisions/0034): so every write names all anew.
    set -- "vk::WriteDescriptorSet write_descriptor_set{ descriptor_set, 0, 0," "vk::DescriptorType::eStorageBuffer,"
    replace_line vendor/llama.cpp/ggml/src/ggml-vulkan/ggml-vulkan-common.h \
        "$1 pipeline->parameter_count, $2 nullptr, descriptor_buffer_infos.begin() };" \
        "        std::vector<vk::DescriptorBufferInfo> all_bindings(descriptor_buffer_infos);
        all_bindings.resize(MAX_PARAMETER_COUNT, *descriptor_buffer_infos.begin());
        $1 MAX_PARAMETER_COUNT, $2 nullptr, all_bindings.data() };"
    mv "$work/made-of" "$work/source/made-of"
}

remove_line() {
    replace_line "$1" "$2" ""
}

# replace_line FILE TEXT LINES: these lines instead of those that hold the text.
replace_line() {
    TEXT=$2 INSTEAD=$3 awk '
        !index($0, ENVIRON["TEXT"]) { print; next }
        ENVIRON["INSTEAD"] { print ENVIRON["INSTEAD"] }
    ' "$work/source/$1" >"$work/edited"
    ! cmp -s "$work/edited" "$work/source/$1" || stop "This version of llama.cpp is another: $1 has no line with $2"
    mv "$work/edited" "$work/source/$1"
}

# --- Vulkan's headers and its compiler of shaders, of Debian 13 ------------------------------------------------------

# Those of Debian 12 are too old: the headers lack VK_EXT_layer_settings, and the compiler cannot write shaders for the
# matrix units of graphics cards. They are only unpacked, never installed.
VULKAN_PACKAGES="
glslc_2025.2-1_amd64.deb e05374965709159303041b104d4a26022d6ac5eb8296450364d66ae864a20367
libshaderc1_2025.2-1_amd64.deb 2a67c8f784c65e1aa0d251819c020917405b490fbb543c6a73a52a631e476463
libvulkan-dev_1.4.309.0-1_amd64.deb 8d329d465e16168afff58b1bd0dd6db46aac2cc3f56054a481b25a04e90b345a
libvulkan1_1.4.309.0-1_amd64.deb f47da79cd140264fe21cceb08bc87a71bc7fec05819e4a421f3f518d21101a37
spirv-headers_1.6.1+1.4.309.0-1_all.deb dc18db866d63680351c40ac6b6bece34cb52da64a7799ce1cc4f16f6bff4d064"
# What that compiler runs on. None of it gets into the wheel, so Debian's signature is enough: the newest is taken.
COMPILER_LIBRARIES="libc6 libgcc-s1 libstdc++6"

unpack_vulkan() {
    # Within the source, or CMake would have the library look for Vulkan in that folder of this machine.
    vulkan=$work/source/vulkan
    [ "$VULKAN_PACKAGES" != "$(cat "$vulkan/ready" 2>/dev/null)" ] || return 0
    rm -rf "$vulkan"
    mkdir -p "$vulkan/packages"
    (cd "$vulkan/packages" && download_packages)
    for package in "$vulkan"/packages/*.deb; do
        dpkg-deb -x "$package" "$vulkan"
    done
    libraries=$vulkan/usr/lib/x86_64-linux-gnu
    cat >"$vulkan/glslc" <<END
#!/bin/sh
exec '$libraries/ld-linux-x86-64.so.2' --library-path '$libraries' '$vulkan/usr/bin/glslc' "\$@"
END
    chmod +x "$vulkan/glslc"
    "$vulkan/glslc" --version >/dev/null
    printf '%s\n' "$VULKAN_PACKAGES" >"$vulkan/ready"
}

# From the server that this system has its own packages from, by an index of its own: apt checks Debian's signature.
download_packages() {
    server=$(apt-get indextargets --format "\$(ORIGIN) \$(SUITE) \$(REPO_URI)" | grep -v security | sed -n 's/^Debian [^ ]* //p')
    [ -n "$server" ] || stop "Vulkan's headers and compiler come from Debian: build this on Debian 12 or newer, in a \
container for instance, and run apt-get update there first."
    mkdir -p lists/partial cache/archives/partial
    printf 'deb [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] %s trixie main\n' \
        "$(printf '%s' "$server" | head -n 1)" >trixie.list
    apt() {
        apt-get -qq -o APT::Sandbox::User=root -o Dir::Etc::SourceList="$PWD/trixie.list" -o Dir::Etc::SourceParts=- \
            -o Dir::State::Lists="$PWD/lists" -o Dir::State::status=/dev/null -o Dir::Cache="$PWD/cache" "$@"
    }
    apt update
    # shellcheck disable=SC2046,SC2086 # lists of names
    apt download $COMPILER_LIBRARIES $(printf '%s\n' "$VULKAN_PACKAGES" | sed -n 's/^\([^_]*\)_\([^_]*\)_.*/\1=\2/p')
    printf '%s\n' "$VULKAN_PACKAGES" | sed -n 's/^\([^ ]*\) \(.*\)/\2  \1/p' | sha256sum --check --quiet
}

# --- The wheel -------------------------------------------------------------------------------------------------------

build_wheel() {
    # No path of this machine in the libraries. Without symbols of GNU's unique kind a library leaves the memory when it
    # is closed, as those for other processors are.
    flags="-ffile-prefix-map=$work/= -fno-gnu-unique"
    export CFLAGS="$flags" CXXFLAGS="$flags" CMAKE_BUILD_PARALLEL_LEVEL="${JOBS:-$(nproc)}"
    # llama.cpp asks git which commit it is, and would be told that of this checkout.
    export GIT_CEILING_DIRECTORIES="$work"
    # It puts its libraries there as well, and takes what it finds.
    rm -rf "$work/source/llama_cpp/lib" "build/wheels/$kind"

    # What runs where; not what developers need, nor what reads pictures; one folder, and in it each library under one
    # name instead of three.
    set -- -C build-dir="$work/cmake" -C wheel.reproducible=true \
        -C wheel.exclude="/include;/llama_cpp/lib/cmake;/llama_cpp/lib/pkgconfig" \
        -C cmake.define.GGML_NATIVE=OFF -C cmake.define.GGML_BACKEND_DL=ON -C cmake.define.GGML_CPU_ALL_VARIANTS=ON \
        -C cmake.define.LLAMA_BUILD_COMMON=OFF -C cmake.define.LLAVA_BUILD=OFF \
        -C cmake.define.CMAKE_INSTALL_BINDIR=llama_cpp/lib -C cmake.define.CMAKE_INSTALL_LIBDIR=llama_cpp/lib \
        -C cmake.define.CMAKE_INSTALL_RPATH="\$ORIGIN" -C cmake.define.CMAKE_PLATFORM_NO_VERSIONED_SONAME=ON
    if [ "$kind" = vulkan ]; then
        set -- "$@" -C cmake.define.GGML_VULKAN=ON \
            -C cmake.define.Vulkan_GLSLC_EXECUTABLE="$vulkan/glslc" \
            -C cmake.define.Vulkan_INCLUDE_DIR="$vulkan/usr/include" \
            -C cmake.define.Vulkan_LIBRARY="$vulkan/usr/lib/x86_64-linux-gnu/libvulkan.so.1" \
            -C cmake.define.SPIRV-Headers_DIR="$vulkan/usr/share/cmake/SPIRV-Headers"
    else
        set -- "$@" -C cmake.define.GGML_VULKAN=OFF
    fi
    PATH=$work/tools/bin:$PATH "$tools" -m pip wheel --verbose --no-deps --no-build-isolation --no-cache-dir \
        --wheel-dir "$work/wheel" "$@" "$work/source" >"$work/build.log" 2>&1 || stop "$(tail -n 15 "$work/build.log")" \
        "llama.cpp could not be built. The whole story is in build/llama-cpp/build.log; a second try goes on from here."
    mkdir -p "build/wheels/$kind"
    mv "$work"/wheel/llama_cpp_python-*.whl "build/wheels/$kind/"
    printf '%s\n' "build/wheels/$kind"/*.whl
}

main "$@"
