"""The lock that `make test` installs from holds everything that pyproject.toml asks for."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement

ROOT = Path(__file__).parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


def _wanted(extra: str) -> list[Requirement]:
    found = []
    for one in map(Requirement, PROJECT["optional-dependencies"][extra]):
        own = one.name == PROJECT["name"]
        found += [inner for name in sorted(one.extras) for inner in _wanted(name)] if own else [one]
    return found


@pytest.mark.parametrize("wanted", [*map(Requirement, PROJECT["dependencies"]), *_wanted("dev")], ids=str)
def test_every_dependency_is_locked_in_an_accepted_version_with_a_hash(wanted: Requirement) -> None:
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    name = re.sub(r"[-_.]+", "-", wanted.name).lower()
    found = re.search(rf"^{re.escape(name)}==(\S+).*\\\n +--hash=sha256:[0-9a-f]{{64}}", lock, re.MULTILINE)
    assert found, f"{name} is not in requirements.lock; run `make lock`"
    assert wanted.specifier.contains(found[1]), f"{name} {found[1]} is locked, {wanted} is wanted; run `make lock`"
