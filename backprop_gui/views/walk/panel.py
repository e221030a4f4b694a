"""The panel of the guided walk: a page, the way to the others, and whether its step is shown."""

import numpy as np
from PySide6.QtCore import QSignalBlocker, Qt, Signal, Slot
from PySide6.QtGui import QHideEvent, QKeySequence, QPalette, QShortcut, QShowEvent
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QStyle,
    QStyleOptionComboBox,
    QVBoxLayout,
    QWidget,
)

from backprop_gui.engine.choices import BiasPolicy
from backprop_gui.engine.topology import Topology
from backprop_gui.experiment.edits import has_one_bias
from backprop_gui.experiment.experiment import Experiment
from backprop_gui.views.parts.captions import note, scrolling
from backprop_gui.views.parts.fields.wheel import need_focus_for_wheel
from backprop_gui.views.parts.numbers import steps
from backprop_gui.views.parts.palette import LARGE_PT, SPACING
from backprop_gui.views.parts.panel_fault import guarded
from backprop_gui.views.parts.selection import Selection
from backprop_gui.views.parts.theme import Theme
from backprop_gui.views.walk.body import Body
from backprop_gui.views.walk.page import Moment, Page
from backprop_gui.views.walk.pages import pages
from backprop_gui.views.walk.published import is_tutorial

_NEXT, _BACK = "Alt+Right", "Alt+Left"
_AROUND_TEXT = 2  # pixels that Qt leaves free in a box of choices
_LIST_TIP = "All pages of the walk: choose one to go there"


