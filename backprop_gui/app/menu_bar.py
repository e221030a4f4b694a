"""What the menus hold, and the keys that work in the whole window."""

from functools import partial
from pathlib import Path

import msgspec
from PySide6.QtCore import QKeyCombination, Qt
from PySide6.QtGui import QAction, QKeySequence

from backprop_gui.app.dialogs import Dialogs
from backprop_gui.app.editing import Editing
from backprop_gui.app.views import Views
from backprop_gui.document.document import Document
from backprop_gui.document.preferences import PreferencesFile
from backprop_gui.files.examples import examples
from backprop_gui.views.file_actions import FileActions
from backprop_gui.views.menus import Entry, Menus
from backprop_gui.views.parts.theme import Theme, ThemeChoice
from backprop_gui.views.transport import Transport

_KEYS = QKeySequence.StandardKey
_THEMES: tuple[tuple[ThemeChoice, str], ...] = (
    ("system", "As the &system"),
    ("light", "&Light"),
    ("dark", "&Dark"),
)


def fill_file_menu(
    menus: Menus, files: FileActions, dialogs: Dialogs, preferences: PreferencesFile, views: Views
) -> None:
    def recent() -> list[Entry]:
        paths = [Path(name) for name in preferences.value.recent]
        return [
            Entry(path.name.replace("&", "&&"), partial(files.open_path, path), tip=str(path))
            for path in paths
        ]

    def all_examples() -> list[Entry]:
        return [
            Entry(each.title, partial(files.open_example, each), tip=each.description)
            for each in examples()
        ]

    menus.add(
        menus.file,
        Entry("&New", files.new, _KEYS.New, "new"),
        Entry("&Open…", files.open, _KEYS.Open, "open"),
    )
    menus.add_list(menus.file, "Open &recent", "recent", recent, "No recent files")
    menus.add(menus.file, Entry("E&xamples…", dialogs.show_gallery, "Ctrl+G", "gallery"))
    menus.add_list(menus.file, "Open exa&mple", "gallery", all_examples, "")
    menus.add(
        menus.file,
        None,
        Entry("&Save", files.save, _KEYS.Save, "save"),
        Entry("Save &as…", files.save_as, _KEYS.SaveAs or "Ctrl+Shift+S", "save-as"),
        Entry("Re&vert", files.revert),
        None,
        Entry("&Import weights…", files.import_weights, "Ctrl+I", "import"),
        Entry("&Export trained weights…", files.export_network, "Ctrl+E", "export"),
        Entry("Import sam&ples…", dialogs.ask_for_samples, "Ctrl+Shift+I", "data-table"),
        Entry("Export samp&les…", dialogs.export_samples),
        None,
        Entry("&Quit", views.window.close, _KEYS.Quit, "close"),
    )


def fill_other_menus(
    menus: Menus, document: Document, editing: Editing, dialogs: Dialogs, views: Views
) -> None:
    menus.add_undo(document.undo_stack)
    menus.add(
        menus.network,
        Entry("New &random weights…", dialogs.randomize, "Ctrl+R", "randomize"),
        Entry("Make the present weights the &initial ones", editing.keep_trained),
    )
    transport = views.transport
    menus.train.addAction(transport.run)
    menus.train.addSeparator()
    menus.train.addActions([transport.stage, transport.step, transport.epoch])
    menus.train.addActions([transport.step_many, transport.to_end])
    menus.train.addSeparator()
    menus.train.addActions([transport.stage_back, transport.step_back, transport.epoch_back])
    menus.train.addActions([transport.back_many, transport.to_start])
    canvas = views.canvas
    menus.add(
        menus.view,
        Entry("Zoom &in", canvas.zoom_in, _KEYS.ZoomIn, "zoom-in"),
        Entry("Zoom &out", canvas.zoom_out, _KEYS.ZoomOut, "zoom-out"),
        Entry("&Fit the network", canvas.fit, "Ctrl+0", "zoom-fit"),
        None,
    )
    menus.view.addActions(views.window.dock_actions())
    menus.add(menus.view, Entry("&Usual arrangement", views.window.show_usual_arrangement))
    menus.view.addSeparator()
    menus.add(menus.help, Entry("&About Backprop Lab", dialogs.about, icon="info"))


def add_themes(menus: Menus, theme: Theme, preferences: PreferencesFile) -> None:
    def choose(choice: ThemeChoice) -> None:
        theme.set_choice(choice)
        preferences.keep(msgspec.structs.replace(preferences.value, theme=choice))

    entries = [Entry(text, partial(choose, choice)) for choice, text in _THEMES]
    chosen = [choice for choice, _ in _THEMES].index(preferences.value.theme)
    menus.add_choice(menus.view, "&Theme", entries, chosen)


def window_keys(transport: Transport) -> dict[int, QAction]:
    """The keys that work wherever nothing that has the focus wants them for itself."""
    none, control = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ControlModifier
    shift = Qt.KeyboardModifier.ShiftModifier
    keys = (
        (shift, Qt.Key.Key_Right, transport.stage),
        (shift, Qt.Key.Key_Left, transport.stage_back),
        (none, Qt.Key.Key_PageDown, transport.epoch),
        (none, Qt.Key.Key_PageUp, transport.epoch_back),
        (control, Qt.Key.Key_Left, transport.back_many),
        (none, Qt.Key.Key_End, transport.to_end),
        (none, Qt.Key.Key_Space, transport.run),
        (none, Qt.Key.Key_Right, transport.step),
        (none, Qt.Key.Key_Left, transport.step_back),
        (control, Qt.Key.Key_Right, transport.step_many),
        (none, Qt.Key.Key_Home, transport.to_start),
    )
    return {QKeyCombination(held, key).toCombined(): action for held, key, action in keys}
