"""The command line: parses arguments, does jobs without a window, or opens the window.

Qt is loaded only to open the window, Numba only to train.
"""

import argparse
import gc
import math
import os
import signal
import sys
import time
from collections.abc import Callable, Generator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from threading import Event
from types import ModuleType
from typing import TYPE_CHECKING, Any, NoReturn

from backprop_gui import __version__
from backprop_gui.engine.choices import BiasPolicy, SampleOrder
from backprop_gui.experiment.checks import ExperimentError
from backprop_gui.experiment.edits import with_training
from backprop_gui.experiment.experiment import Experiment
from backprop_gui.experiment.inspection import inspected
from backprop_gui.experiment.training_settings import MOST_RATE, MOST_SEED, TrainingSettings
from backprop_gui.files.atomic import require_writable
from backprop_gui.files.error_log import error_log
from backprop_gui.files.errors import FileError, printable
from backprop_gui.files.examples import examples, read_example
from backprop_gui.files.network_file import Trained, read_network, write_network
from backprop_gui.files.source import find_source, read_source

if TYPE_CHECKING:
    from backprop_gui.training.run import Run

PROGRAM = "backprop-gui"
SOURCE = "FILE-or-example"

STEPS = 10_000
"""Steps when neither --steps nor --until is given, as in the tutorial."""

MOST_STEPS = 2**53
LONGEST_UNTIL = 100_000_000
"""Steps after which --until gives up when --steps is not given."""

# How long one call into the kernel may last: the progress bar and Ctrl+C wait for it.
_SHORTEST_CALL, _LONGEST_CALL = 0.05, 0.2  # seconds

STATUS_FAILED, STATUS_INTERRUPTED = 1, 130  # 2, for wrong usage, is argparse's
INTERRUPTED = "interrupted"


def main(arguments: Sequence[str] | None = None) -> int:
    """Does what the arguments say; gives the exit status. Errors are one line on stderr."""
    try:
        status = _run(sys.argv[1:] if arguments is None else arguments)
        if sys.stdout is not None:
            sys.stdout.flush()
    except KeyboardInterrupt:
        return _complain(INTERRUPTED, STATUS_INTERRUPTED)
    except BrokenPipeError:  # who reads us has seen enough
        _give_up_stdout()
        return STATUS_FAILED
    except MemoryError:
        return _complain("there is not enough memory for this")
    except (FileError, ExperimentError) as error:
        return _complain(str(error))
    except OSError as error:
        _give_up_stdout()
        return _complain(f"cannot go on: {error.strerror or error}")
    return status


def _run(arguments: Sequence[str]) -> int:
    commands = {"train": _train, "examples": _examples, "inspect": _inspect}
    try:
        if arguments and arguments[0] in commands:
            return commands[arguments[0]](arguments[1:])
        return _open_window(arguments)
    except SystemExit as stop:  # argparse has printed what there was to say
        return int(stop.code or 0)


def _complain(problem: str, status: int = STATUS_FAILED) -> int:
    print(f"{PROGRAM}: {problem}", file=sys.stderr)
    return status


def _give_up_stdout() -> None:
    """Sends what is left for standard output nowhere, or Python would complain of it at exit."""
    if sys.stdout is not None:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


# Commands


def _open_window(arguments: Sequence[str]) -> int:
    source = _window_parser().parse_args(arguments).source
    status: int = loaded_app().main(source)
    return status


def loaded_app() -> ModuleType:
    """What opens the window, with Qt and all that comes with it."""
    # All that is loaded now will stay: to look through it for garbage costs a tenth of the start.
    gc.disable()
    from backprop_gui import app

    gc.freeze()
    gc.enable()
    return app


def _examples(arguments: Sequence[str]) -> int:
    _examples_parser().parse_args(arguments)
    every = examples()
    width = max(len(example.name) for example in every)
    for example in every:
        print(f"{example.name:<{width}}  {example.description}")
    return 0


