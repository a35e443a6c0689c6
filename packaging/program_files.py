"""What of the files that PyInstaller collects stays out of the built program, and why. Read by desktop-llm.spec.

Names are those in the built folder, with `/` on every system.
"""

import re
from collections.abc import Collection
from typing import Final

# What PyInstaller cannot see, because the program asks for it by its name.
MODULES_BY_NAME: Final = (
    "llama_cpp._ctypes_extensions",
    "llama_cpp.llama_cpp",
    "qtawesome",  # only where it lies is asked
)

UNUSED_MODULES: Final = (
    "hf_xet",  # the Hub's files come over plain HTTP (docs/decisions/0014), and it takes 11 MB
    "llama_cpp.server",
    "matplotlib",
    "numpy.f2py",
    "numpy.testing",
    "PIL",
    "pip",
    "pytest",
    "qtpy",
    "readline",  # the terminal program asks nothing that one would edit
    "setuptools",
    "tkinter",
)

# Plugins that Qt would load by itself, and that this program is better or as well off without.
_UNUSED_FILES: Final = (
    r"PySide6/Qt/plugins/platformthemes/libqgtk3\.so",  # brings GTK and all below it; the portal's theme stays
    r"PySide6/Qt/plugins/platforms/libq(eglfs|linuxfb|minimal|minimalegl|vkkhrdisplay|vnc)\.so",  # no desktop has them
    r"PySide6/Qt/plugins/egldeviceintegrations/.*",
    r"PySide6/Qt/plugins/generic/.*",
    r"PySide6/Qt/plugins/imageformats/libq(icns|pdf|tga|tiff|wbmp)\.so",
    r"PySide6/Qt/plugins/networkinformation/.*",
    r"PySide6/Qt/plugins/platforminputcontexts/libqtvirtualkeyboardplugin\.so",
    r"PySide6/Qt/plugins/tls/.*",  # the window opens no connection
    r"PySide6/Qt/plugins/wayland-graphics-integration-server/.*",
    r"PySide6/Qt/(qml|libexec)/.*",
    r"(PySide6/Qt/lib/)?libQt6(Qml|Quick|Pdf|VirtualKeyboard|Eglfs|Egl[Ff][Ss]|WaylandCompositor|Network|Sql)\w*\.so.*",
    r"PySide6/Qt(Network|Qml|Quick|Sql)\.abi3\.so",
    r"PySide6/Qt/translations/(?!qtbase_).*",
    r"qtawesome/fonts/(?!phosphor-).*",  # one of its fonts is used (ui/icons.py)
    r"numpy/(.*/)?tests/.*",
    r"desktop_llm/resources/translations/.*\.ts",  # what the .qm files are made from
    r".*/py\.typed|.*\.pyi",
)
_IS_UNUSED: Final = re.compile("|".join(f"(?:{pattern})" for pattern in _UNUSED_FILES))

# What Python's own modules need. Everything else that lies in the system's folders belongs to packages that the .deb
# declares (linux_needs.py), and comes with their security updates.
_KEPT_LIBRARIES: Final = re.compile(r"lib(python3|ssl|crypto|ffi|sqlite3|bz2|lzma|mpdec)[.\d-].*")
_SYSTEM_FOLDERS: Final = ("/lib/", "/lib64/", "/usr/lib/", "/usr/lib64/")


_QT_TEXTS: Final = re.compile(r"PySide6/Qt/translations/qtbase_(\w+)\.qm")


def is_left_out(name: str, source: str, locales: Collection[str]) -> bool:
    """Whether the file that was found at `source` shall not be in the program under `name`.

    Of Qt's own texts those in the program's `locales` stay, like `zh_CN`.
    """
    name = name.replace("\\", "/")
    if texts := _QT_TEXTS.fullmatch(name):
        return texts[1] not in locales
    return bool(_IS_UNUSED.fullmatch(name)) or _is_of_the_system(name, source)


def _is_of_the_system(name: str, source: str) -> bool:
    if not source.startswith(_SYSTEM_FOLDERS) or ".so" not in name:
        return False
    return "/" not in name and name.startswith("lib") and not _KEPT_LIBRARIES.fullmatch(name)
