"""Writes what is inside the program as a list of parts that machines read (SBOM): CycloneDX 1.6, checked by its schema.

    python packaging/sbom.py LICENCES.json OUT.cdx.json

LICENCES.json is the list that packaging/licences.py wrote: the one in a built program tells what is really in it.
From the same list and the same commit it is the same file.
"""

# A decorator hides the constructors of CycloneDX's models from type checkers.
# pyright: reportCallIssue=false, reportArgumentType=false, reportAttributeAccessIssue=false

import sys
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Final
from uuid import NAMESPACE_URL, uuid5

from build_program import source_date
from cyclonedx.model import ExternalReference, ExternalReferenceType, XsUri
from cyclonedx.model.bom import Bom, BomMetaData
from cyclonedx.model.component import Component, ComponentType
from cyclonedx.model.license import LicenseExpression
from cyclonedx.output.json import JsonV1Dot6
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator
from packageurl import PackageURL

from desktop_llm.licences import LicensedPart, load_licences
from desktop_llm.version import __version__

_OWN_LICENCE: Final = "Apache-2.0"


def sbom(parts: Iterable[LicensedPart], made_at: datetime) -> str:
    """The list as JSON. Raises ValueError where the schema of CycloneDX does not allow it."""
    program = Component(
        name="desktop-llm",
        version=__version__,
        type=ComponentType.APPLICATION,
        bom_ref=f"desktop-llm@{__version__}",
        licenses=[LicenseExpression(_OWN_LICENCE)],
    )
    components = [_component(part) for part in parts]
    named = " ".join([f"desktop-llm@{__version__}", *(str(component.purl) for component in components)])
    bom = Bom(
        components=components,
        metadata=BomMetaData(component=program, timestamp=made_at),
        serial_number=uuid5(NAMESPACE_URL, named),
    )
    bom.register_dependency(program, components)
    text = JsonV1Dot6(bom).output_as_string(indent=2)
    if error := JsonStrictValidator(SchemaVersion.V1_6).validate_str(text):
        raise ValueError(str(error))
    return text


def _component(part: LicensedPart) -> Component:
    purl = PackageURL.from_string(part.purl)
    is_model = purl.type == "huggingface"
    homes = [ExternalReference(type=ExternalReferenceType.WEBSITE, url=XsUri(part.home))] if part.home else []
    return Component(
        name=part.name,
        version=part.version,
        type=ComponentType.MACHINE_LEARNING_MODEL if is_model else ComponentType.LIBRARY,
        purl=purl,
        bom_ref=part.purl,
        licenses=[LicenseExpression(part.licence)],
        external_references=homes,
    )


def main() -> int:
    if len(sys.argv) != 3:
        print("usage: sbom.py LICENCES.json OUT.cdx.json", file=sys.stderr)
        return 2
    parts = load_licences(Path(sys.argv[1]))
    if not parts:
        print(f"sbom: there is no list of parts in {sys.argv[1]}", file=sys.stderr)
        return 1
    made_at = datetime.fromtimestamp(source_date(), UTC)
    Path(sys.argv[2]).write_text(sbom(parts, made_at) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
