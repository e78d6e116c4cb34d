"""Write what the product is made of, as CycloneDX 1.6 JSON: each pinned Python package and each vendored script, style and font.

    python -m scripts.sbom build/sbom.cdx.json

The pins are those of requirements.txt, licences and dependencies those that the installed packages state. The same pins give
the same file, byte for byte: it carries no moment, and its number is made of its content. The hashes of a package's many files stand in
requirements.txt; those of vendored files stand here.
"""

import json
import re
import sys
import tomllib
import uuid
from collections.abc import Iterable
from importlib import metadata
from pathlib import Path

from cyclonedx.contrib.license.factories import LicenseFactory
from cyclonedx.model import HashAlgorithm, HashType
from cyclonedx.model.bom import Bom
from cyclonedx.model.component import Component, ComponentType
from cyclonedx.output.json import JsonV1Dot6
from packageurl import PackageURL
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

_ROOT = Path(__file__).parent.parent
_PIN = re.compile(r"^([A-Za-z0-9._-]+)==([^\s;\\]+)", re.MULTILINE)
_LICENCES = LicenseFactory()


def pins(requirements: Path) -> dict[str, str]:
    """Version by canonical name of each pinned package of a requirements file."""
    return {canonicalize_name(name): version for name, version in _PIN.findall(requirements.read_text(encoding="utf-8"))}


def sbom(root: Path = _ROOT) -> str:
    """The whole document.

    Raises
    ------
    importlib.metadata.PackageNotFoundError : a pinned package is not installed, so that its licence is not known
    """
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    product = _component(project["name"], project["version"], "pypi", project["license"], ComponentType.APPLICATION)
    packages = {name: _package(name, version) for name, version in pins(root / "requirements.txt").items()}
    vendored = list(_vendored(root / "static" / "vendor" / "vendor.lock.json"))
    bom = Bom(components=[*packages.values(), *vendored])
    bom.metadata.component = product
    direct = [packages[canonicalize_name(Requirement(wanted).name)] for wanted in project["dependencies"]]
    bom.register_dependency(product, [*direct, *vendored])
    for name, package in packages.items():
        bom.register_dependency(package, [packages[other] for other in _needs(name) if other in packages])
    return _without_moment(json.loads(JsonV1Dot6(bom).output_as_string()))


def _package(name: str, version: str) -> Component:
    about = metadata.metadata(name)
    classes = [line.rpartition(" :: ")[2] for line in about.get_all("Classifier", []) if line.startswith("License ::")]
    stated = about.get("License-Expression") or " and ".join(classes) or (about.get("License") or "").partition("\n")[0]
    return _component(name, version, "pypi", stated)


def _needs(name: str) -> set[str]:
    """What an installed package needs on this machine, its extras left out."""
    wanted = [Requirement(line) for line in metadata.requires(name) or ()]
    return {canonicalize_name(one.name) for one in wanted if one.marker is None or one.marker.evaluate({"extra": ""})}


def _vendored(lock: Path) -> Iterable[Component]:
    for name, about in json.loads(lock.read_text(encoding="utf-8")).items():
        component = _component(name, about["version"], "npm", about["licence"])
        for file, digest in about["files"].items():
            hashes = [HashType(alg=HashAlgorithm.SHA_256, content=digest)]
            component.components.add(Component(name=file, type=ComponentType.FILE, hashes=hashes, bom_ref=file))
        yield component


def _component(name: str, version: str, kind: str, licence: str, of: ComponentType = ComponentType.LIBRARY) -> Component:
    namespace, _, bare = name.rpartition("/")
    purl = PackageURL(kind, namespace or None, bare, version)
    licences = [_LICENCES.make_from_string(licence)] if licence else []
    return Component(name=name, version=version, type=of, purl=purl, bom_ref=str(purl), licenses=licences)


def _without_moment(document: dict) -> str:
    """The document without the moment of its making, and a number that its content gives."""
    document["metadata"].pop("timestamp")
    document.pop("serialNumber")
    content = json.dumps(document, sort_keys=True)
    document["serialNumber"] = uuid.uuid5(uuid.NAMESPACE_URL, content).urn
    return json.dumps(document, indent=1, sort_keys=True, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    output = Path(sys.argv[1])
    output.parent.mkdir(parents=True, exist_ok=True)
    output.write_text(sbom(), encoding="utf-8")
    sys.stderr.write(f"{output}: what Parkareal is made of\n")