def _inspect(arguments: Sequence[str]) -> int:
    found = find_source(_inspect_parser().parse_args(arguments).source)
    network = read_network(found) if isinstance(found, Path) else read_example(found.name).network
    for line in inspected(network):
        print(line)
    return 0


def _train(arguments: Sequence[str]) -> int:
    parser = _train_parser()
    options = parser.parse_args(arguments)
    if options.every is not None and options.log is None:
        parser.error("--every needs --log")
    if options.log is not None and options.log == options.export:
        parser.error("--log and --export name the same file")
    experiment = _with_options(read_source(options.source).experiment, options)
    if options.export is not None:
        require_writable(options.export)  # told now, not after an hour
    end = options.steps
    if end is None:
        end = STEPS if options.until is None else LONGEST_UNTIL
    run = _start(experiment)
    with ExitStack() as stack:
        log = None if options.log is None else stack.enter_context(error_log(options.log))
        reason, seconds = _advance(run, end, options.until, log, options.every or 1)
    total = run.total_error()
    if reason == "diverged" or not math.isfinite(total):
        return _complain(f"the error grew beyond all numbers by step {run.step}; lower the rate")
    if options.export is not None:
        network = experiment.network.with_parameters(run.parameters)
        write_network(options.export, network, Trained(run.step, total))
    ending = ", interrupted" if reason == INTERRUPTED else ""
    speed = run.step / max(seconds, 1e-9)
    print(f"{run.step} steps, total error {total!r}, {speed:.0f} steps per second{ending}")
    if reason == INTERRUPTED:
        return STATUS_INTERRUPTED
    if options.steps is None and options.until is not None and reason == "reached":
        return _complain(f"the total error did not fall to {options.until!r} in {end} steps")
    return 0


def parsers() -> "dict[str, _Parser]":
    """The parser of each command; the way to the window has no name."""
    return {
        "": _window_parser(),
        "train": _train_parser(),
        "examples": _examples_parser(),
        "inspect": _inspect_parser(),
    }


def _window_parser() -> "_Parser":
    parser = _Parser(
        prog=PROGRAM,
        usage=f"%(prog)s [{SOURCE}]\n       %(prog)s train|examples|inspect [--help]",
        description="Opens a window in which every number of backpropagation can be seen.",
        epilog="Without a window: train learns and exports, examples lists the examples, "
        "inspect prints a network.",
    )
    parser.add_argument(
        "source",
        metavar=SOURCE,
        nargs="?",
        help="what to open, where a .csv is offered as samples; else the tutorial",
    )
    parser.add_argument("--version", action="version", version=f"Backprop Lab {__version__}")
    return parser


def _examples_parser() -> "_Parser":
    return _Parser(prog=f"{PROGRAM} examples", description="Lists the examples.")


def _inspect_parser() -> "_Parser":
    parser = _Parser(
        prog=f"{PROGRAM} inspect", description="Prints the network of a file or example."
    )
    parser.add_argument("source", metavar=SOURCE)
    return parser


def _train_parser() -> "_Parser":
    parser = _Parser(
        prog=f"{PROGRAM} train",
        description="Trains without a window, from the initial weights of a file or example. "
        "Ctrl+C ends it early, but keeps what was reached.",
    )
    add = parser.add_argument
    add("source", metavar=SOURCE)
    add(
        "--steps",
        type=_whole(0, MOST_STEPS),
        metavar="N",
        help=f"weight updates to make at most (default: {STEPS}; with --until {LONGEST_UNTIL}, "
        "and not to have come so low by then is a failure)",
    )
    add(
        "--until",
        type=_number(0, math.inf),
        metavar="ERROR",
        help="end when the total error is at most this; looked at after every step with up to "
        "64 samples, else after every epoch",
    )
    add("--rate", type=_number(0, MOST_RATE), metavar="R", help="learning rate")
    orders, policies = [str(x) for x in SampleOrder], [str(x) for x in BiasPolicy]
    add("--order", choices=orders, help="which sample each step trains on")
    add("--seed", type=_whole(0, MOST_SEED), metavar="S", help="seed of the sample order")
    add("--bias", choices=policies, help="how biases learn")
    add("--export", type=Path, metavar="NETWORK.json", help="write the trained network here")
    add("--log", type=Path, metavar="ERRORS.csv", help="write the total errors here")
    add(
        "--every",
        type=_whole(1, MOST_STEPS),
        metavar="K",
        help="log the total error after step 1, 1 + K, 1 + 2K, … (default: 1)",
    )
    return parser


