import re
from pathlib import Path

import pytest
from build_windows_installer import associations

from desktop_llm.version import __version__

SCRIPT = Path(__file__).parents[3] / "packaging" / "windows" / "desktop-llm.iss"


@pytest.fixture
def lines() -> list[str]:
    return list(associations())


def test_models_open_with_the_program(lines: list[str]) -> None:
    assert r'Subkey: "Software\Classes\.gguf"; ValueType: string; ValueData: "DesktopLLM.Model"' in lines[0]
    command = r'DesktopLLM.Model\shell\open\command"; ValueType: string; ValueData: """{app}\desktop-llm.exe"" ""%1"""'
    assert any(command in line for line in lines)


@pytest.mark.parametrize("suffix", [".docx", ".pdf", ".txt", ".epub", ".srt"])
def test_documents_offer_it_and_keep_what_opens_them(lines: list[str], suffix: str) -> None:
    named = [line for line in lines if f'"{suffix}"' in line or f"\\{suffix}\\" in line]
    assert len(named) == 2
    assert all("SupportedTypes" in line or "OpenWithList" in line for line in named)


def test_everything_is_of_the_user_and_goes_with_the_program(lines: list[str]) -> None:
    assert all(line.startswith("Root: HKA; ") for line in lines)
    keys = {match[1] for line in lines if (match := re.search(r'Subkey: "([^"]+)"', line))}
    removed = {
        match[1] for line in lines if (match := re.search(r'Subkey: "([^"]+)".*Flags: uninsdelete(key|value)', line))
    }
    assert [key for key in keys if not any(key == each or key.startswith(f"{each}\\") for each in removed)] == []


def test_the_script_needs_no_administrator_and_names_no_version_and_no_folder_with_data() -> None:
    script = SCRIPT.read_text("utf-8")
    code = "\n".join(line for line in script.splitlines() if not line.startswith(";"))
    assert "PrivilegesRequired=lowest" in code
    assert __version__ not in code
    assert "UninstallDelete" not in code
    assert "localappdata" not in code.casefold()
