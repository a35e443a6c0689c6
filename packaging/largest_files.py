"""How large each built program is, and which files make it so. The lists in docs/packages.md are written here.

A file that grows into the list without a reason stops the build, and so does a program of more than 350 MB.
"""

import re
from fnmatch import fnmatch
from pathlib import Path
from typing import Final

_MOST_MB: Final = 350
_N_LISTED: Final = 10
_MODEL: Final = "*.gguf"
_REASONS: Final = {
    "*/libicudata.so.*": "letters, scripts and sorting of all languages, for Qt",
    "*/libscipy_openblas64_*": "numpy's linear algebra; the engine samples tokens with numpy",
    "libpython3.*": "Python",
    "*/libQt6Gui.so.6": "Qt: fonts, drawing, input",
    "*/libQt6Core.so.6": "Qt: its foundation",
    "*/libQt6Widgets.so.6": "Qt: the window's controls",
    "*/libpdfium.so": "reads and draws PDF files",
    "*/_rust.abi3.so": "cryptography: keyring speaks to the system's store of secrets with it",
    "*/QtWidgets.abi3.so": "Qt's controls for Python",
    "*/QtGui.abi3.so": "Qt's drawing for Python",
    "*/QtCore.abi3.so": "Qt's foundation for Python",
    "*/_multiarray_umath.*.so": "numpy: arrays",
    "*/libggml-vulkan.so": "llama.cpp on graphics cards",
    "*/libllama.so.*": "llama.cpp: the models' architectures",
    "*/libggml-cpu*.so*": "llama.cpp on one kind of processor",
    "libcrypto.so.3": "TLS, for downloads that were asked for",
    "desktop-llm": "the program itself and everything that is Python, packed",
    "base_library.zip": "what Python starts with",
}
_BEGIN: Final = "<!-- largest files, {backend}: begin (written by make package) -->\n"
_END: Final = "<!-- largest files, {backend}: end -->"


def check_size(program: Path, document: Path, backend: str) -> None:
    """Put the list of this backend's program into `document`.

    Raises SystemExit where the program is too large or a large file has no reason.
    """
    sizes = sorted(((path.stat().st_size, path) for path in _files(program)), reverse=True)
    model_mb = sum(size for size, path in sizes if fnmatch(path.name, _MODEL)) / 1e6
    without_model = [(size, path) for size, path in sizes if not fnmatch(path.name, _MODEL)]
    total_mb = sum(size for size, _ in without_model) / 1e6
    rows = [_row(size, path, program) for size, path in without_model[:_N_LISTED]]
    head = f"{total_mb:.0f} MB in {len(without_model)} files, and the starter model with {model_mb:.0f} MB.\n\n"
    table = "| file | MB | why |\n|---|---|---|\n" + "".join(rows)
    text = document.read_text(encoding="utf-8")
    begin, end = (mark.format(backend=backend) for mark in (_BEGIN, _END))
    text = re.sub(f"{re.escape(begin)}.*{re.escape(end)}", lambda _: f"{begin}{head}{table}{end}", text, flags=re.S)
    document.write_text(text, encoding="utf-8")
    if total_mb > _MOST_MB:
        raise SystemExit(f"The program takes {total_mb:.0f} MB without the model, more than {_MOST_MB}.")


def _files(program: Path) -> list[Path]:
    return [path for path in program.rglob("*") if path.is_file() and not path.is_symlink()]


def _row(size: int, path: Path, program: Path) -> str:
    name = path.relative_to(program).as_posix().removeprefix("_internal/")
    reason = next((why for pattern, why in _REASONS.items() if fnmatch(name, pattern)), None)
    if reason is None:
        raise SystemExit(f"{name} takes {size / 1e6:.0f} MB, and largest_files.py knows no reason.")
    return f"| `{name}` | {size / 1e6:.1f} | {reason} |\n"
