"""The locked requirements hold what pyproject.toml asks for, and no address."""

import re
import tomllib
from pathlib import Path

import dev
import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

PYPROJECT = tomllib.loads((dev.ROOT / dev.PROJECT).read_text(encoding="utf-8"))
GROUPS = PYPROJECT["dependency-groups"]
RUNTIME = [*PYPROJECT["project"]["dependencies"], *GROUPS["build"]]
BUNDLING = [*RUNTIME, *(entry for entry in GROUPS["bundle"] if isinstance(entry, str))]
DEVELOPMENT = [*RUNTIME, *(entry for entry in GROUPS["dev"] if isinstance(entry, str))]
MUTATING = [*DEVELOPMENT, *(entry for entry in GROUPS["mutation"] if isinstance(entry, str))]
LOCKS = [dev.RUN_LOCK, dev.TEST_LOCK, dev.BUNDLE_LOCK, dev.MUTATION_LOCK]


def lock_text(name: str) -> str:
    return Path(dev.ROOT / name).read_text(encoding="utf-8")


def pins(name: str) -> dict[str, set[str]]:
    """The pinned versions of each package (several where they differ between Pythons)."""
    found: dict[str, set[str]] = {}
    for package, version in re.findall(r"^([\w.-]+)==(\S+)", lock_text(name), re.MULTILINE):
        found.setdefault(canonicalize_name(package), set()).add(version)
    return found


@pytest.mark.parametrize(
    ("name", "wanted"),
    [
        (dev.RUN_LOCK, RUNTIME),
        (dev.TEST_LOCK, DEVELOPMENT),
        (dev.BUNDLE_LOCK, BUNDLING),
        (dev.MUTATION_LOCK, MUTATING),
    ],
)
def test_the_lock_fulfils_every_dependency(name: str, wanted: list[str]) -> None:
    pinned = pins(name)
    for requirement in map(Requirement, wanted):
        versions = pinned.get(canonicalize_name(requirement.name), set())
        assert versions, f"{requirement.name} is not in {name}"
        assert all(version in requirement.specifier for version in versions), requirement


def test_the_checks_run_on_the_versions_that_people_run() -> None:
    development = pins(dev.TEST_LOCK)
    assert pins(dev.RUN_LOCK).items() <= development.items()


def test_the_bundle_holds_the_versions_that_people_run() -> None:
    bundled = pins(dev.BUNDLE_LOCK)
    assert pins(dev.RUN_LOCK).items() <= bundled.items()


def test_mutants_meet_the_versions_that_the_checks_run_on() -> None:
    assert pins(dev.TEST_LOCK).items() <= pins(dev.MUTATION_LOCK).items()


@pytest.mark.parametrize("name", LOCKS)
def test_the_lock_names_no_registry(name: str) -> None:
    text = lock_text(name)
    assert "://" not in text
    assert "--index" not in text


@pytest.mark.parametrize("name", LOCKS)
def test_every_pin_has_a_hash(name: str) -> None:
    blocks = re.split(r"^(?=\S)", lock_text(name), flags=re.MULTILINE)
    assert all("--hash=sha256:" in block for block in blocks if block)
