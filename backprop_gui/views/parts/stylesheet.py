"""The style sheet: the parts of controls that a QPalette cannot reach. Colours come in.

Line edits, spin boxes and progress bars stay as Fusion draws them.
"""

from dataclasses import asdict
from string import Template

from backprop_gui.views.parts.palette import Palette


def stylesheet(palette: Palette) -> str:
    """Our style in the colours of `palette`. Finds its pictures under Qt's prefix "controls:"."""
    theme = "dark" if palette.is_dark else "light"
    return _STYLE.substitute(asdict(palette), theme=theme)


_STYLE = Template("""
QToolTip { color: $text; background: $surface; border: 1px solid $outline; padding: 4px; }

QMenuBar { background: $window; padding: 2px 4px; }
QMenuBar::item { padding: 4px 8px; border-radius: 4px; background: transparent; }
QMenuBar::item:selected { background: $raised; }
QMenuBar::item:disabled { color: $disabled_text; }
QMenu { background: $surface; border: 1px solid $border; padding: 4px; }
QMenu::item { padding: 5px 24px 5px 8px; border-radius: 4px; }
QMenu::item:selected { background: $selection; color: $text; }
QMenu::item:disabled { color: $disabled_text; }
QMenu::icon:checked { background: $selection; border: 1px solid $accent; border-radius: 4px; }
QMenu::separator { height: 1px; margin: 4px 8px; background: $border; }

QToolBar { background: $window; border: none; padding: 4px 8px; spacing: 4px; }
QToolBar::separator { margin: 4px; }
QToolBar::separator:horizontal { width: 0; border-left: 1px solid $border; }
QToolBar::separator:vertical { height: 0; border-top: 1px solid $border; }
QToolButton {
    background: transparent; border: 2px solid transparent; border-radius: 5px; padding: 3px;
}
QToolButton:hover, QToolButton:open { background: $raised; }
QToolButton:pressed { background: $border; }
QToolButton:checked { background: $selection; }
QToolButton:focus { border-color: $accent; }
QToolButton:disabled { color: $disabled_text; }
QToolButton[popupMode="1"] { padding-right: 17px; }
QToolButton::menu-button { border: none; width: 14px; }

QMessageBox, QDialogButtonBox { dialogbuttonbox-buttons-have-icons: 0; }
QPushButton {
    background: $surface; border: 1px solid $outline; border-radius: 5px; padding: 4px 12px;
    outline: none;
}
QPushButton:hover { background: $raised; }
QPushButton:pressed { background: $border; }
QPushButton:default { background: $accent; color: $accent_text; border-color: $accent; }
QPushButton:focus { border: 2px solid $accent; padding: 3px 11px; }
QPushButton:default:focus { border-color: $text; }
QPushButton:disabled { background: $window; color: $disabled_text; border-color: $border; }

QMainWindow::separator { background: $window; width: 6px; height: 6px; }
QMainWindow::separator:hover { background: $accent; }
QSplitter::handle { background: $border; }
QSplitter::handle:hover { background: $accent; }
QDockWidget {
    titlebar-close-icon: url(controls:close-$theme.svg);
    titlebar-normal-icon: url(controls:float-$theme.svg);
}
QDockWidget::close-button:hover, QDockWidget::float-button:hover {
    background: $raised; border-radius: 4px;
}
QDockWidget::title { background: $window; padding: 6px 8px; text-align: left; }

QTabWidget::pane { border: none; }
QTabBar { outline: none; }
QTabBar::tab {
    background: transparent; color: $muted_text; padding: 6px 12px;
    border: none; border-bottom: 2px solid transparent;
}
QTabBar::tab:hover { color: $text; background: $raised; }
QTabBar::tab:selected { color: $text; border-bottom-color: $accent; }
QTabBar::tab:focus { background: $selection; border: 2px solid $accent; padding: 4px 10px 6px; }
QTabBar::tab:disabled { color: $disabled_text; }

QAbstractItemView {
    background: $surface; alternate-background-color: $canvas; border: 1px solid $border;
    selection-background-color: $selection; selection-color: $text; outline: 1px solid $accent;
}
QAbstractItemView:focus { border-color: $accent; }
QAbstractItemView:disabled {
    background: $window; color: $disabled_text;
    selection-background-color: $border; selection-color: $disabled_text;
}
QListView::item, QTreeView::item { min-height: 24px; }
QTableView { gridline-color: $border; }
QHeaderView { background: $window; border: none; }
QHeaderView::section {
    background: $window; color: $muted_text; padding: 4px 8px;
    border: none; border-right: 1px solid $border; border-bottom: 1px solid $border;
}
QHeaderView::section:hover { color: $text; }
QTableCornerButton::section { background: $window; border: none; }

QCheckBox, QRadioButton {
    spacing: 6px; padding: 1px; border: 2px solid transparent; border-radius: 5px; outline: none;
}
QCheckBox:focus, QRadioButton:focus { border-color: $accent; }
QCheckBox::indicator, QRadioButton::indicator, QGroupBox::indicator, QMenu::indicator,
QAbstractItemView::indicator {
    width: 14px; height: 14px; border: 1px solid $outline; border-radius: 4px; background: $surface;
}
QCheckBox::indicator:checked, QGroupBox::indicator:checked, QMenu::indicator:checked,
QAbstractItemView::indicator:checked {
    background: $accent; border-color: $accent; image: url(controls:tick-$theme.svg);
}
QCheckBox::indicator:indeterminate, QAbstractItemView::indicator:indeterminate {
    background: $accent; border-color: $accent; image: url(controls:dash-$theme.svg);
}
QRadioButton::indicator, QMenu::indicator:exclusive { border-radius: 8px; }
QRadioButton::indicator:checked, QMenu::indicator:exclusive:checked {
    width: 6px; height: 6px; border: 5px solid $accent; background: $accent_text; image: none;
}

QLineEdit, QAbstractSpinBox, QComboBox { min-height: 22px; }
QComboBox {
    combobox-popup: 0; background: $surface; border: 1px solid $outline; border-radius: 3px;
    padding: 1px 5px;
}
QComboBox:hover { background: $raised; }
QComboBox:focus { border: 2px solid $accent; padding: 0 4px; }
QComboBox:disabled { background: $window; border-color: $border; color: $disabled_text; }
QComboBox::drop-down { border: none; width: 20px; }
QComboBox::down-arrow { image: url(controls:down-$theme.svg); width: 12px; height: 12px; }
QComboBox::down-arrow:disabled { image: url(controls:down-disabled-$theme.svg); }
QComboBox QAbstractItemView { outline: none; }
QTextEdit, QPlainTextEdit { border: 1px solid $border; }
QTextEdit:focus, QPlainTextEdit:focus { border-color: $accent; }

QSlider:horizontal { min-height: 20px; }
QSlider::groove:horizontal { height: 4px; border-radius: 2px; background: $border; }
QSlider::sub-page:horizontal { border-radius: 2px; background: $accent; }
QSlider::handle:horizontal {
    width: 14px; height: 14px; margin: -6px 0; border-radius: 8px;
    border: 1px solid $surface; background: $accent;
}
QSlider::handle:horizontal:focus { border: 2px solid $text; width: 12px; height: 12px; }
QSlider::sub-page:horizontal:disabled, QSlider::handle:horizontal:disabled {
    background: $disabled_text;
}

QScrollBar { background: transparent; border: none; }
QScrollBar:vertical { width: 12px; }
QScrollBar:horizontal { height: 12px; }
QScrollBar::handle { background: $disabled_text; border-radius: 4px; margin: 2px; }
QScrollBar::handle:vertical { min-height: 24px; }
QScrollBar::handle:horizontal { min-width: 24px; }
QScrollBar::handle:hover { background: $muted_text; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
QAbstractScrollArea::corner { background: transparent; border: none; }

QGroupBox { border: 1px solid $border; border-radius: 5px; margin-top: 1.5em; padding: 4px; }
QGroupBox::title { subcontrol-origin: margin; subcontrol-position: top left; color: $muted_text; }
QStatusBar { background: $window; }
QStatusBar::item { border: none; }
""")
