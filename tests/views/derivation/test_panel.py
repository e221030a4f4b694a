"""The derivation of what is selected, as it is seen, pointed at and clicked."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QAccessible, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from backprop_gui.engine.choices import BiasPolicy
from backprop_gui.engine.gradient_check import GradientCheck, gradient_check, gradient_checks
from backprop_gui.engine.trace import StepTrace
from backprop_gui.views.derivation import slices
from backprop_gui.views.parts.formulas.figures import figure
from backprop_gui.views.parts.formulas.formula import Number, Part, Section, Symbol
from backprop_gui.views.parts.formulas.sheet import Sheet
from backprop_gui.views.parts.selection import Kind, Selection
from backprop_gui.views.parts.theme import Theme
from tests.engine.learner import TUTORIAL, random_task
from tests.engine.tracing import trace_of
from tests.views.derivation.conftest import DEEP, H1, O1, O2, W1, W2, W5, W7, Shown, experiment_of

FORWARD, CHAIN, FACTORS, UPDATE = range(4)


def place_of(sheet: Sheet, is_it: Callable[[Part], bool]) -> QPoint:
    """Where the first such part is."""
    placed = next(each for each in sheet.placed if is_it(each.part))
    return placed.rect.center().toPoint()


def point_at(widget: QWidget, place: QPoint) -> None:
    QTest.mouseMove(widget, place + QPoint(1, 0))  # the first may only enter
    QApplication.processEvents()
    QTest.mouseMove(widget, place)
    QApplication.processEvents()


def is_number(text: str) -> Callable[[Part], bool]:
    return lambda part: isinstance(part, Number) and part.plain == text


def is_symbol(text: str) -> Callable[[Part], bool]:
    return lambda part: isinstance(part, Symbol) and part.plain == text


# What is shown when


def test_with_nothing_selected_it_says_what_to_do(shown: Shown) -> None:
    shown.show(TUTORIAL, None)
    assert shown.panel.hint.isVisible()
    assert shown.panel.hint.text().startswith("Click a weight")
    assert shown.lines == []
    assert not shown.panel.check.isVisible()


@pytest.mark.parametrize(
    "selection",
    [
        Selection(Kind.LAYER, 1),
        Selection(Kind.NEURON, 1, 9),
        Selection(Kind.NEURON, 9, 0),
        Selection(Kind.PARAMETER, 2, 99),
    ],
)
def test_of_what_cannot_be_derived_the_hint_stays(shown: Shown, selection: Selection) -> None:
    shown.show(TUTORIAL, selection)
    assert shown.panel.hint.isVisible()
    assert shown.lines == []


def test_an_input_has_nothing_to_derive(shown: Shown) -> None:
    shown.show(TUTORIAL, Selection(Kind.NEURON, 0, 1))
    assert "input" in shown.panel.hint.text()
    assert shown.lines == []


def test_before_the_engine_is_there_it_says_so(shown: Shown) -> None:
    shown.panel.show_experiment(experiment_of(TUTORIAL))
    shown.panel.select(W5)
    shown.panel.show_trace(None, 0)
    assert "engine" in shown.panel.hint.text()
    assert not shown.panel.network_check.button.isEnabled()
    shown.panel.show_trace(trace_of(TUTORIAL), 0)
    assert shown.has("= 0.082167041")
    assert not shown.panel.hint.isVisible()
    assert shown.panel.network_check.button.isEnabled()


def test_a_trace_of_another_network_is_passed_over(shown: Shown) -> None:
    shown.show(TUTORIAL, W5)
    shown.panel.show_trace(trace_of(DEEP), 0)
    shown.settle()
    assert shown.has("= 0.082167041")


def test_another_network_takes_the_numbers_away(shown: Shown) -> None:
    shown.show(TUTORIAL, W5)
    shown.panel.show_experiment(experiment_of(DEEP))
    assert shown.lines == []
    shown.panel.show_trace(trace_of(DEEP), 0)
    assert shown.has("w2 − η")


def test_numbers_follow_the_run_but_not_every_frame(
    shown: Shown, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown.show(TUTORIAL, W5)
    shown.settle()
    refreshed: list[object] = []
    view = shown.panel.sections[UPDATE]
    show = view.show_section

    def count(section: Section | None, subject: object) -> None:
        refreshed.append(section)
        show(section, subject)

    monkeypatch.setattr(view, "show_section", count)
    for step in range(5):
        parameters = TUTORIAL.parameters + 0.01 * step
        last = trace_of(replace(TUTORIAL, parameters=parameters))
        shown.panel.show_trace(last, 0)
    assert len(refreshed) == 1
    shown.settle()
    assert len(refreshed) == 2
    assert shown.has("= 0.44 ")  # w5 of the last one


def test_a_hidden_panel_waits_until_it_is_seen(shown: Shown) -> None:
    shown.panel.hide()
    shown.panel.show_experiment(experiment_of(TUTORIAL))
    shown.panel.show_trace(trace_of(TUTORIAL), 0)
    shown.panel.select(W5)
    assert shown.panel.derivation is None
    shown.panel.show()
    assert shown.has("= 0.082167041")


def test_the_sample_and_the_settings_of_the_trace_are_shown(shown: Shown) -> None:
    task = replace(random_task((2, 2, 2), samples=3), rate=0.125)
    shown.panel.show_experiment(experiment_of(task))
    shown.panel.show_trace(trace_of(task, 1), 1)
    shown.panel.select(W5)
    assert "sample 2" in shown.panel.title.text()
    assert shown.has("− 0.125 ·")


def test_the_check_is_beside_a_wide_panel_and_below_a_narrow_one(shown: Shown) -> None:
    shown.show(TUTORIAL, W5)
    check, update = shown.panel.check, shown.panel.sections[UPDATE]
    assert check.mapTo(shown.panel, QPoint()).x() > update.geometry().right()
    shown.panel.resize(420, 300)
    QApplication.processEvents()
    assert check.mapTo(shown.panel, QPoint()).x() < 30
    for sheet in (*(view.sheet for view in shown.panel.sections), check.sheet):
        assert all(each.rect.right() <= sheet.width() for each in sheet.placed)


def test_a_diverged_step_is_shown_as_it_is(shown: Shown, tutorial_trace: StepTrace) -> None:
    inf, nan = np.full(12, np.inf), np.full(6, np.nan)
    trace = replace(
        tutorial_trace, parameters=inf, new_parameters=-inf, gradients=inf * np.nan, deltas=nan
    )
    shown.show(TUTORIAL, W1, trace)
    assert shown.has("= inf − 0.5 · nan")
    shown.panel.network_check.start()
    shown.settle()
    assert "differ" in shown.panel.network_check.verdict.text()


# Pointing and clicking


def test_pointing_at_a_number_lights_where_it_comes_from(shown: Shown, qtbot: QtBot) -> None:
    shown.show(TUTORIAL, W5)
    lit: list[object] = []
    shown.panel.spotsLit.connect(lit.append)
    sheet = shown.panel.sections[CHAIN].sheet
    point_at(sheet, place_of(sheet, is_number("0.593269992")))
    point_at(sheet, place_of(sheet, is_number("0.082167041")))
    QApplication.sendEvent(sheet, leave())
    assert lit == [(H1,), (W5,), ()]


def test_the_error_lights_the_output_layer_and_leads_nowhere(shown: Shown) -> None:
    shown.show(TUTORIAL, W5)
    lit: list[object] = []
    picked: list[object] = []
    shown.panel.spotsLit.connect(lit.append)
    shown.panel.selectionPicked.connect(picked.append)
    sheet = shown.panel.sections[CHAIN].sheet
    place = place_of(sheet, is_symbol("∂E"))
    point_at(sheet, place)
    QTest.mouseClick(sheet, Qt.MouseButton.LeftButton, pos=place)
    assert lit == [(Selection(Kind.LAYER, 2),)]
    assert picked == []


def leave() -> QEvent:
    return QEvent(QEvent.Type.Leave)


def test_a_number_tells_its_full_value_and_what_it_is(shown: Shown) -> None:
    shown.show(TUTORIAL, W5)
    sheet = shown.panel.sections[CHAIN].sheet
    at = sheet.part_at(place_of(sheet, is_number("0.082167041")).toPointF())
    tip = sheet.tip_at(at).splitlines()
    assert float(tip[0]) == trace_of(TUTORIAL).gradients[W5.at]
    assert tip[1].startswith("∂E/∂w5")


def test_a_symbol_in_a_fraction_tells_what_both_are(shown: Shown) -> None:
    shown.show(TUTORIAL, W5)
    sheet = shown.panel.sections[CHAIN].sheet
    at = sheet.part_at(place_of(sheet, is_symbol("∂w5")).toPointF())
    assert sheet.tip_at(at).splitlines() == [
        "∂E/∂w5: how fast E grows with w5, all else kept",
        "w5: the weight from h1 to o1",
    ]


def test_every_symbol_and_number_has_a_note(shown: Shown) -> None:
    for selection in (W1, W5, H1, O1, Selection(Kind.PARAMETER, 1, 4)):
        shown.show(TUTORIAL, selection)
        sheets = [view.sheet for view in shown.panel.sections]
        for sheet in (*sheets, shown.panel.check.sheet):
            for at, placed in enumerate(sheet.placed):
                if isinstance(placed.part, Number) or (
                    isinstance(placed.part, Symbol) and placed.part.plain not in ("1", "2")
                ):
                    assert sheet.tip_at(at), placed.part


def test_a_click_on_a_name_goes_there(shown: Shown) -> None:
    shown.show(TUTORIAL, W5)
    picked: list[object] = []
    shown.panel.selectionPicked.connect(picked.append)
    sheet = shown.panel.sections[FORWARD].sheet
    for name in ("w6", "out_h1"):
        QTest.mouseClick(sheet, Qt.MouseButton.LeftButton, pos=place_of(sheet, is_symbol(name)))
    shown.panel.title.linkActivated.emit("2/0")
    assert picked == [Selection(Kind.PARAMETER, 2, 8), H1, O1]


def test_the_title_links_the_neurons_of_a_weight(shown: Shown) -> None:
    shown.show(TUTORIAL, W7)
    text = shown.panel.title.text()
    assert '<a href="1/0">h1</a>' in text
    assert '<a href="2/1">o2</a>' in text


def test_a_number_is_copied_in_full_by_keys_alone(shown: Shown) -> None:
    shown.show(TUTORIAL, W5)
    sheet = shown.panel.sections[UPDATE].sheet
    sheet.setFocus(Qt.FocusReason.TabFocusReason)
    for _ in range(40):
        QTest.keyClick(sheet, Qt.Key.Key_Right)
    assert "0.35891648" in sheet.accessibleDescription()
    sheet.actions()[0].trigger()
    copied = QGuiApplication.clipboard().text()
    assert float(copied) == trace_of(TUTORIAL).new_parameters[W5.at]


def test_the_keys_go_to_names_and_pick_them(shown: Shown, qtbot: QtBot) -> None:
    shown.show(TUTORIAL, W5)
    sheet = shown.panel.sections[FORWARD].sheet
    sheet.setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClick(sheet, Qt.Key.Key_Right)
    with qtbot.waitSignal(shown.panel.selectionPicked, timeout=0) as picked:
        QTest.keyClick(sheet, Qt.Key.Key_Return)
    assert picked.args == [W5]


def test_pointing_at_a_path_lights_it(shown: Shown) -> None:
    shown.show(TUTORIAL, W1)
    lit: list[tuple[Selection, ...]] = []
    shown.panel.spotsLit.connect(lit.append)
    ledger = shown.panel.ledger
    row = ledger.visualRect(ledger.model_.index(1, 2)).center()
    point_at(ledger.viewport(), row)
    assert lit[-1] == (O2, W7, H1)
    QApplication.sendEvent(ledger, leave())
    assert not lit[-1]


def test_a_path_is_picked_and_copied(shown: Shown) -> None:
    shown.show(TUTORIAL, W1)
    picked: list[object] = []
    shown.panel.selectionPicked.connect(picked.append)
    ledger = shown.panel.ledger
    ledger.setCurrentIndex(ledger.model_.index(1, 4))
    ledger.copying.action.trigger()
    assert float(QGuiApplication.clipboard().text()) == pytest.approx(-0.0190491183, rel=1e-8)
    QTest.keyClick(ledger, Qt.Key.Key_Return)
    assert picked == [O2]


def test_opened_paths_stay_open_while_the_network_learns(shown: Shown) -> None:
    weight = Selection(Kind.PARAMETER, 1, 0)
    shown.show(DEEP, weight)
    ledger = shown.panel.ledger
    ledger.expand(ledger.model_.index(0, 0))
    rows, height = ledger.model_.rowCount(ledger.model_.index(0, 0)), ledger.height()
    assert rows == 5
    before = ledger.model_.index(0, 4).data()
    shown.show(replace(DEEP, parameters=DEEP.parameters + 0.1), weight)
    shown.settle()
    assert ledger.isExpanded(ledger.model_.index(0, 0))
    assert ledger.model_.index(0, 4).data() != before
    assert ledger.height() == height
    shown.panel.select(W2)
    assert not ledger.isExpanded(ledger.model_.index(0, 0))


def test_it_can_be_painted_in_both_themes(shown: Shown, theme: Theme) -> None:
    shown.show(TUTORIAL, W1)
    light = shown.panel.grab().toImage()
    theme.set_choice("dark")
    dark = shown.panel.grab().toImage()
    assert light.pixelColor(400, 5).lightness() > 200
    assert dark.pixelColor(400, 5).lightness() < 60
    assert light != dark


# The gradient check


def test_the_check_shows_both_gradients_and_their_distance(shown: Shown) -> None:
    shown.show(TUTORIAL, W5)
    lines = [line.plain for line in shown.panel.check.section.lines]
    assert lines[0] == "∂E/∂w5 = 0.082167041"
    assert lines[1] == "(E(w5 + ε) − E(w5 − ε))/(2ε) = 0.082167041"
    assert lines[3] == "ε = 1e−5"
    assert shown.panel.check.verdict.text() == "The two agree."


def test_another_epsilon_is_chosen_in_the_plot(shown: Shown, qtbot: QtBot) -> None:
    shown.show(TUTORIAL, W5)
    check = shown.panel.check
    first = check.plot.place(check_of_w5(0.1))
    assert first is not None
    QTest.mouseClick(check.plot, Qt.MouseButton.LeftButton, pos=first.toPoint())
    assert check.section.lines[3].plain == "ε = 0.1"
    assert "differ" in check.verdict.text()
    QTest.keyClick(check.plot, Qt.Key.Key_Left)
    assert check.section.lines[3].plain == "ε = 0.01"
    shown.panel.select(W1)
    qtbot.waitUntil(lambda: check.section.lines[3].plain == "ε = 1e−5")


def check_of_w5(epsilon: float) -> GradientCheck:
    return gradient_check(TUTORIAL.topology, trace_of(TUTORIAL), W5.at, epsilon)


def test_the_dots_of_the_plot_make_a_valley(shown: Shown) -> None:
    shown.show(TUTORIAL, W5)
    plot = shown.panel.check.plot
    places = [
        plot.place(check) for check in gradient_checks(TUTORIAL.topology, trace_of(TUTORIAL), W5.at)
    ]
    assert all(place is not None and plot.area.contains(place) for place in places)
    xs = [place.x() for place in places if place is not None]
    ys = [place.y() for place in places if place is not None]
    assert xs == sorted(xs, reverse=True)
    deepest = ys.index(max(ys))
    assert 0 < deepest < len(ys) - 1


def test_the_whole_network_is_checked_at_a_click(shown: Shown, qtbot: QtBot) -> None:
    shown.show(TUTORIAL, None)
    view = shown.panel.network_check
    QTest.mouseClick(view.button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not view.is_working)
    assert view.verdict.text() == "All 10 gradients agree with the central difference."
    assert view.model.rowCount() == 10
    picked: list[object] = []
    shown.panel.selectionPicked.connect(picked.append)
    view.table.setCurrentIndex(view.model.index(0, 1))
    QTest.keyClick(view.table, Qt.Key.Key_Return)
    name = view.model.index(0, 0).data()
    assert isinstance(picked[0], Selection)
    shown.panel.select(picked[0])
    assert f"<b>{name}</b>" in shown.panel.title.text()
    view.copying.action.trigger()
    assert float(QGuiApplication.clipboard().text()) < 1e-6


def test_a_long_check_leaves_the_window_free_and_can_be_cancelled(
    shown: Shown, qtbot: QtBot
) -> None:
    shown.show(random_task((60, 60, 10), scale=0.2, bias=BiasPolicy.PER_NEURON), None)
    view = shown.panel.network_check
    view.start()
    assert view.is_working
    assert view.progress.isVisible()
    qtbot.waitUntil(lambda: view.progress.value() > 0)
    QTest.mouseClick(view.cancel, Qt.MouseButton.LeftButton)
    assert not view.is_working
    assert view.verdict.text().endswith("Cancelled.")
    assert view.button.isVisible()
    assert not view.progress.isVisible()


def test_a_check_of_a_former_network_goes_away(shown: Shown) -> None:
    shown.show(TUTORIAL, None)
    view = shown.panel.network_check
    view.start()
    shown.settle()
    shown.show(DEEP, None)
    assert view.model.rowCount() == 0
    assert not view.verdict.isVisible()


def test_a_check_that_takes_longer_than_a_step_ends_with_the_last_step(
    shown: Shown, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(slices, "_SLICE_SECONDS", 0.0)
    shown.show(TUTORIAL, W5)
    check = shown.panel.check
    later = trace_of(replace(TUTORIAL, parameters=TUTORIAL.parameters + 0.1))
    check.check(TUTORIAL.topology, trace_of(TUTORIAL), W5.at)
    check.check(TUTORIAL.topology, later, W5.at)
    gradient = f"∂E/∂w5 = {figure(later.gradients[W5.at])}"
    qtbot.waitUntil(lambda: any(line.plain == gradient for line in check.section.lines))


def test_everything_that_takes_the_focus_has_a_name(shown: Shown) -> None:
    shown.show(TUTORIAL, W1)
    shown.panel.network_check.start()
    shown.settle()
    for widget in shown.panel.findChildren(QWidget):
        if widget.isVisible() and widget.focusPolicy() != Qt.FocusPolicy.NoFocus:
            found = QAccessible.queryAccessibleInterface(widget)
            assert found.text(QAccessible.Text.Name), widget
