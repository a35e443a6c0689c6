from desktop_llm.assist.writing.written_version import VersionFault, VersionWarning, WrittenVersion


def test_a_version_without_warnings_is_fine() -> None:
    assert WrittenVersion("a").warnings == ()
    assert VersionWarning(VersionFault.CUT).text == ""
