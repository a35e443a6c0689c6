import pytest
from program_files import is_left_out

_PACKAGES = "/checkout/build/package/cpu/venv/lib/python3.11/site-packages"


def _of_wheel(name: str) -> bool:
    return is_left_out(name, f"{_PACKAGES}/{name}", {"zh_CN"})


@pytest.mark.parametrize(
    "name",
    [
        "PySide6/Qt/plugins/platformthemes/libqgtk3.so",
        "PySide6/Qt/plugins/platforms/libqvnc.so",
        "PySide6/Qt/plugins/tls/libqopensslbackend.so",
        "PySide6/Qt/lib/libQt6Quick.so.6",
        "PySide6/QtNetwork.abi3.so",
        "PySide6/Qt/translations/qtbase_de.qm",
        "PySide6/Qt/translations/designer_zh_CN.qm",
        "qtawesome/fonts/remixicon-2.5.0.ttf",
        "numpy/random/tests/data/pcg64.csv",
    ],
)
def test_what_nobody_uses_stays_out(name: str) -> None:
    assert _of_wheel(name)


@pytest.mark.parametrize(
    "name",
    [
        "PySide6/Qt/plugins/platforms/libqxcb.so",
        "PySide6/Qt/plugins/platforms/libqwayland.so",
        "PySide6/Qt/plugins/platforms/libqoffscreen.so",
        "PySide6/Qt/plugins/platforminputcontexts/libibusplatforminputcontextplugin.so",
        "PySide6/Qt/plugins/iconengines/libqsvgicon.so",
        "PySide6/Qt/plugins/imageformats/libqjpeg.so",
        "PySide6/Qt/lib/libQt6DBus.so.6",
        "PySide6/Qt/translations/qtbase_zh_CN.qm",
        "qtawesome/fonts/phosphor-1.3.0.ttf",
        "llama_cpp/lib/libggml-cpu-haswell.so",
        "desktop_llm/resources/words/months.json",
    ],
)
def test_what_is_used_stays(name: str) -> None:
    assert not _of_wheel(name)


@pytest.mark.parametrize("name", ["libxcb-cursor.so.0", "libstdc++.so.6", "libglib-2.0.so.0", "libz.so.1"])
def test_libraries_of_the_desktop_are_the_systems(name: str) -> None:
    assert is_left_out(name, f"/usr/lib/x86_64-linux-gnu/{name}", set())


@pytest.mark.parametrize("name", ["libpython3.11.so.1.0", "libssl.so.3", "libcrypto.so.3", "libsqlite3.so.0"])
def test_libraries_of_python_come_along(name: str) -> None:
    assert not is_left_out(name, f"/usr/lib/x86_64-linux-gnu/{name}", set())


def test_modules_of_the_systems_python_come_along() -> None:
    name = "lib-dynload/_ssl.cpython-311-x86_64-linux-gnu.so"
    assert not is_left_out(f"python3.11/{name}", f"/usr/lib/python3.11/{name}", set())
    assert not is_left_out("_ssl.cpython-311-x86_64-linux-gnu.so", f"/usr/lib/python3.11/{name}", set())


def test_names_of_windows_are_the_same_names() -> None:
    assert is_left_out("PySide6\\Qt\\plugins\\tls\\libqopensslbackend.so", "C:\\venv\\x", set())
