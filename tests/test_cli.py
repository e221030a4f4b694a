"""The command line, as a person meets it: in a process of its own."""

import csv
import json
import os
import pty
import re
import signal
import subprocess
import sys
import termios
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest

import backprop_gui
from backprop_gui import cli
from backprop_gui.engine.choices import BiasPolicy, SampleOrder
from backprop_gui.experiment.edits import with_samples, with_training
from backprop_gui.experiment.experiment import Experiment
from backprop_gui.experiment.samples import Samples
from backprop_gui.experiment.training_settings import TrainingSettings
from backprop_gui.files.examples import examples, read_example
from backprop_gui.files.experiment_file import write_experiment
from backprop_gui.files.network_file import read_network
from backprop_gui.training.run import Run

ROOT = Path(__file__).resolve().parents[1]
COMMAND = [sys.executable, "-m", "backprop_gui"]
RESULT = re.compile(r"(\d+) steps, total error (\S+), (\d+) steps per second(, interrupted)?\n")


def environment() -> dict[str, str]:
    """Without PYTHONUNBUFFERED, which a machine may set: output is to go through a buffer."""
    kept = {key: value for key, value in os.environ.items() if key != "PYTHONUNBUFFERED"}
    return {**kept, "PYTHONPATH": str(ROOT), "COLUMNS": "200"}


def run(*arguments: object, stdout: int = subprocess.PIPE) -> subprocess.CompletedProcess[str]:
    """What the command line answers, in a folder of no interest."""
    return subprocess.run(
        [*COMMAND, *map(str, arguments)],
        stdout=stdout,
        stderr=subprocess.PIPE,
        stdin=subprocess.DEVNULL,
        text=True,
        check=False,
        env=environment(),
        timeout=100,
    )


def result(stdout: str) -> tuple[int, float]:
    """Steps and total error of the line that training ends with."""
    found = RESULT.fullmatch(stdout)
    assert found, stdout
    return int(found[1]), float(found[2])


def complaint(done: subprocess.CompletedProcess[str], status: int) -> str:
    """The one line on standard error."""
    assert done.returncode == status
    assert done.stderr.count("\n") == 1
    assert done.stderr.startswith("backprop-gui")
    return done.stderr


def rows(path: Path) -> list[tuple[int, float]]:
    with path.open(newline="") as file:
        header, *lines = csv.reader(file)
    assert header == ["step", "total_error"]
    return [(int(step), float(error)) for step, error in lines]


def losses() -> dict[int, str]:
    """Total errors by step as the tutorial's own program printed them."""
    with (ROOT / "tests" / "data" / "tutorial-losses.csv").open(newline="") as file:
        return {int(row["iteration"]) + 1: row["total_error"] for row in csv.DictReader(file)}


# Jobs


def test_examples_are_listed_one_a_line() -> None:
    done = run("examples")
    assert (done.returncode, done.stderr) == (0, "")
    names = [line.split()[0] for line in done.stdout.splitlines()]
    assert names == [example.name for example in examples()]


def test_a_network_is_inspected() -> None:
    done = run("inspect", "tutorial")
    assert (done.returncode, done.stderr) == (0, "")
    lines = [line.strip() for line in done.stdout.splitlines()]
    assert "* Inputs: 2" in lines
    assert lines.count("Neurons: 2") == 2
    weights = [float(line.split()[1]) for line in lines if line.startswith("Weight:")]
    assert weights == [0.15, 0.2, 0.25, 0.3, 0.4, 0.45, 0.5, 0.55]
    biases = [float(line.split()[1]) for line in lines if line.startswith("Bias:")]
    assert biases == [0.35, 0.35, 0.6, 0.6]


