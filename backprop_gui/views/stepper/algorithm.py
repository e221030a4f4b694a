"""The training step as a short Python function, in the words of one network. No Qt."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum, auto

from backprop_gui.engine.choices import BiasPolicy
from backprop_gui.engine.stages import Stage, StageKind
from backprop_gui.engine.topology import Topology
from backprop_gui.views.parts.formulas.activations import LOOKS


class Block(Enum):
    """The parts of the function, each of one kind of stage."""

    FORWARD = auto()
    OUTPUT_DELTAS = auto()
    HIDDEN_DELTAS = auto()
    OUTPUT_WEIGHTS = auto()
    HIDDEN_WEIGHTS = auto()


class Slot(Enum):
    """What the numbers beside a line are of."""

    NEURON = auto()
    SOURCE = auto()
    NET = auto()
    OUTPUT = auto()
    ERROR_BY_OUTPUT = auto()
    SUM_OF_PATHS = auto()
    DELTA = auto()
    WEIGHT = auto()
    BIAS = auto()


@dataclass(frozen=True)
class CodeLine:
    text: str
    block: Block | None = None
    slot: Slot | None = None


def block_of(stage: Stage | None, topology: Topology) -> Block:
    """The part of the function that a stage is, None for the forward pass."""
    if stage is None:
        return Block.FORWARD
    if stage.kind is StageKind.WEIGHTS:
        is_last = stage.layer == len(topology.layers) - 1
        return Block.OUTPUT_WEIGHTS if is_last else Block.HIDDEN_WEIGHTS
    is_output = stage.kind is StageKind.OUTPUT_DELTAS
    return Block.OUTPUT_DELTAS if is_output else Block.HIDDEN_DELTAS


def code(topology: Topology, bias: BiasPolicy) -> tuple[CodeLine, ...]:
    """The function, part by part."""
    hidden = len(topology.layers) - 1
    lines = [CodeLine("def train(inputs, targets, rate):"), *_forward(topology)]
    lines += [CodeLine(""), *_output_deltas(topology)]
    if hidden:
        lines += [CodeLine(""), *_hidden_deltas(topology)]
    lines += [CodeLine(""), *_weights(Block.OUTPUT_WEIGHTS, "output", bias, "  ")]
    if hidden == 1:
        lines += [CodeLine(""), *_weights(Block.HIDDEN_WEIGHTS, "hidden", bias, "  ")]
    elif hidden:
        loop = CodeLine("  for layer in reversed(hidden_layers):", Block.HIDDEN_WEIGHTS)
        lines += [CodeLine(""), loop, *_weights(loop.block, "layer", bias, "    ")]
    return tuple(lines)


def _forward(topology: Topology) -> Iterator[CodeLine]:
    block, hidden = Block.FORWARD, len(topology.layers) - 1
    layers = {0: "[output]", 1: "[hidden, output]"}.get(hidden, "[*hidden_layers, output]")
    kinds = set(topology.activations)
    activation = kinds.pop().value if len(kinds) == 1 else "layer.activation"
    yield CodeLine("  x = inputs", block)
    yield CodeLine(f"  for layer in {layers}:", block)
    yield CodeLine("    for n in layer:", block, Slot.NEURON)
    yield CodeLine("      n.net = dot(n.w, x) + n.bias", block, Slot.NET)
    yield CodeLine(f"      n.x, n.out = x, {activation}(n.net)", block, Slot.OUTPUT)
    yield CodeLine("    x = [n.out for n in layer]", block)


def _output_deltas(topology: Topology) -> Iterator[CodeLine]:
    block = Block.OUTPUT_DELTAS
    slope = LOOKS[topology.activations[-1]].slope_code
    yield CodeLine("  for n, target in zip(output, targets):", block, Slot.NEURON)
    yield CodeLine("    by_out = -(target - n.out)", block, Slot.ERROR_BY_OUTPUT)
    yield CodeLine(f"    n.delta = by_out * {slope}", block, Slot.DELTA)


def _hidden_deltas(topology: Topology) -> Iterator[CodeLine]:
    block, indent, after, layer = Block.HIDDEN_DELTAS, "  ", "output", "hidden"
    if len(topology.layers) > 2:
        yield CodeLine("  for layer in reversed(hidden_layers):", block)
        indent, after, layer = "    ", "layer.next", "layer"
    kinds = set(topology.activations[:-1])
    slope = LOOKS[kinds.pop()].slope_code if len(kinds) == 1 else "layer.slope(n.out)"
    yield CodeLine(f"{indent}for i, n in enumerate({layer}):", block, Slot.NEURON)
    yield CodeLine(f"{indent}  # m.w are still the old weights", block)
    paths = f"{indent}  by_out = sum(m.delta * m.w[i] for m in {after})"
    yield CodeLine(paths, block, Slot.SUM_OF_PATHS)
    yield CodeLine(f"{indent}  n.delta = by_out * {slope}", block, Slot.DELTA)


def _weights(block: Block | None, layer: str, bias: BiasPolicy, indent: str) -> Iterator[CodeLine]:
    yield CodeLine(f"{indent}for n in {layer}:", block, Slot.NEURON)
    yield CodeLine(f"{indent}  for i, x in enumerate(n.x):", block, Slot.SOURCE)
    update = f"{indent}    n.w[i] -= rate * (n.delta * x)"
    yield CodeLine(update, block, Slot.WEIGHT)
    if bias is BiasPolicy.PER_NEURON:
        yield CodeLine(f"{indent}  n.bias -= rate * n.delta", block, Slot.BIAS)
    elif bias is BiasPolicy.SHARED:
        total = f"sum(n.delta for n in {layer})"
        yield CodeLine(f"{indent}{layer}.bias -= rate * {total}", block, Slot.BIAS)
