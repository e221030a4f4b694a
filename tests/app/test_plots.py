"""What the plots have in common, in the whole application."""

import csv
import io
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QGuiApplication, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDockWidget, QFileDialog, QMenu, QMessageBox
from pytestqt.qtbot import QtBot

from backprop_gui.app import Lab
from backprop_gui.files.source import read_source
from backprop_gui.training.history import History
from backprop_gui.views.parts.curves.curve_panel import CurvePanel
from backprop_gui.views.parts.plot.menu import Copy
from tests.app.person import train


def panels(lab: Lab) -> tuple[CurvePanel, ...]:
    return lab.views.errors, lab.views.outputs, lab.views.weights


def last_steps(lab: Lab) -> list[int | None]:
    return [panel.plot.last_step for panel in panels(lab)]


def test_held_plots_stay_while_training_goes_on_and_then_show_now(lab: Lab, qtbot: QtBot) -> None:
    train(lab, qtbot, 1000)
    qtbot.waitUntil(lambda: last_steps(lab) == [1000] * 3)
    lab.plots.hold.trigger()
    train(lab, qtbot, 500)
    QTest.qWait(100)
    assert last_steps(lab) == [1000] * 3
    lab.views.outputs.plot_menu.hold.trigger()
    qtbot.waitUntil(lambda: last_steps(lab) == [1000, 1500, 1000])
    assert not lab.plots.hold.isChecked()
    lab.plots.hold.trigger()
    assert all(panel.held_at is not None for panel in panels(lab))
    lab.plots.hold.trigger()
    qtbot.waitUntil(lambda: last_steps(lab) == [1500] * 3)


def test_another_experiment_ends_the_hold_and_the_pins(lab: Lab, qtbot: QtBot) -> None:
    train(lab, qtbot, 100)
    lab.plots.hold.trigger()
    lab.plots.pin.trigger()
    lab.document.replace(read_source("xor").experiment, "xor")
    assert not lab.plots.hold.isChecked()
    assert all(panel.is_live for panel in panels(lab))
    assert all(len(panel.plot.picture.pins) == 0 for panel in panels(lab))


def test_a_pin_is_in_every_plot_and_leads_back_to_its_step(lab: Lab, qtbot: QtBot) -> None:
    train(lab, qtbot, 50)
    lab.plots.pin.trigger()
    train(lab, qtbot, 50)
    qtbot.waitUntil(lambda: last_steps(lab) == [100] * 3)
    QTest.keyClick(lab.views.weights.plot, Qt.Key.Key_P)
    for panel in panels(lab):
        assert panel.plot.picture.pins.tolist() == [50, 100]
    menu = lab.views.errors.plot_menu.pins
    next(action for action in menu.actions() if action.text() == "Step 50").trigger()
    qtbot.waitUntil(lambda: lab.session.snapshot().step == 50)
    lab.plots.pin.trigger()
    assert lab.views.outputs.plot.picture.pins.tolist() == [100]


def test_linked_plots_show_the_same_steps(lab: Lab, qtbot: QtBot) -> None:
    train(lab, qtbot, 1000)
    qtbot.waitUntil(lambda: last_steps(lab) == [1000] * 3)
    errors, outputs, weights = panels(lab)
    errors.plot.zoom(0.5)
    assert outputs.plot.following
    errors.log_x.trigger()
    errors.plot.show_stretch(200.0, 300.0)
    lab.plots.link.trigger()
    for panel in (outputs, weights):
        assert panel.plot.stretch == pytest.approx((200.0, 300.0))
    weights.plot.zoom(0.5)
    assert errors.plot.stretch == pytest.approx(weights.plot.stretch)
    outputs.view_all.trigger()
    assert all(panel.plot.following for panel in panels(lab))
    lab.plots.link.trigger()
    errors.plot.zoom(0.5)
    assert weights.plot.following


def test_the_menus_of_window_and_plot_offer_it(lab: Lab) -> None:
    assert lab.plots.link in lab.views.weights.menu.actions()
    menus = {menu.title(): menu for menu in lab.window.menuBar().findChildren(QMenu)}
    in_view = menus["&View"].actions()
    assert all(action in in_view for action in (lab.plots.hold, lab.plots.pin, lab.plots.link))
    titles = [action.text() for action in menus["Export plo&t"].actions()]
    assert titles == ["Total error", "Outputs", "Weights"]
    assert menus["&File"].actions()[-1].text() == "&Quit"


