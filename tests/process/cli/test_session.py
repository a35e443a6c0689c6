import json
from pathlib import Path

from desktop_llm.paths import DataFolder
from tests.fakes.terminal import error_line, run


def test_broken_settings_do_not_keep_a_command_from_running(data_folder_of_test: Path) -> None:
    settings = DataFolder(data_folder_of_test).settings
    settings.write_bytes(b"{ not settings")
    result = run("chat", "--model", "nonsense", "Hello")

    assert "nonsense" in error_line(result)
    assert [path.read_bytes() for path in data_folder_of_test.glob("settings.broken-*.json")] == [b"{ not settings"]


def test_settings_hold_in_the_terminal_too(data_folder_of_test: Path) -> None:
    result = json.loads(run("chat", "--json", "Count to a thousand, number by number.").stdout)

    assert result["usage"]["prompt_tokens"] + result["usage"]["completion_tokens"] <= 512
