"""What is seen and touched: the main window, the network canvas, panels and dialogs.

A view takes a snapshot to show and emits signals for what the person did; it holds no truth.
"""

from backprop_gui.views.overrides import mend

mend()  # before any view is defined