def test_the_tutorial_gives_the_tutorials_losses(tmp_path: Path) -> None:
    done = run("train", "tutorial", "--steps", 41, "--log", tmp_path / "log.csv")
    assert (done.returncode, done.stderr) == (0, "")
    logged = rows(tmp_path / "log.csv")
    assert [step for step, _ in logged] == list(range(1, 42))
    rounded = {step: f"{error:.9f}" for step, error in logged}
    assert len(losses()) == 20
    assert {step: rounded[step] for step in losses()} == losses()
    assert logged[0] == (1, 0.29102777369359933)


def test_training_ends_with_one_line_and_by_default_like_the_tutorial() -> None:
    done = run("train", "tutorial")
    assert (done.returncode, done.stderr) == (0, "")
    assert result(done.stdout) == (10_000, 3.510187782978859e-05)


def test_what_is_exported_can_be_inspected_and_holds_the_result(tmp_path: Path) -> None:
    file = tmp_path / "trained.json"
    done = run("train", "xor", "--steps", 500, "--export", file)
    steps, total_error = result(done.stdout)
    assert json.loads(file.read_bytes())["trained"] == {"steps": steps, "total_error": total_error}
    expected = Run(read_example("xor"))
    expected.advance(500)
    assert read_network(file).parameters.tobytes() == expected.parameters.tobytes()
    assert f"Weight: {float(read_network(file).weights(0)[0, 0])}\n" in run("inspect", file).stdout


def test_a_file_is_trained_like_an_example(tmp_path: Path) -> None:
    write_experiment(tmp_path / "x.json", read_example("tutorial"))
    done = run("train", tmp_path / "x.json", "--steps", 1)
    assert result(done.stdout) == (1, 0.29102777369359933)


def test_every_says_which_steps_are_logged(tmp_path: Path) -> None:
    run("train", "xor", "--steps", 3002, "--log", tmp_path / "some.csv", "--every", 1000)
    run("train", "xor", "--steps", 3002, "--log", tmp_path / "all.csv")
    some, every = rows(tmp_path / "some.csv"), rows(tmp_path / "all.csv")
    assert [step for step, _ in some] == [1, 1001, 2001, 3001]
    assert some == every[::1000]


def test_a_shared_bias_is_trained_when_asked_for() -> None:
    done = run("train", "tutorial", "--steps", 1, "--bias", "shared")
    assert round(result(done.stdout)[1], 10) == 0.2857508867


def test_settings_given_take_the_place_of_the_files() -> None:
    done = run(
        *("train", "xor", "--steps", 300, "--rate", 0.25, "--order", "in turn", "--seed", 8),
        *("--bias", "per neuron"),
    )
    training = TrainingSettings(0.25, SampleOrder.IN_TURN, 8, BiasPolicy.PER_NEURON)
    expected = Run(with_training(read_example("xor"), training))
    expected.advance(300)
    assert result(done.stdout) == (300, expected.total_error())


def test_another_seed_gives_another_order() -> None:
    one, other = (result(run("train", "xor", "--seed", seed).stdout)[1] for seed in (1, 2))
    assert one != other


def first_step_at_most(experiment: Experiment, until: float, every: int) -> int:
    """The first step, among every so many, after which the total error is so low."""
    run = Run(experiment)
    while True:
        run.advance(run.step + every)
        if run.total_error() <= until:
            return run.step


def test_until_ends_after_the_first_step_that_is_low_enough() -> None:
    steps, total_error = result(run("train", "tutorial", "--until", 0.01).stdout)
    assert steps == first_step_at_most(read_example("tutorial"), 0.01, 1)
    assert total_error <= 0.01


def test_with_many_samples_until_is_looked_at_after_every_epoch(tmp_path: Path) -> None:
    xor = read_example("xor")
    inputs, targets = (np.tile(each, (17, 1)) for each in (xor.samples.inputs, xor.samples.targets))
    experiment = with_samples(xor, Samples(inputs, targets))
    write_experiment(tmp_path / "x.json", experiment)
    log = tmp_path / "log.csv"  # whose rows must not move the epochs
    done = run("train", tmp_path / "x.json", "--until", 1, "--log", log, "--every", 7)
    steps = first_step_at_most(experiment, 1.0, 68)
    assert steps > 68
    assert result(done.stdout)[0] == steps
    assert [step for step, _ in rows(log)] == list(range(1, steps + 1, 7))