def request(lab: Lab, panel: CurvePanel, copy: Copy) -> None:
    actions: list[QAction] = [*panel.plot_menu.files.actions(), *panel.menu.actions()]
    next(action for action in actions if action.text() == copy.value[0]).trigger()


def save_to(lab: Lab, path: Path) -> str:
    """Answers the dialog; returns what name it suggested."""
    (dialog,) = lab.window.findChildren(QFileDialog)
    suggested = dialog.selectedFiles()[0]
    dialog.fileSelected.emit(str(path))
    dialog.close()
    dialog.deleteLater()
    return Path(suggested).name


def test_a_plot_is_exported_as_it_was_when_that_was_asked(
    lab: Lab, qtbot: QtBot, tmp_path: Path
) -> None:
    train(lab, qtbot, 200)
    panel = lab.views.weights
    qtbot.waitUntil(lambda: panel.plot.last_step == 200)
    request(lab, panel, Copy.CSV)
    train(lab, qtbot, 10)
    assert save_to(lab, tmp_path / "w.csv").endswith("weights.csv")
    rows = list(csv.reader(io.StringIO((tmp_path / "w.csv").read_text())))
    assert rows[0][:3] == ["step", "w1", "w2"]
    assert len(rows) == 202
    initial = lab.document.experiment.network.parameters
    assert float(rows[1][1]) == initial[lab.views.weights.columns[0]]
    for copy, name in ((Copy.PNG, "w.png"), (Copy.SVG, "w.svg")):
        request(lab, panel, copy)
        qtbot.wait(10)
        save_to(lab, tmp_path / name)
    assert QImage(str(tmp_path / "w.png")).size() == panel.picture_part.size() * 2
    assert b"<svg" in (tmp_path / "w.svg").read_bytes()


def test_what_cannot_be_written_is_said_in_a_sentence(
    lab: Lab, qtbot: QtBot, tmp_path: Path
) -> None:
    train(lab, qtbot, 10)
    request(lab, lab.views.errors, Copy.CSV)
    save_to(lab, tmp_path / "no" / "such" / "e.csv")
    (box,) = lab.window.findChildren(QMessageBox)
    assert box.text() == "e.csv: was not saved, because its folder is not there"
    box.close()


def test_picture_and_table_go_to_the_clipboard(lab: Lab, qtbot: QtBot) -> None:
    train(lab, qtbot, 20)
    panel = lab.views.outputs
    qtbot.waitUntil(lambda: panel.plot.last_step == 20)
    request(lab, panel, Copy.PICTURE)
    assert QGuiApplication.clipboard().image().size() == panel.picture_part.size() * 2
    request(lab, panel, Copy.TABLE)
    rows = [line.split("\t") for line in QGuiApplication.clipboard().text().splitlines()]
    assert rows[0] == ["step", *(curve.name for curve in panel.curves)]
    assert [row[0] for row in rows[1:]] == [str(step) for step in range(21)]


def test_samples_are_measured_while_they_are_seen_and_then_all_is_still(
    lab: Lab, qtbot: QtBot
) -> None:
    train(lab, qtbot, 3000)
    errors = lab.views.errors
    assert not errors.wants_samples
    errors.by_samples.trigger()
    qtbot.waitUntil(lambda: errors.plot.last_step == 3000 and not errors.is_measuring)
    frames: list[object] = []
    lab._live.frame.connect(frames.append)
    QTest.qWait(200)
    assert len(frames) <= 1


def test_a_panel_that_is_hidden_has_nothing_measured(
    lab: Lab, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    lab.views.errors.by_samples.trigger()
    (dock,) = [x for x in lab.window.findChildren(QDockWidget) if x.widget() is lab.views.errors]
    dock.hide()
    measured: list[object] = []
    monkeypatch.setattr(History, "samples", lambda _, now: measured.append(now))
    train(lab, qtbot, 100)
    QTest.qWait(50)
    assert not measured
