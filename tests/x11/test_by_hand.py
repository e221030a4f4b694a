"""The application on a real X server, with a real mouse and keyboard."""

import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar

import pytest
from PySide6.QtCore import QPoint, QPointF
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QDialog,
    QFileDialog,
    QLineEdit,
    QMenu,
    QWidget,
)
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from backprop_gui.app import Lab, open_lab
from backprop_gui.engine.choices import BiasPolicy, SampleOrder
from backprop_gui.experiment.experiment import Experiment
from backprop_gui.files.experiment_file import read_experiment
from backprop_gui.files.network_file import read_network
from backprop_gui.training.run import Run
from backprop_gui.training.snapshot import Activity
from backprop_gui.views.canvas.spots import Part, Spot
from backprop_gui.views.randomize_dialog import RandomizeDialog
from tests.x11.person import Person, press_close_button, xdotool

pytestmark = [
    pytest.mark.x11,
    pytest.mark.skipif(shutil.which("xdotool") is None, reason="xdotool moves the mouse"),
]

SCREEN = 1600, 1000  # as pyproject.toml sets it
LOW_ERROR = 0.01
XOR = ((0, 0, 0), (0, 1, 1), (1, 0, 1), (1, 1, 0))
PATIENCE_SECONDS = 60

AnyDialog = TypeVar("AnyDialog", bound=QDialog)


@pytest.fixture
def lab(qapp: QApplication, tmp_path: Path, qtbot: QtBot) -> Iterator[Lab]:
    lab = open_lab(qapp, None, tmp_path / "preferences.json", tmp_path / "recovery")
    lab.window.setGeometry(0, 0, *SCREEN)
    lab.start()
    yield lab
    lab.window.allow_close()
    lab.stop()


@pytest.fixture
def person(lab: Lab, qtbot: QtBot) -> Person:
    """Someone in front of the lab, which is ready."""
    person = Person(qtbot)
    person.look_at(lab.window)
    person.wait(lambda: is_at_rest(lab))
    return person


def is_at_rest(lab: Lab) -> bool:
    return lab.session.snapshot().activity is Activity.PAUSED


def trained(experiment: Experiment, step: int) -> bytes:
    """The parameters that a run of its own comes to."""
    run = Run(experiment)
    run.advance(step)
    return run.parameters.tobytes()


# What is on the screen


def open_dialog(lab: Lab, person: Person, kind: type[AnyDialog]) -> AnyDialog:
    """The dialog that has just opened, with the keyboard in it."""
    person.wait(lambda: any(each.isVisible() for each in lab.window.findChildren(kind)))
    (dialog,) = (each for each in lab.window.findChildren(kind) if each.isVisible())
    person.look_at(dialog)
    return dialog


def choose_in_menu(lab: Lab, person: Person, title: str, text: str) -> None:
    bar = lab.window.menuBar()
    (entry,) = (each for each in bar.actions() if each.text().replace("&", "") == title)
    person.click_in(bar, bar.actionGeometry(entry))
    menu = entry.menu()
    assert isinstance(menu, QMenu)
    person.wait(menu.isVisible)
    (action,) = (each for each in menu.actions() if each.text().replace("&", "") == text)
    person.click_in(menu, menu.actionGeometry(action))


def choose_in_list(person: Person, box: QComboBox, at: int) -> None:
    person.click(box)
    view = box.view()
    person.wait(view.isVisible)
    person.click_in(view.viewport(), view.visualRect(box.model().index(at, 0)))


def name_file(lab: Lab, person: Person, path: Path) -> None:
    dialog = open_dialog(lab, person, QFileDialog)
    field = dialog.findChild(QLineEdit, "fileNameEdit")
    assert isinstance(field, QLineEdit)
    person.wait(field.hasFocus)
    person.press("ctrl+a")
    person.type(str(path))
    person.press("Return")
    person.wait(lambda: is_gone(dialog))
    person.look_at(lab.window)


def is_gone(dialog: QDialog) -> bool:
    return not isValid(dialog) or not dialog.isVisible()