class WalkPanel(QWidget):
    """Signals: `entered` another Page, whose step is to be shown; `stepRequested` to be there
    again; `spotsLit` a tuple of the Selections to light in the picture; `selectionPicked` the
    Selection whose name was clicked; `left` when the panel is put away."""

    entered = Signal(object)
    stepRequested = Signal()
    spotsLit = Signal(object)
    selectionPicked = Signal(object)
    left = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._experiment: Experiment | None = None
        self._kind: tuple[Topology, bool, BiasPolicy] | None = None  # what pages depend on
        self._pages: tuple[Page, ...] = ()
        self._at = 0
        self._moment: Moment | None = None
        self._lit: tuple[Selection, ...] = ()
        self.title = _title()
        self.list = _list()
        self.progress = QLabel()
        self.progress.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        self.body = Body(theme)
        self.waiting = note()
        self.there = QPushButton()
        self.back = _button("Back", "The page before", _BACK)
        self.next = _button("Next", "The next page", _NEXT)
        self._scroll = scrolling(self.body)
        self._arrange()
        self._tie()
        self.body.hide()

    # What is shown

    @property
    def page(self) -> Page:
        return self._pages[self._at]

    @property
    def pages(self) -> tuple[Page, ...]:
        return self._pages

    def show_experiment(self, experiment: Experiment) -> None:
        """Makes the pages; another network is begun with the first, with other numbers the same
        stays."""
        topology, policy = experiment.network.topology, experiment.training.bias
        kind = topology, has_one_bias(experiment), policy
        self._experiment, self._moment = experiment, None
        if kind == self._kind:
            return
        at = self._at if self._kind is not None and self._kind[0] == topology else 0
        self._kind, self._pages = kind, pages(*kind)
        with QSignalBlocker(self.list):
            self.list.clear()
            self.list.addItems([page.title for page in self._pages])
            unfolded = self.list.view()  # as wide as its titles, however narrow the panel is
            unfolded.setMinimumWidth(unfolded.sizeHintForColumn(0) + 3 * SPACING)
        self._show_page(min(at, len(self._pages) - 1))

    def show_moment(self, moment: Moment | None) -> None:
        """The numbers of the page; None while they are not known: those before stay then, if they
        are of this experiment."""
        if moment is None and self._moment is None:
            self._hide_body()
        if moment is None or moment == self._moment or self._experiment is None:
            return
        if moment.first.topology != self._experiment.network.topology:
            return  # of a network that is just being exchanged
        self._moment = moment
        with np.errstate(all="ignore"):  # of a diverged run
            content = self.page.fill(moment)
        is_published = is_tutorial(self._experiment, self.page.step)
        self.body.show_content(self.page, content, is_published=is_published)

    def show_waiting(self, text: str, is_on_its_way: bool) -> None:
        """Says that another step is shown than the page is about; nothing where it is the one."""
        self.waiting.setVisible(bool(text))
        if is_on_its_way or not text:
            if self.there.hasFocus():
                self.take_focus()
            self.there.hide()
        else:
            self.there.show()
        if text != self.waiting.text():
            self.waiting.setText(text)

    # Going through the pages

    def enter(self) -> None:
        """Begins, or goes on, where the person was."""
        self.light_page()
        self.entered.emit(self.page)

    @Slot(int)
    def go(self, at: int) -> None:
        """To another page."""
        if at != self._at and 0 <= at < len(self._pages):
            self._moment = None
            self._show_page(at)
            self._scroll.verticalScrollBar().setValue(0)
            self.enter()

    @Slot()
    def go_on(self) -> None:
        self.go(self._at + 1)

    @Slot()
    def go_back(self) -> None:
        self.go(self._at - 1)

    def take_focus(self) -> None:
        """Puts the focus where the keys are that lead on.

        Before what has it is hidden or disabled: Qt would give it to any other part of the window.
        """
        button = self.next if self._at + 1 < len(self._pages) else self.back
        button.setEnabled(True)
        button.setFocus()

    def light_page(self) -> None:
        """Lights the places that the page is about."""
        self._light(())

    def _show_page(self, at: int) -> None:
        """Shows a page that waits for its numbers."""
        self._at, page = at, self._pages[at]
        focused = QApplication.focusWidget()
        if focused is not None and focused is not self.list and self.isAncestorOf(focused):
            self.take_focus()
        self.body.hide()
        self.title.setText(page.title)
        with QSignalBlocker(self.list):
            self.list.setCurrentIndex(at)
        self.list.setToolTip(f"{page.title}\n{_LIST_TIP}")
        self.progress.setText(f"{at + 1} of {len(self._pages)}")
        self.back.setEnabled(at > 0)
        self.next.setEnabled(at + 1 < len(self._pages))
        step = "the beginning" if page.step == 0 else f"step {steps(page.step)}"
        self.there.setText(f"Go to {step}")
        self.there.setToolTip(f"This page is about {step}: shows it, and trains there if need be")

    def _hide_body(self) -> None:
        focused = QApplication.focusWidget()
        if focused is not None and self.body.isAncestorOf(focused):
            self.take_focus()
        self.body.hide()

    @Slot(object)
    def _light(self, spots: tuple[Selection, ...]) -> None:
        """Lights these; where nothing is pointed at, what the page is about.

        Nothing while it is hidden: the pointer leaves what was below it only after that.
        """
        if self.isVisible():
            self.spotsLit.emit(spots or self.page.spots)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if not event.spontaneous() and self._pages:
            self.light_page()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        if not event.spontaneous():
            self.left.emit()

    # Building

    def _arrange(self) -> None:
        head, foot = QHBoxLayout(), QHBoxLayout()
        head.addWidget(self.title, 1)
        head.addWidget(self.progress, 0, Qt.AlignmentFlag.AlignBottom)
        foot.addWidget(self.back)
        foot.addWidget(self.list, 1)
        foot.addWidget(self.next)
        foot.setContentsMargins(SPACING, SPACING, SPACING, SPACING)
        foot.setSpacing(SPACING)
        top = QVBoxLayout()
        top.setContentsMargins(SPACING, SPACING, SPACING, SPACING // 2)
        top.setSpacing(SPACING)
        top.addLayout(head)
        top.addWidget(self.waiting)
        top.addWidget(self.there, 0, Qt.AlignmentFlag.AlignLeft)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(top)
        layout.addWidget(self._scroll, 1)
        layout.addLayout(foot)
        for widget in (self.waiting, self.there):
            widget.hide()

    def _tie(self) -> None:
        self.list.activated.connect(self.go)
        self.back.clicked.connect(self.go_back)
        self.next.clicked.connect(self.go_on)
        self.there.clicked.connect(self.stepRequested)
        self.body.spotsLit.connect(self._light)
        self.body.selectionPicked.connect(self.selectionPicked)
        for keys, do in ((_NEXT, self.go_on), (_BACK, self.go_back)):
            context = Qt.ShortcutContext.WidgetWithChildrenShortcut
            QShortcut(QKeySequence(keys), self, do, context=context)


def _title() -> QLabel:
    label = QLabel()
    label.setWordWrap(True)
    font = label.font()
    font.setPointSizeF(LARGE_PT)
    label.setFont(font)
    label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
    return label


class _PageList(QComboBox):
    """Shows that a title goes on where there is no room for it."""

    @guarded
    def initStyleOption(self, option: QStyleOptionComboBox) -> None:
        super().initStyleOption(option)
        control, text = QStyle.ComplexControl.CC_ComboBox, QStyle.SubControl.SC_ComboBoxEditField
        room = self.style().subControlRect(control, option, text, self).width() - _AROUND_TEXT
        option.currentText = option.fontMetrics.elidedText(
            option.currentText, Qt.TextElideMode.ElideRight, room
        )


def _list() -> QComboBox:
    box = _PageList()
    box.setAccessibleName("Pages of the walk")
    box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    box.setMinimumContentsLength(6)
    need_focus_for_wheel(box)
    return box


def _button(text: str, tip: str, keys: str) -> QPushButton:
    button = QPushButton(text)
    button.setToolTip(f"{tip} ({keys})")
    return button
