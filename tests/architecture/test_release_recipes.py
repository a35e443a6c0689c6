"""The recipes for systems that are not here name what exists, and nothing that could change behind our back."""

import re
import subprocess
from pathlib import Path

import pytest
import yaml

_ROOT = Path(__file__).parents[2]
_WORKFLOW = _ROOT / ".github" / "workflows" / "release.yml"
_RELEASING = (_ROOT / "packaging" / "RELEASING.md").read_text(encoding="utf-8")
_JOBS = yaml.safe_load(_WORKFLOW.read_text(encoding="utf-8"))["jobs"]
_STEPS = [step for job in _JOBS.values() for step in job["steps"]]
_COMMANDS = "\n".join(step.get("run", "") for step in _STEPS).replace("\\", "/")


def test_each_action_is_named_by_its_commit() -> None:
    used = [step["uses"] for step in _STEPS if "uses" in step]
    assert used
    assert [action for action in used if not re.fullmatch(r"actions/[\w-]+@[0-9a-f]{40}", action)] == []


def test_programs_that_the_workflow_runs_exist() -> None:
    named = set(re.findall(r"packaging/[\w./-]+\.(?:py|sh)", _COMMANDS))
    assert len(named) >= 6
    assert [name for name in named if not (_ROOT / name).is_file()] == []


def test_targets_that_the_workflow_makes_exist() -> None:
    targets = set(re.findall(r"^make ([\w-]+)", _COMMANDS, re.MULTILINE))
    makefile = (_ROOT / "Makefile").read_text(encoding="utf-8")
    assert targets
    assert [target for target in targets if not re.search(rf"^{target}:", makefile, re.MULTILINE)] == []


def test_one_job_alone_may_write_and_it_builds_nothing() -> None:
    writing = [name for name, job in _JOBS.items() if "write" in job["permissions"].values()]
    assert writing == ["draft"]
    assert "packaging/" not in "".join(step.get("run", "") for step in _JOBS["draft"]["steps"])
    assert sorted(_JOBS["draft"]["needs"]) == sorted(set(_JOBS) - {"draft"})


def test_what_must_be_secret_is_explained() -> None:
    secrets = set(re.findall(r"secrets\.(\w+)", _WORKFLOW.read_text(encoding="utf-8")))
    assert secrets
    assert [name for name in secrets if f"`{name}`" not in _RELEASING] == []


@pytest.mark.parametrize("script", sorted((_ROOT / "packaging").rglob("*.sh")), ids=lambda path: path.name)
def test_scripts_for_the_shell_can_be_read_by_one_and_are_executable(script: Path) -> None:
    assert script.stat().st_mode & 0o111
    subprocess.run(["sh", "-n", str(script)], check=True)


def test_programs_named_in_the_checklist_exist() -> None:
    named = set(re.findall(r"packaging/[\w./-]+\.(?:py|sh)", _RELEASING))
    assert named
    assert [name for name in named if not (_ROOT / name).is_file()] == []
