import json
from datetime import UTC, datetime

import pytest
from sbom import sbom

from desktop_llm.licences import LicensedPart
from desktop_llm.version import __version__

MADE_AT = datetime(2026, 11, 30, tzinfo=UTC)
LIBRARY = LicensedPart(
    name="lxml", version="6.1.3", licence="BSD-3-Clause", text="…", purl="pkg:pypi/lxml@6.1.3", home="https://lxml.de/"
)
MODEL = LicensedPart(
    name="SmolLM2", version="1", licence="Apache-2.0", text="…", purl="pkg:huggingface/HuggingFaceTB/SmolLM2@1"
)


def test_every_part_is_listed_with_its_version_and_licence() -> None:
    listed = json.loads(sbom([LIBRARY, MODEL], MADE_AT))
    assert (listed["bomFormat"], listed["specVersion"]) == ("CycloneDX", "1.6")
    assert listed["metadata"]["component"]["version"] == __version__
    by_name = {component["name"]: component for component in listed["components"]}
    assert by_name["lxml"]["purl"] == "pkg:pypi/lxml@6.1.3"
    assert by_name["lxml"]["licenses"] == [{"expression": "BSD-3-Clause"}]
    assert by_name["SmolLM2"]["type"] == "machine-learning-model"


def test_the_program_depends_on_all_of_them() -> None:
    listed = json.loads(sbom([LIBRARY, MODEL], MADE_AT))
    depends = {entry["ref"]: entry.get("dependsOn", []) for entry in listed["dependencies"]}
    assert sorted(depends[f"desktop-llm@{__version__}"]) == sorted([LIBRARY.purl, MODEL.purl])


def test_the_same_parts_make_the_same_list() -> None:
    assert sbom([LIBRARY, MODEL], MADE_AT) == sbom([LIBRARY, MODEL], MADE_AT)


def test_a_part_without_a_package_url_is_no_part() -> None:
    nameless = LicensedPart(name="x", version="1", licence="MIT", text="…", purl="x 1")
    with pytest.raises(ValueError, match="purl"):
        sbom([nameless], MADE_AT)
