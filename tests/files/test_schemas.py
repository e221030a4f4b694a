"""The stored JSON Schemas are those of our types, and tell right files from wrong ones."""

import copy
import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from backprop_gui.files import schemas
from backprop_gui.files.schemas import KINDS, schema
from backprop_gui.resources import read_bytes
from tests.files.test_decoding import experiment, network

RIGHT = {"backprop-experiment": experiment(), "backprop-network": network()}
BOTH = pytest.mark.parametrize("name", sorted(KINDS))


def validator(name: str) -> Any:
    return jsonschema.Draft202012Validator(json.loads(read_bytes("schemas", f"{name}.schema.json")))


@BOTH
def test_the_stored_schema_is_up_to_date(name: str) -> None:
    # If not: python -m backprop_gui.files.schemas
    assert read_bytes("schemas", f"{name}.schema.json") == schema(KINDS[name])


@BOTH
def test_a_schema_is_one(name: str) -> None:
    jsonschema.Draft202012Validator.check_schema(json.loads(schema(KINDS[name])))


@BOTH
def test_a_right_file_fits(name: str) -> None:
    validator(name).validate(RIGHT[name])


@BOTH
def test_a_file_of_the_other_kind_does_not_fit(name: str) -> None:
    other = next(document for kind, document in RIGHT.items() if kind != name)
    assert not validator(name).is_valid(other)


@BOTH
def test_no_field_may_be_missing_but_whether_it_was_trained(name: str) -> None:
    for field in RIGHT[name].keys() - {"trained"}:
        document = {key: value for key, value in RIGHT[name].items() if key != field}
        assert not validator(name).is_valid(document), field


@BOTH
def test_no_field_may_be_unknown(name: str) -> None:
    assert not validator(name).is_valid({**RIGHT[name], "extra": 1})


@pytest.mark.parametrize(
    ("place", "value"),
    [
        (["version"], 2),
        (["network", "inputs"], 0),
        (["network", "layers"], []),
        (["network", "layers", 0, "activation"], "sigmoid"),
        (["network", "layers", 0, "weights", 0, 0], "1"),
        (["samples"], []),
        (["samples", 0, "inputs", 0], None),
        (["training", "learning_rate"], -1),
        (["training", "seed"], 2**53),
        (["training", "order"], "backwards"),
        (["training", "bias"], "none"),
    ],
)
def test_a_wrong_value_does_not_fit(place: list[Any], value: Any) -> None:
    document = copy.deepcopy(RIGHT["backprop-experiment"])
    inner: Any = document
    for key in place[:-1]:
        inner = inner[key]
    inner[place[-1]] = value
    assert not validator("backprop-experiment").is_valid(document)


def test_every_example_fits() -> None:
    folder = Path(__file__).parents[2] / "resources" / "examples"
    files = [file for file in folder.glob("*.json") if file.name != "index.json"]
    assert files
    for file in files:
        validator("backprop-experiment").validate(json.loads(file.read_bytes()))


def test_written_anew_they_are_those_that_are_stored(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(schemas, "resource_path", tmp_path.joinpath)
    (tmp_path / "schemas").mkdir()
    schemas.main()
    written = {path.name: path.read_bytes() for path in (tmp_path / "schemas").iterdir()}
    names = [f"{name}.schema.json" for name in KINDS]
    assert written == {name: read_bytes("schemas", name) for name in names}
