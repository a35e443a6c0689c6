import plistlib

from macos_bundle import info_plist

from desktop_llm.version import __version__


def test_the_bundle_has_the_programs_version_and_can_be_written() -> None:
    facts = plistlib.loads(plistlib.dumps(info_plist()))
    assert facts["CFBundleShortVersionString"] == __version__


def test_models_are_its_own_and_documents_are_offered_to_it() -> None:
    model, document = info_plist()["CFBundleDocumentTypes"]
    assert model["LSHandlerRank"] == "Default"
    assert document["LSHandlerRank"] == "Alternate"
    assert {"docx", "pdf", "md"} <= set(document["CFBundleTypeExtensions"])
    assert "py" not in document["CFBundleTypeExtensions"]