def type_samples(lab: Lab, person: Person) -> None:
    table = lab.views.data.table
    for row, numbers in enumerate(XOR):
        for column, number in enumerate(numbers):
            person.click_in(table.viewport(), table.visualRect(table.model().index(row, column)))
            person.type(str(number))
            person.press("Return")
        if row < len(XOR) - 1:
            person.press("Insert")
            person.wait(lambda rows=row + 2: table.model().rowCount() == rows)


# What a person does


def test_xor_is_built_by_hand_learned_saved_opened_and_exported(
    lab: Lab, person: Person, tmp_path: Path
) -> None:
    canvas, training = lab.views.canvas, lab.views.training
    choose_in_menu(lab, person, "File", "New")
    person.wait(lambda: sizes(lab) == (2, 2, 1))
    for count in (3, 4, 5):
        person.click(canvas, canvas.place_of(Spot(Part.ADD, 1)))
        person.wait(lambda count=count: sizes(lab) == (2, count, 1))
    type_samples(lab, person)
    choose_in_list(person, training.order, list(SampleOrder).index(SampleOrder.RANDOM))
    choose_in_list(person, training.bias, list(BiasPolicy).index(BiasPolicy.PER_NEURON))
    draw_weights(lab, person)
    built = lab.document.experiment
    assert [tuple(row) for row in built.samples.inputs] == [row[:2] for row in XOR]
    assert [tuple(row) for row in built.samples.targets] == [row[2:] for row in XOR]
    assert built.training.order is SampleOrder.RANDOM
    assert built.training.bias is BiasPolicy.PER_NEURON

    learn(lab, person)
    step = lab.session.snapshot().step
    person.press("ctrl+s")
    name_file(lab, person, tmp_path / "xor.json")
    person.wait(lambda: not lab.window.isWindowModified())
    assert read_experiment(tmp_path / "xor.json") == built
    person.press("ctrl+e")
    name_file(lab, person, tmp_path / "trained.json")
    person.wait((tmp_path / "trained.json").exists)
    exported = read_network(tmp_path / "trained.json").parameters
    assert exported.tobytes() == trained(read_experiment(tmp_path / "xor.json"), step)

    choose_in_menu(lab, person, "File", "New")
    person.wait(lambda: lab.document.path is None)
    person.press("ctrl+o")
    name_file(lab, person, tmp_path / "xor.json")
    person.wait(lambda: lab.document.path == tmp_path / "xor.json")
    assert lab.document.experiment == built
    person.wait(lambda: lab.session.snapshot().experiment is lab.document.experiment)
    person.press("ctrl+e")
    name_file(lab, person, tmp_path / "initial.json")
    person.wait((tmp_path / "initial.json").exists)
    assert read_network(tmp_path / "initial.json") == built.network


def sizes(lab: Lab) -> tuple[int, ...]:
    return lab.document.experiment.network.topology.sizes


def draw_weights(lab: Lab, person: Person) -> None:
    """From −1 to 1 and from seed 7, biases too."""
    person.press("ctrl+r")
    dialog = open_dialog(lab, person, RandomizeDialog)
    person.click(dialog.numbers[0])
    person.press("ctrl+a")
    person.type("-1")
    person.click(dialog.seed.field)
    person.press("ctrl+a")
    person.type("7")
    person.click(dialog.biases, QPointF(10, dialog.biases.height() / 2))
    person.click(dialog.draw)
    person.wait(lambda: is_gone(dialog))
    person.look_at(lab.window)
    drawn = lab.document.experiment
    assert drawn.training.seed == 7
    assert -1 <= drawn.network.parameters.min() < 0 < drawn.network.parameters.max() <= 1


def learn(lab: Lab, person: Person) -> None:
    """As fast as it goes, until the error is low."""
    person.click(lab.views.transport.slider)
    person.press("End")
    person.wait(lambda: lab.views.transport.speed is None)
    focus_canvas(lab, person)
    person.press("space")
    person.wait(lambda: lab.session.snapshot().total_error < LOW_ERROR)
    person.press("space")
    person.wait(lambda: is_at_rest(lab))
    assert lab.session.snapshot().total_error < LOW_ERROR