def test_steps_end_what_until_did_not() -> None:
    done = run("train", "tutorial", "--until", 0, "--steps", 5)
    assert (done.returncode, result(done.stdout)[0]) == (0, 5)


def test_no_steps_give_the_initial_error(tmp_path: Path) -> None:
    done = run("train", "tutorial", "--steps", 0, "--log", tmp_path / "log.csv")
    assert result(done.stdout) == (0, 0.2983711087600027)
    assert rows(tmp_path / "log.csv") == []


# Failures


def test_training_that_diverges_fails_and_exports_nothing(tmp_path: Path) -> None:
    xor = read_example("xor")
    linear = json.loads(_text(xor).replace("logistic", "identity"))
    (tmp_path / "x.json").write_text(json.dumps(linear))
    export, log = tmp_path / "out.json", tmp_path / "log.csv"
    done = run("train", tmp_path / "x.json", "--rate", 100, "--export", export, "--log", log)
    assert re.search(r"the error grew beyond all numbers by step \d+", complaint(done, 1))
    assert done.stdout == ""
    assert not export.exists()
    assert rows(log)
    assert all(np.isfinite(error) for _, error in rows(log))


def _text(experiment: Experiment) -> str:
    from backprop_gui.files.experiment_file import experiment_to_bytes

    return experiment_to_bytes(experiment).decode()


def test_until_alone_gives_up_in_the_end(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(cli, "LONGEST_UNTIL", 1000)
    assert cli.main(["train", "tutorial", "--until", "0"]) == 1
    out, err = capsys.readouterr()
    assert result(out)[0] == 1000
    assert err == "backprop-gui: the total error did not fall to 0.0 in 1000 steps\n"


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["inspect", "nand"], "nand: expected a file or one of the examples tutorial, xor, and,"),
        (["train", "gone.json"], "gone.json: expected a file, but there is none"),
        (["inspect", "/"], "/: expected a file, found a folder"),
        (["inspect", "/dev/zero"], "zero: expected an ordinary file, found a device or pipe"),
        (["train", "xor", "--log", "/gone/x.csv"], "x.csv: was not saved, because its folder is"),
        (["train", "xor", "--export", "/gone/x"], "x: was not saved, because its folder is not"),
        (["train", "xor", "--export", "/dev/null"], "null: expected an ordinary file, found a dev"),
    ],
)
def test_a_failed_job_is_one_line_and_status_1(arguments: list[str], told: str) -> None:
    done = run(*arguments)
    assert complaint(done, 1).startswith(f"backprop-gui: {told}")
    assert done.stdout == ""


def test_a_wrong_file_is_one_line_and_status_1(tmp_path: Path) -> None:
    text = _text(read_example("xor")).replace('"seed": 1', '"seed": NaN')
    (tmp_path / "two\nlines.json").write_text(text)
    for job in ("train", "inspect"):
        line = complaint(run(job, tmp_path / "two\nlines.json"), 1)
        assert line.startswith(r"backprop-gui: two\nlines.json: at line ")
        assert line.endswith("expected a finite number, found NaN\n")


def test_a_network_alone_cannot_be_trained(tmp_path: Path) -> None:
    run("train", "xor", "--steps", 1, "--export", tmp_path / "x.json")
    line = complaint(run("train", tmp_path / "x.json"), 1)
    assert 'at format, expected "backprop-experiment", found "backprop-network"' in line


