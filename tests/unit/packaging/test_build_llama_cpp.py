from pathlib import Path

import pytest
from build_llama_cpp import llama_cpp_requirement

REQUIREMENTS = Path(__file__).parents[3] / "requirements" / "run.txt"


def test_the_bindings_alone_are_required_with_their_hashes() -> None:
    requirement = llama_cpp_requirement(REQUIREMENTS.read_text("utf-8"))
    assert requirement.count("==") == 1
    assert requirement.startswith("llama-cpp-python==")
    assert "--hash=sha256:" in requirement
    assert not requirement.rstrip().endswith("\\")


def test_requirements_without_the_bindings_are_an_error() -> None:
    with pytest.raises(ValueError, match="llama-cpp-python"):
        llama_cpp_requirement("numpy==2.0 \\\n    --hash=sha256:0\n")