def focus_canvas(lab: Lab, person: Person) -> None:
    """By a click where nothing is."""
    canvas = lab.views.canvas
    person.click(canvas, QPointF(canvas.width() - 4, canvas.height() - 4))
    person.wait(canvas.hasFocus)


def test_the_window_is_seen_on_the_screen(lab: Lab, person: Person, qtbot: QtBot) -> None:
    screen = lab.window.screen()

    def seen() -> bool:
        ours = lab.views.canvas.grab().toImage()
        corner = lab.views.canvas.mapToGlobal(QPoint(0, 0))
        there = screen.grabWindow(0, corner.x(), corner.y(), ours.width(), ours.height()).toImage()
        return ours.convertToFormat(there.format()) == there

    person.wait(seen)


def test_space_runs_and_pauses(lab: Lab, person: Person) -> None:
    focus_canvas(lab, person)
    person.press("space")
    person.wait(lambda: lab.session.snapshot().step > 10)
    person.press("space")
    person.wait(lambda: is_at_rest(lab))
    snapshot = lab.session.snapshot()
    assert snapshot.parameters.tobytes() == trained(snapshot.experiment, snapshot.step)


def weight_of(lab: Lab) -> float:
    """w1 as the document has it."""
    return float(lab.document.experiment.network.parameters[0])


def test_dragging_an_edge_up_makes_its_weight_larger(lab: Lab, person: Person) -> None:
    start, end = a_drag(lab)
    person.drag(lab.views.canvas, start, (start + end) / 2, end)
    person.let_go()
    person.wait(lambda: weight_of(lab) > 0.15)
    person.press("ctrl+z")
    person.wait(lambda: weight_of(lab) == 0.15)


def test_escape_takes_a_drag_back(lab: Lab, person: Person) -> None:
    start, end = a_drag(lab)
    person.drag(lab.views.canvas, start, (start + end) / 2, end)
    person.wait(lambda: weight_of(lab) > 0.15)
    person.press("Escape")
    person.let_go()
    person.wait(lambda: weight_of(lab) == 0.15)
    assert not lab.window.isWindowModified()


def a_drag(lab: Lab) -> tuple[QPointF, QPointF]:
    """From the edge of w1 upwards."""
    start = lab.views.canvas.place_of(Spot(Part.WEIGHT, 1, 0))
    return start, start - QPointF(0, 60)


def test_a_number_that_is_typed_holds_from_the_step_on_whose_button_is_clicked_next(
    lab: Lab, person: Person
) -> None:
    field, transport = lab.views.training.rate.field, lab.views.transport
    person.click(field)
    person.press("ctrl+a")
    person.type("0.125")
    button = transport.widgetForAction(transport.step)
    assert isinstance(button, QWidget)
    person.click(button)
    person.wait(lambda: is_at_rest(lab) and lab.session.snapshot().step == 1)
    now = lab.session.snapshot()
    assert now.experiment.training.learning_rate == 0.125
    assert now.parameters.tobytes() == trained(now.experiment, 1)


# The whole process


@pytest.fixture
def process() -> Iterator["subprocess.Popen[str]"]:
    command = [sys.executable, "-m", "backprop_gui"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    yield process
    process.kill()
    process.communicate()


def find_window(title: str) -> int:
    """The X server's number of a window that is seen."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < deadline:
        try:
            return int(xdotool("search", "--onlyvisible", "--name", title).split()[0])
        except subprocess.CalledProcessError:  # there is none yet
            time.sleep(0.1)
    pytest.fail(f"no window {title}")


def press_quit_keys(window: int) -> None:
    xdotool("windowfocus", window, "key", "ctrl+q")


@pytest.mark.parametrize("leave", [press_close_button, press_quit_keys])
def test_leaving_while_it_trains_ends_the_process_well(
    process: "subprocess.Popen[str]", leave: Callable[[int], None]
) -> None:
    window = find_window("Tutorial – Backprop Lab")
    xdotool("windowfocus", window, "key", "space")
    time.sleep(1)  # it trains, or still compiles
    leave(window)
    output, _ = process.communicate(timeout=PATIENCE_SECONDS)
    assert (process.returncode, output) == (0, "")