WHOLE_STEPS = f"expected a whole number from 0 to {2**53}"


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["train"], "the following arguments are required: FILE-or-example"),
        (["train", "xor", "--stepz", "1"], "unrecognized arguments: --stepz 1"),
        (["train", "xor", "--step", "1"], "unrecognized arguments: --step 1"),
        (["train", "xor", "--steps", "-1"], "argument --steps: expected a whole number from 0"),
        (["train", "xor", "--steps", "1e3"], f"argument --steps: {WHOLE_STEPS}; see"),
        (["train", "xor", "--steps", ""], f"argument --steps: {WHOLE_STEPS}; see"),
        (["train", "xor", "--every", "x", "--log", "x"], "--every: expected a whole number from 1"),
        (["train", "xor", "--steps", "9" * 5000], "argument --steps: expected a whole number"),
        (["train", "xor", "--rate", "abc"], "--rate: expected a number from 0 to 1000000; see"),
        (["train", "xor", "--rate", "-1"], "argument --rate: expected a number from 0 to 1000000"),
        (["train", "xor", "--rate", "nan"], "argument --rate: expected a number from 0 to 1000000"),
        (["train", "xor", "--until", "inf"], "argument --until: expected a number from 0 on"),
        (["train", "xor", "--until", "low"], "argument --until: expected a number from 0 on; see"),
        (["train", "xor", "--seed", str(2**53)], "argument --seed: expected a whole number from"),
        (["train", "xor", "--order", "up"], "argument --order: invalid choice: 'up'"),
        (["train", "xor", "--bias", "none"], "argument --bias: invalid choice: 'none'"),
        (["train", "xor", "--every", "5"], "--every needs --log"),
        (["train", "xor", "--every", "0", "--log", "x"], "argument --every: expected a whole"),
        (["train", "xor", "--log", "x", "--export", "x"], "--log and --export name the same file"),
        (["examples", "more"], "unrecognized arguments: more"),
        (["inspect"], "the following arguments are required: FILE-or-example"),
        (["one", "two"], "unrecognized arguments: two"),
        (["--wrong"], "unrecognized arguments: --wrong"),
        (["train", "xor", "--new\nline"], r"unrecognized arguments: --new\nline"),
    ],
)
def test_wrong_usage_is_one_line_and_status_2(
    arguments: list[str], told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(arguments) == 2
    out, err = capsys.readouterr()
    assert (out, err.count("\n")) == ("", 1)
    assert told in err
    assert err.startswith("backprop-gui")
    assert err.endswith(" --help\n")


def test_wrong_usage_is_status_2_also_in_a_process() -> None:
    assert "--every needs --log" in complaint(run("train", "xor", "--every", 5), 2)


# Surroundings


def loaded(arguments: list[str]) -> set[str]:
    """The packages that are loaded once the command line has done its job."""
    program = f"import sys; from backprop_gui import cli; cli.main({arguments!r})"
    done = subprocess.run(
        [sys.executable, "-c", f"{program}; print(*sys.modules)"],
        capture_output=True,
        text=True,
        check=True,
        env=environment(),
    )
    return {name.partition(".")[0] for name in done.stdout.splitlines()[-1].split()}


@pytest.mark.parametrize(
    "arguments",
    [["--help"], ["--version"], ["examples"], ["inspect", "xor"], ["train", "--help"], ["train"]],
)
def test_what_needs_neither_a_window_nor_training_loads_neither_qt_nor_numba(
    arguments: list[str],
) -> None:
    assert loaded(arguments) & {"PySide6", "pyqtgraph", "numba", "tqdm"} == set()


def test_training_loads_no_qt() -> None:
    found = loaded(["train", "tutorial", "--steps", "1"])
    assert found & {"PySide6", "pyqtgraph", "numba"} == {"numba"}


def test_the_version_is_told() -> None:
    done = run("--version")
    assert (done.returncode, done.stdout) == (0, f"Backprop Lab {backprop_gui.__version__}\n")


def test_help_says_when_until_is_looked_at_and_when_it_gives_up() -> None:
    told = " ".join(run("train", "--help").stdout.split())
    assert "after every step with up to 64 samples, else after every epoch" in told
    assert "with --until 100000000" in told


@pytest.mark.parametrize("arguments", [[], ["xor"], ["some/file.json"]])
def test_without_a_job_the_window_opens_on_what_is_named(
    arguments: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[str | None] = []

    def main(source: str | None) -> int:
        opened.append(source)
        return 7

    monkeypatch.setitem(sys.modules, "backprop_gui.app", SimpleNamespace(main=main))
    monkeypatch.setattr(backprop_gui, "app", SimpleNamespace(main=main), raising=False)
    assert cli.main(arguments) == 7
    assert opened == [arguments[0] if arguments else None]


def test_a_reader_who_has_seen_enough_causes_no_complaint() -> None:
    reading, writing = os.pipe()
    os.close(reading)
    try:
        done = run("inspect", "xor", stdout=writing)
    finally:
        os.close(writing)
    assert done.stderr == ""
    assert done.returncode == 1


def test_output_that_cannot_be_written_is_one_line_and_status_1() -> None:
    with open("/dev/full", "w") as full:
        done = run("examples", stdout=full.fileno())
    assert complaint(done, 1) == "backprop-gui: cannot go on: No space left on device\n"


@pytest.mark.parametrize("closed", ["1", "2"])
def test_a_stream_that_is_closed_does_not_matter(closed: str) -> None:
    command = f'exec "$0" -m backprop_gui train tutorial --steps 1 {closed}>&-'
    done = subprocess.run(
        ["sh", "-c", command, sys.executable],
        capture_output=True,
        text=True,
        check=False,
        env=environment(),
    )
    assert done.returncode == 0
    assert done.stderr == ""


def test_without_a_terminal_there_is_no_progress_bar() -> None:
    assert run("train", "tutorial", "--steps", 3_000_000).stderr == ""


def test_on_a_terminal_there_is_a_progress_bar() -> None:
    ours, theirs = pty.openpty()
    termios.tcsetwinsize(theirs, (24, 80))
    command = [*COMMAND, "train", "tutorial", "--steps", "3000000"]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=theirs, text=True, env=environment()
    ) as training:
        os.close(theirs)
        shown = read_to_the_end(ours)
        output, _ = training.communicate()
    os.close(ours)
    assert training.returncode == 0
    assert "3.00M" in shown
    assert result(output)[0] == 3_000_000


def read_to_the_end(terminal: int) -> str:
    """While it is written to: a terminal holds but little, and who writes more has to wait."""
    shown = b""
    with suppress(OSError):  # the end: no one has the other side open any more
        while part := os.read(terminal, 1 << 16):
            shown += part
    return shown.decode()


@pytest.fixture
def heeded_ctrl_c() -> Iterator[None]:
    """Also where these tests run in the background of a script, which ignores it."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.usefixtures("heeded_ctrl_c")
def test_ctrl_c_ends_training_with_status_130_and_keeps_what_was_reached(tmp_path: Path) -> None:
    export, log = tmp_path / "x.json", tmp_path / "x.csv"
    command = [*COMMAND, "train", "tutorial", "--steps", str(2**53)]
    command += ["--export", str(export), "--log", str(log), "--every", "1000"]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment()
    ) as training:
        while not any(part.stat().st_size for part in tmp_path.glob(".*.part")):
            assert training.poll() is None
            time.sleep(0.02)
        training.send_signal(signal.SIGINT)
        out, err = training.communicate()
    assert (training.returncode, err) == (130, "")
    assert out.endswith(", interrupted\n")
    steps, total_error = result(out)
    assert json.loads(export.read_bytes())["trained"] == {
        "steps": steps,
        "total_error": total_error,
    }
    assert [step for step, _ in rows(log)] == list(range(1, steps + 1, 1000))
    assert sorted(file.name for file in tmp_path.iterdir()) == ["x.csv", "x.json"]


def test_ctrl_c_before_training_is_one_line_and_status_130(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def interrupt(_: str) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(cli, "read_source", interrupt)
    assert cli.main(["train", "xor"]) == 130
    assert capsys.readouterr() == ("", "backprop-gui: interrupted\n")
