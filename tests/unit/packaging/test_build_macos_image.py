import plistlib
from pathlib import Path

from build_macos_image import bring_licences, code_files

ENTITLEMENTS = Path(__file__).parents[3] / "packaging" / "macos" / "entitlements.plist"
MACH_O = b"\xcf\xfa\xed\xfe and what follows"


def test_what_is_inside_is_signed_before_what_holds_it(tmp_path: Path) -> None:
    contents = tmp_path / "Desktop LLM.app" / "Contents"
    for name in ("MacOS/desktop-llm", "Frameworks/libpython.dylib", "Frameworks/PySide6/Qt/lib/QtCore"):
        path = contents / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(MACH_O)
    (contents / "Info.plist").write_bytes(b"<plist/>")
    (contents / "Frameworks" / "QtCore").symlink_to("PySide6/Qt/lib/QtCore")
    names = [path.relative_to(contents).as_posix() for path in code_files(tmp_path / "Desktop LLM.app")]
    assert names == ["Frameworks/PySide6/Qt/lib/QtCore", "Frameworks/libpython.dylib", "MacOS/desktop-llm"]


def test_the_bundle_gets_the_licences_of_the_folder_that_it_was_made_of(tmp_path: Path) -> None:
    folder, app = tmp_path / "desktop-llm", tmp_path / "Desktop LLM.app"
    listed = folder / "_internal" / "desktop_llm" / "resources" / "licences.json"
    shown = app / "Contents" / "Resources" / "desktop_llm" / "resources" / "licences.json"
    for path in (listed, shown):
        path.parent.mkdir(parents=True)
    listed.write_text("[]", "utf-8")
    bring_licences(folder, app)
    assert shown.read_text("utf-8") == "[]"


def test_libraries_that_others_built_may_take_the_place_of_ours() -> None:
    entitlements = plistlib.loads(ENTITLEMENTS.read_bytes())
    assert entitlements["com.apple.security.cs.disable-library-validation"] is True
    assert "com.apple.security.get-task-allow" not in entitlements