def _with_options(experiment: Experiment, options: argparse.Namespace) -> Experiment:
    """The experiment with the training settings that were given."""
    given = experiment.training
    training = TrainingSettings(
        given.learning_rate if options.rate is None else options.rate,
        SampleOrder(options.order or given.order),
        given.seed if options.seed is None else options.seed,
        BiasPolicy(options.bias or given.bias),
    )
    return with_training(experiment, training)


# Training


def _start(experiment: Experiment) -> "Run":
    """A run that is compiled; loads Numba."""
    from backprop_gui import settings

    settings.prepare_kernel_store()
    from backprop_gui.training.run import Run

    run = Run(experiment)
    run.compile()
    return run


def _advance(
    run: "Run",
    end: int,
    until: float | None,
    log: Callable[[int, float], None] | None,
    every: int,
) -> tuple[str, float]:
    """Trains up to step `end`; gives why it ended and the seconds it took.

    The run goes forward in calls of a length that a person can wait for. How long they are
    changes nothing in the result.
    """
    from tqdm import tqdm

    reason, length = "reached", 1024
    began = time.perf_counter()
    tqdm.monitor_interval = 0  # no thread that looks after the bar
    with (
        _interrupts() as interrupted,
        tqdm(
            total=end,
            unit=" steps",
            unit_scale=True,
            leave=False,
            disable=sys.stderr is None or not sys.stderr.isatty(),
        ) as bar,
    ):
        while reason == "reached" and run.step < end:
            before, called = run.step, time.perf_counter()
            row = before + 1 + -before % every if log else end
            reason = run.advance(min(before + length, row, end), until).reason
            if log and run.step == row and math.isfinite(total_error := run.total_error()):
                log(row, total_error)
            bar.update(run.step - before)
            took = time.perf_counter() - called
            if took > _LONGEST_CALL:
                length = max(1, length // 2)
            elif took < _SHORTEST_CALL and run.step - before == length:
                length *= 2
            if interrupted.is_set():
                reason = INTERRUPTED
    return reason, time.perf_counter() - began


@contextmanager
def _interrupts() -> Generator[Event]:
    """An event that Ctrl+C sets, in place of the exception that could strike anywhere."""
    interrupted = Event()
    before = signal.getsignal(signal.SIGINT)
    if before is not signal.SIG_IGN:  # as in the background of a script
        signal.signal(signal.SIGINT, lambda *_: interrupted.set())
    try:
        yield interrupted
    finally:
        signal.signal(signal.SIGINT, before)


# Arguments


class _Parser(argparse.ArgumentParser):
    """Says what is wrong in one line."""

    def __init__(self, **options: Any) -> None:
        super().__init__(allow_abbrev=False, **options)

    def error(self, message: str) -> NoReturn:
        self.exit(2, f"{self.prog}: {printable(message)}; see {self.prog} --help\n")


def _whole(least: int, most: int) -> Callable[[str], int]:
    def whole_number(text: str) -> int:
        try:
            value = int(text) if len(text) < 20 else most + 1
        except ValueError:
            value = most + 1
        if not least <= value <= most:
            raise argparse.ArgumentTypeError(f"expected a whole number from {least} to {most}")
        return value

    return whole_number


def _number(least: float, most: float) -> Callable[[str], float]:
    def number(text: str) -> float:
        try:
            value = float(text)
        except ValueError:
            value = math.nan
        if not (least <= value <= most and math.isfinite(value)):
            limit = f"to {most:.0f}" if math.isfinite(most) else "on"
            raise argparse.ArgumentTypeError(f"expected a number from {least:g} {limit}")
        return value

    return number
