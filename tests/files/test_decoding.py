"""Every file that is not right gets one sentence: the file, the place in it, what was expected."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backprop_gui.files.errors import FileError
from backprop_gui.files.experiment_file import experiment_from_bytes
from backprop_gui.files.network_file import network_from_bytes

Document = dict[str, Any]
PATH = Path("folder", "xor.json")


def layer(inputs: int, neurons: int) -> Document:
    weights = [[0.5] * inputs for _ in range(neurons)]
    return {"activation": "logistic", "weights": weights, "biases": [0.25] * neurons}


def experiment() -> Document:
    return {
        "format": "backprop-experiment",
        "version": 1,
        "network": {"inputs": 2, "layers": [layer(2, 3), layer(3, 1)]},
        "samples": [{"inputs": [0, 1], "targets": [1]}, {"inputs": [1, 1], "targets": [0]}],
        "training": {"learning_rate": 0.5, "order": "random", "seed": 3, "bias": "fixed"},
    }


def network() -> Document:
    return {
        "format": "backprop-network",
        "version": 1,
        "inputs": 2,
        "layers": [layer(2, 3), layer(3, 1)],
        "trained": {"steps": 10, "total_error": 0.125},
    }


def put(*place_and_value: Any) -> Callable[[Document], None]:
    """Puts a value at a place such as "network", "layers", 0."""
    *place, last, value = place_and_value

    def change(document: Any) -> None:
        for key in place:
            document = document[key]
        document[last] = value

    return change


def without(*place: Any) -> Callable[[Document], None]:
    *path, last = place

    def change(document: Any) -> None:
        for key in path:
            document = document[key]
        del document[last]

    return change


def sentence(read: Callable[[Path, bytes], object], data: bytes | str) -> str:
    """The sentence that reading `data` gives."""
    with pytest.raises(FileError) as caught:
        read(PATH, data if isinstance(data, bytes) else data.encode())
    assert "\n" not in str(caught.value)
    return str(caught.value).removeprefix("xor.json: ")


def test_what_is_right_is_read() -> None:
    read = experiment_from_bytes(PATH, json.dumps(experiment()).encode())
    assert read.network.topology.sizes == (2, 3, 1)
    assert read.samples.inputs.tolist() == [[0, 1], [1, 1]]
    assert read.training.seed == 3
    assert network_from_bytes(PATH, json.dumps(network()).encode()) == read.network


def test_the_sentence_begins_with_the_files_name() -> None:
    with pytest.raises(FileError, match=r"^xor\.json: ") as caught:
        experiment_from_bytes(PATH, b"")
    assert caught.value.path == PATH


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        # Format and version
        (
            put("format", "backprop-network"),
            'at format, expected "backprop-experiment", found "backprop-network"',
        ),
        (without("format"), 'at format, expected "backprop-experiment", found none'),
        (put("format", 7), "at format, expected text, found a whole number"),
        (
            put("version", 2),
            "at version, expected 1, found 2, which a newer Backprop Lab wrote",
        ),
        (put("version", -1), "at version, expected 1, found -1"),
        (put("version", 1.5), "at version, expected a whole number, found a number"),
        (put("version", True), "at version, expected a whole number, found true or false"),
        (without("version"), "at version, expected 1, found none"),
        # Fields
        (without("samples"), 'expected a field "samples"'),
        (without("training", "seed"), 'at training, expected a field "seed"'),
        (
            without("network", "layers", 1, "biases"),
            'at network.layers[1], expected a field "biases"',
        ),
        (put("extra", 1), 'expected no field "extra"'),
        (put("samples", 1, "weight", 1), 'at samples[1], expected no field "weight"'),
        (put("new\nline", 1), r'expected no field "new\nline"'),
        (put("x" * 1000, 1), f'expected no field "{"x" * 39}…"'),
        # Types
        (put("network", []), "at network, expected an object, found a list"),
        (put("samples", {}), "at samples, expected a list, found an object"),
        (put("samples", []), "at samples, expected at least one entry"),
        (
            put("samples", 1, "inputs", 0, "one"),
            "at samples[1].inputs[0], expected a number, found text",
        ),
        (
            put("samples", 1, "inputs", 0, None),
            "at samples[1].inputs[0], expected a number, found null",
        ),
        (
            put("network", "layers", 0, "weights", 2, 1, True),
            "at network.layers[0].weights[2][1], expected a number, found true or false",
        ),
        (put("network", "inputs", 2.0), "at network.inputs, expected a whole number, found a num"),
        # Choices
        (
            put("network", "layers", 0, "activation", "sigmoid"),
            'at network.layers[0].activation, expected one of "logistic", "tanh", "relu", "ide',
        ),
        (
            put("training", "order", "In turn"),
            'at training.order, expected one of "in turn", "random", "shuffled", found "In turn"',
        ),
        (
            put("training", "bias", ""),
            'at training.bias, expected one of "fixed", "shared", "per neuron", found ""',
        ),
        # Ranges
        (put("network", "inputs", 0), "at network.inputs, expected a whole number of at least 1"),
        (put("training", "seed", -1), "at training.seed, expected a whole number up to 90071992"),
        (put("training", "seed", 2**53), "at training.seed, expected a whole number up to 9007199"),
        (put("training", "seed", 10**4000), "at training.seed, expected a whole number up to"),
        (
            put("training", "learning_rate", -0.5),
            "at training.learning_rate, expected a number from 0 to 1000000",
        ),
        # Shapes
        (put("network", "layers", []), "at network.layers, expected at least one entry"),
        (
            put("network", "layers", 0, "weights", 1, [1, 2, 3]),
            "at network.layers[0].weights[1], expected 2 numbers, found 3",
        ),
        (
            put("network", "layers", 1, "weights", 0, [1, 2]),
            "at network.layers[1].weights[0], expected 3 numbers, found 2",
        ),
        (
            put("network", "layers", 1, "biases", [1, 2]),
            "at network.layers[1].biases, expected 1 number, found 2",
        ),
        (
            put("network", "layers", 0, "weights", 1, []),
            "at network.layers[0].weights[1], expected at least one entry",
        ),
        (
            put("network", "layers", 0, "weights", []),
            "at network.layers[0].weights, expected at least one entry",
        ),
        (put("network", "inputs", 10**12), "at network.layers[0].weights[0], expected 10000000000"),
        (put("samples", 1, "inputs", [1]), "at samples[1].inputs, expected 2 numbers, found 1"),
        (put("samples", 0, "targets", []), "at samples[0].targets, expected 1 number, found 0"),
        (
            put("training", "bias", "shared"),
            "at network.layers[0].biases, expected equal biases, as they are shared",
        ),
    ],
)
def test_a_wrong_experiment_gets_its_sentence(
    change: Callable[[Document], None], expected: str
) -> None:
    document = experiment()
    document["network"]["layers"][0]["biases"][0] = 0.75
    change(document)
    assert sentence(experiment_from_bytes, json.dumps(document)).startswith(expected)


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (
            put("format", "other"),
            'at format, expected "backprop-network" or "backprop-experiment", found "other"',
        ),
        (put("version", 3), "at version, expected 1, found 3, which a newer Backprop Lab wrote"),
        (
            put("layers", 0, "weights", 1, [1, 2, 3]),
            "at layers[0].weights[1], expected 2 numbers, found 3",
        ),
        (put("samples", []), 'expected no field "samples"'),
        (put("trained", "steps", -1), "at trained.steps, expected a whole number of at least 0"),
        (
            put("trained", "total_error", "low"),
            "at trained.total_error, expected a number, found text",
        ),
        (without("trained", "steps"), 'at trained, expected a field "steps"'),
        (
            put("layers", [layer(2, 70_000)]),
            "expected at most 65536 neurons in a layer",
        ),
    ],
)
def test_a_wrong_network_gets_its_sentence(
    change: Callable[[Document], None], expected: str
) -> None:
    document = network()
    change(document)
    assert sentence(network_from_bytes, json.dumps(document)) == expected


def test_a_network_need_not_have_been_trained() -> None:
    document = network()
    del document["trained"]
    network_from_bytes(PATH, json.dumps(document).encode())


@pytest.mark.parametrize(
    ("number", "expected"),
    [
        ("NaN", "at line 7, column 9, expected a finite number, found NaN"),
        ("Infinity", "at line 7, column 9, expected a finite number, found Infinity"),
        ("-Infinity", "at line 7, column 10, expected a finite number, found Infinity"),
        ("1e400", "at samples[0].inputs[0], expected a number not so large"),
        ("9" * 400, "at samples[0].inputs[0], expected a number not so large"),
        ("+1", "at line 7, column 9, expected JSON (invalid character)"),
        ("01", "at line 7, column 10, expected JSON (invalid number)"),
    ],
)
def test_a_number_that_is_none_gets_its_sentence(number: str, expected: str) -> None:
    document = experiment()
    document["samples"] = [{"inputs": ["HERE", 1], "targets": [1]}]
    del document["network"], document["training"]
    text = json.dumps(document, indent=2).replace('"HERE"', number)
    assert text.splitlines()[6] == f"        {number},"
    assert sentence(experiment_from_bytes, text) == expected


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"", "expected JSON, found an empty file"),
        (b" \n", "expected JSON, found an empty file"),
        (b"{", "expected JSON, but the file ends too early"),
        (b'{"format": "backprop-exp', "expected JSON, but the file ends too early"),
        (b"weights", "at line 1, column 1, expected JSON (invalid character)"),
        (b"\x00" * 64, "at line 1, column 1, expected JSON (invalid character)"),
        (b"\x89PNG\r\n\x1a\n", "at line 1, column 1, expected JSON (invalid character)"),
        (b'{\n"a": 1,}', "at line 2, column 8, expected JSON (trailing comma in object)"),
        (b"{'a': 1}", "at line 1, column 2, expected JSON (object keys must be strings)"),
        ('{"é": x}'.encode(), "at line 1, column 7, expected JSON (invalid character)"),
        (
            b"\xef\xbb\xbf{}",
            "at line 1, column 1, expected JSON (it begins with a byte order mark)",
        ),
        (b'{"format": "\xff"}', "expected text in UTF-8"),
        (b"[]", "expected an object, found a list"),
        (b"1", "expected an object, found a whole number"),
        (b"[" * 100_000, "expected an object, found a list"),
        (b'{"format":' * 100_000, "at format, expected text, found an object"),
        (b'{"a":' + b"[" * 100_000, "expected no more than a few levels of brackets"),
        (b'{"a":' * 100_000, "expected no more than a few levels of brackets"),
        (
            b'{"a":' + b"[" * 100_000 + b"]" * 100_000 + b"}",
            "expected no more than a few levels of brackets",
        ),
    ],
)
def test_what_is_not_json_or_not_ours_gets_its_sentence(data: bytes, expected: str) -> None:
    assert sentence(experiment_from_bytes, data) == expected


@pytest.mark.parametrize(
    ("once", "name"),
    [
        ('"version": 1', "version"),
        ('"inputs": 2', "inputs"),
        ('"activation": "logistic"', "activation"),
        ('"targets": [1]', "targets"),
        ('"seed": 3', "seed"),
        ('"order": "random"', "order"),
    ],
)
def test_a_field_given_twice_gets_its_sentence(once: str, name: str) -> None:
    text = json.dumps(experiment()).replace(once, f"{once}, {once}", 1)
    expected = f'expected each field once, found "{name}" twice in one object'
    assert sentence(experiment_from_bytes, text) == expected


def test_more_than_one_value_gets_its_sentence() -> None:
    text = json.dumps(experiment())
    assert sentence(experiment_from_bytes, text * 2).endswith("expected JSON (trailing characters)")


def test_a_field_given_twice_is_found_however_it_is_spelt() -> None:
    text = json.dumps(experiment()).replace('"seed": 3', r'"se\u0065d": 1, "seed": 3')
    assert '"seed" twice' in sentence(experiment_from_bytes, text)


def test_a_whole_part_given_twice_is_found_whichever_is_larger() -> None:
    for first, second in ((1, 9), (9, 1)):
        samples = [
            json.dumps([{"inputs": [0, 1], "targets": [1]}] * count) for count in (first, second)
        ]
        document = experiment()
        del document["samples"]
        text = json.dumps(document)[:-1] + "".join(f', "samples": {x}' for x in samples) + "}"
        assert '"samples" twice' in sentence(experiment_from_bytes, text)


def test_a_field_given_a_hundred_thousand_times_is_found() -> None:
    text = json.dumps(experiment()).replace('"seed": 3', ", ".join(['"seed": 3'] * 100_000))
    assert '"seed" twice' in sentence(experiment_from_bytes, text)


def test_escapes_are_as_good_as_letters() -> None:
    text = (
        json.dumps(experiment())
        .replace('"order"', r'"\u006frder"')
        .replace("random", r"r\u0061ndom")
    )
    assert experiment_from_bytes(PATH, text.encode()).training.order == "random"


def test_an_experiment_gives_its_network_where_one_is_asked_for() -> None:
    read = network_from_bytes(PATH, json.dumps(experiment()).encode())
    assert read.topology.sizes == (2, 3, 1)


PIECES = [b",", b"{", b"[", b'"', b"1e999", b"-0", b"NaN"]


@given(
    at=st.integers(0, len(json.dumps(experiment()))),
    gone=st.integers(0, 20),
    put_in=st.binary(max_size=3) | st.sampled_from(PIECES),
)
@settings(max_examples=500)
def test_a_damaged_file_is_read_or_gets_a_sentence(at: int, gone: int, put_in: bytes) -> None:
    text = json.dumps(experiment()).encode()
    told = ""
    try:
        experiment_from_bytes(PATH, text[:at] + put_in + text[at + gone :])
    except FileError as error:
        told = str(error)
    assert not told or told.startswith("xor.json: ")
    assert told.isprintable()
    assert "something else" not in told  # msgspec said what we have no words for


def test_a_long_name_or_one_on_two_lines_makes_a_sentence_all_the_same() -> None:
    assert str(FileError(Path("a\nb.json"), "is wrong")) == r"a\nb.json: is wrong"
    assert len(str(FileError(Path("x" * 5000), "is wrong"))) < 300
    assert str(FileError(Path(), "is wrong")) == ".: is wrong"


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (put("version", -1), "at version, expected 1, found -1"),
        (put("version", 0), "at version, expected 1, found none"),
        (
            put("version", 100_000),
            "at version, expected 1, found 100000, which a newer Backprop Lab wrote",
        ),
        (
            put("format", "f" * 99),
            f'at format, expected "backprop-experiment", found "{"f" * 39}…"',
        ),
        (put("f" * 99, 1), f'expected no field "{"f" * 39}…"'),
    ],
)
def test_a_header_that_does_not_fit_gets_these_words_and_no_more(
    change: Callable[[Document], None], expected: str
) -> None:
    document = experiment()
    change(document)
    assert sentence(experiment_from_bytes, json.dumps(document)) == expected
