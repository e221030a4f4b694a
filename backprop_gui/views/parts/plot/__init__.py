"""A plot: its curves, axes, pointer, menu and export. Not what they show."""
