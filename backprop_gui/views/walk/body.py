"""What stands on one page: sentences, formulas, the table of figures, and why some differ."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel, QSizePolicy, QVBoxLayout, QWidget

from backprop_gui.views.parts.captions import note
from backprop_gui.views.parts.formulas.formula import Section
from backprop_gui.views.parts.formulas.section_view import SectionView
from backprop_gui.views.parts.formulas.typesetting import Typesetter
from backprop_gui.views.parts.palette import SPACING
from backprop_gui.views.parts.theme import Theme
from backprop_gui.views.walk.figure_model import DIFFERS, Row
from backprop_gui.views.walk.figure_table import FigureTable
from backprop_gui.views.walk.page import Content, Page
from backprop_gui.views.walk.published import SOURCE, Published, published


class Body(QWidget):
    """Signals: `spotsLit` the Selections that what is pointed at comes from, empty for none;
    `selectionPicked` the Selection whose name was clicked."""

    spotsLit = Signal(object)
    selectionPicked = Signal(object)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme, self._typesetter = theme, Typesetter()
        self.words = QLabel()
        self.words.setTextFormat(Qt.TextFormat.PlainText)
        self.words.setWordWrap(True)
        self.words.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        self.words.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        self.table = FigureTable(theme, self._typesetter)
        self.verdict = note()
        self._formulas = _Pile()  # above the table
        self._reasons = _Pile()  # below it
        layout = QVBoxLayout(self)
        layout.setContentsMargins(SPACING, SPACING // 2, SPACING, SPACING)
        layout.setSpacing(SPACING + SPACING // 2)
        for widget in (self.words, self._formulas, self.table, self.verdict, self._reasons):
            layout.addWidget(widget)
        layout.addStretch()
        self.table.spotsLit.connect(self.spotsLit)

    @property
    def sections(self) -> list[SectionView]:
        """The sections in sight, those of reasons last."""
        views = [*self._formulas.views, *self._reasons.views]
        return [view for view in views if not view.isHidden()]

    def show_content(self, page: Page, content: Content, *, is_published: bool) -> None:
        """Shows a page with its numbers; beside them the published ones if those are of it."""
        self.show()
        self.words.setText(content.words)
        rows = _rows(page, content, is_published)
        differing = [row for row in rows if row.agrees is False]
        self._fill(self._formulas, content.sections, page)
        self.table.show_rows(rows)
        self.verdict.setText(_verdict(rows))
        self.verdict.setVisible(is_published)
        self._fill(self._reasons, [_reason(row.published) for row in differing], page)

    def _fill(self, pile: "_Pile", sections: Sequence[Section], page: Page) -> None:
        while len(pile.views) < len(sections):
            view = SectionView(self._theme, self._typesetter)
            view.spotsLit.connect(self.spotsLit)
            view.selectionPicked.connect(self.selectionPicked)
            pile.add(view)
        pile.setVisible(bool(sections))
        for at, view in enumerate(pile.views):
            view.show_section(sections[at] if at < len(sections) else None, page.title)


class _Pile(QWidget):
    """Sections below each other."""

    def __init__(self) -> None:
        super().__init__()
        self.views: list[SectionView] = []
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(SPACING + SPACING // 2)

    def add(self, view: SectionView) -> None:
        self.views.append(view)
        self._layout.addWidget(view)


def _rows(page: Page, content: Content, is_published: bool) -> tuple[Row, ...]:
    """One for each figure, and one more for each further way in which it is published."""
    rows = []
    for figure in content.figures:
        found = published(page.step, figure.name) if is_published else ()
        rows += [Row(figure, each) for each in found or (None,)]
    return tuple(rows)


def _verdict(rows: tuple[Row, ...]) -> str:
    """How our figures and the published ones agree."""
    verdicts = [row.agrees for row in rows if row.agrees is not None]
    count, agreeing = len(verdicts), verdicts.count(True)
    source = f"Published: {SOURCE}."
    if not count:
        return f"The tutorial publishes none of these figures ({SOURCE})."
    if agreeing == count:
        all_agree = "All published figures agree" if count > 1 else "The published figure agrees"
        return f"{all_agree} to the last digit printed. {source}"
    if not agreeing:
        which = "The published figure is another" if count == 1 else "All published ones are others"
        return f"{which}. How that comes about stands below. {source}"
    return (
        f"{agreeing} of {count} published figures agree to the last digit printed. How the others, "
        f"marked {DIFFERS}, come about stands below. {source}"
    )


def _reason(figure: Published | None) -> Section:
    assert figure is not None
    return Section(f"Why {figure.shown}", figure.arithmetic, figure.why)
