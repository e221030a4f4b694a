"""The resources are found, and told apart from what is not there."""

from collections.abc import Callable
from pathlib import Path

import pytest

from backprop_gui import resources

ROOT = Path(__file__).resolve().parent.parent


def test_in_the_source_tree_resources_lie_beside_the_package() -> None:
    assert resources.resource_path("icons") == ROOT / "resources" / "icons"


def test_a_resource_is_read_unchanged() -> None:
    expected = (ROOT / "resources" / "icons" / "run.svg").read_bytes()
    assert resources.read_bytes("icons", "run.svg") == expected


def test_names_are_listed_in_order_and_without_their_suffix() -> None:
    names = resources.list_names("icons", ".svg")
    assert "run" in names
    assert list(names) == sorted(names)
    assert not any(name.endswith(".svg") for name in names)


def test_files_with_another_suffix_are_not_listed() -> None:
    assert resources.list_names("icons", ".no-such-suffix") == ()


@pytest.mark.parametrize("read", [resources.read_bytes, resources.resource_path])
def test_a_missing_resource_is_named(read: Callable[..., object]) -> None:
    with pytest.raises(FileNotFoundError, match="no resource icons/missing"):
        read("icons", "missing.svg")


def test_the_folder_inside_an_installed_package_comes_first(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for folder in ("inside", "beside"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "which").write_text(folder, encoding="utf-8")
    monkeypatch.setattr(resources, "_FOLDERS", (tmp_path / "inside", tmp_path / "beside"))
    assert resources.read_bytes("which") == b"inside"
