"""The open experiment in the window: its edits with undo, its file, its safety. Qt, no widgets."""
