"""Names and scales of columns in experiment files."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from backprop_gui.experiment.change import Change
from backprop_gui.experiment.columns import Column
from backprop_gui.experiment.edits import with_samples
from backprop_gui.experiment.experiment import Experiment
from backprop_gui.experiment.samples import Samples
from backprop_gui.files.errors import FileError
from backprop_gui.files.experiment_file import experiment_from_bytes, experiment_to_bytes
from backprop_gui.resources import read_bytes
from tests.experiment.strategies import numbered

PATH = Path("named.json")

finite = st.floats(allow_nan=False, allow_infinity=False)
names = st.text(max_size=20).filter(str.isprintable) | st.sampled_from(["a:b", '"', "\\u003a", ""])
columns = st.builds(Column, names, finite, finite.filter(bool))


def experiment(*three: Column) -> Experiment:
    table = Samples(np.ones((2, 2)), np.ones((2, 1)), three[:2], three[2:])
    return with_samples(numbered((2, 1)), table)


def written(*three: Column) -> dict[str, Any]:
    value: dict[str, Any] = json.loads(experiment_to_bytes(experiment(*three)))
    return value


def told(value: dict[str, Any]) -> str:
    with pytest.raises(FileError) as error:
        experiment_from_bytes(PATH, json.dumps(value).encode())
    return str(error.value)


@given(columns, columns, columns)
def test_names_and_scales_come_back(one: Column, two: Column, three: Column) -> None:
    before = experiment(one, two, three)
    data = experiment_to_bytes(before)
    assert experiment_from_bytes(PATH, data) == before
    schema = json.loads(read_bytes("schemas", "backprop-experiment.schema.json"))
    Draft202012Validator(schema).validate(json.loads(data))


def test_samples_of_a_change_keep_their_columns() -> None:
    table = Samples(np.ones((1, 2)), np.ones((1, 1)), (Column("a"), Column("b", 1.0, 2.0)))
    start = numbered((2, 1))
    before = Experiment(start.network, start.samples, start.training, (Change(5, samples=table),))
    assert experiment_from_bytes(PATH, experiment_to_bytes(before)) == before


def test_columns_that_say_nothing_are_not_written() -> None:
    assert "columns" not in written(Column(), Column(), Column())
    said = written(Column(), Column("b"), Column("", 0.0, 2.0))["columns"]
    assert said == {"inputs": [{}, {"name": "b"}], "targets": [{"scale": 2.0}]}


@pytest.mark.parametrize(
    ("column", "problem"),
    [
        ({"scale": 0}, "at columns.inputs[1].scale, expected a finite number other than 0"),
        ({"name": "a\nb"}, "at columns.inputs[1].name, expected a name on one line"),
        ({"name": 3}, "at columns.inputs[1].name, expected text, found a whole number"),
        ({"offset": True}, "at columns.inputs[1].offset, expected a number, found true or false"),
        ({"classes": []}, 'expected no field "classes"'),
    ],
)
def test_a_wrong_column_is_named(column: dict[str, Any], problem: str) -> None:
    value = written(Column("a"), Column("b"), Column("c"))
    value["columns"]["inputs"][1] = column
    assert problem in told(value)


def test_columns_must_be_as_many_as_those_of_the_samples() -> None:
    value = written(Column("a"), Column("b"), Column("c"))
    del value["columns"]["inputs"][1]
    assert told(value) == "named.json: at columns.inputs, expected 2 entries, one for each column"


def test_a_wrong_column_of_a_target_is_named() -> None:
    value = written(Column("a"), Column("b"), Column("c"))
    value["columns"]["targets"][0] = {"scale": 0}
    assert "at columns.targets[0].scale, expected a finite number other than 0" in told(value)


def test_a_change_has_no_columns_without_samples() -> None:
    value = written(Column("a"), Column("b"), Column("c"))
    value["changes"] = [{"step": 1, "columns": value["columns"]}]
    assert "at changes[0].columns, expected samples" in told(value)


def test_samples_of_a_change_that_do_not_fit_are_named() -> None:
    value = written(Column("a"), Column("b"), Column("c"))
    value["changes"] = [{"step": 1, "samples": [{"inputs": [1], "targets": [1]}]}]
    assert told(value) == "named.json: at changes[0].samples[0].inputs, expected 2 numbers, found 1"
    value["changes"][0]["samples"][0] = {"inputs": [1, 2], "targets": []}
    assert "at changes[0].samples[0].targets, expected 1 number, found 0" in told(value)


@pytest.mark.parametrize(
    "text",
    [
        '{"name": "a", "name": "b"}',
        '{"name": "a\\u003ab", "name": "c"}',  # the escaped colon must not hide the doubled name
        '{"name": "c", "name": "a\\u003ab"}',  # written anew it has as many colons
        '{"name": "a:b", "offset": 1, "offset": 2}',
    ],
)
def test_a_field_given_twice_is_refused_whatever_the_names_hold(text: str) -> None:
    value = written(Column("first"), Column("b"), Column("c"))
    data = json.dumps(value).replace('{"name": "first"}', text)
    with pytest.raises(FileError, match="expected each field once"):
        experiment_from_bytes(PATH, data.encode())
