"""The pages of the walk through a network, in their order. No Qt."""

from backprop_gui.engine.choices import BiasPolicy
from backprop_gui.engine.topology import Topology
from backprop_gui.views.parts.formulas.notation import Notation
from backprop_gui.views.walk.after_pages import after_page
from backprop_gui.views.walk.backward_pages import (
    bias_page,
    deep_layer_page,
    gradient_page,
    hidden_weight_page,
    other_weights_page,
    paths_page,
    update_page,
)
from backprop_gui.views.walk.forward_pages import error_page, layer_page, task_page
from backprop_gui.views.walk.page import AFTER_MANY, AFTER_ONE, Page


def pages(topology: Topology, one_bias: bool, policy: BiasPolicy) -> tuple[Page, ...]:
    """All pages; layers close to the error are gone through in more detail than those before."""
    notation = Notation(topology, one_bias)
    last = notation.last
    found: list[Page | None] = [task_page(notation)]
    found += [layer_page(notation, layer) for layer in range(1, last + 1)]
    found += [error_page(notation), gradient_page(notation, last), update_page(notation, last)]
    found.append(other_weights_page(notation, last))
    if last > 1:
        hidden = last - 1
        found += [paths_page(notation, hidden), hidden_weight_page(notation, hidden)]
        found.append(other_weights_page(notation, hidden))
    found += [deep_layer_page(notation, layer) for layer in range(last - 2, 0, -1)]
    found.append(bias_page(notation, policy))
    found += [after_page(notation, step) for step in (AFTER_ONE, AFTER_MANY)]
    return tuple(page for page in found if page is not None)
