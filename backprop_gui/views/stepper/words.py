"""What happens in a stage, in a sentence or two. No Qt."""

from backprop_gui.engine.choices import BiasPolicy
from backprop_gui.engine.stages import Stage, StageKind
from backprop_gui.experiment.names import layer_name, parameter_name
from backprop_gui.training.stage_view import StageView
from backprop_gui.views.parts.formulas.figures import figure

FORWARD = "Forward pass"


def entries(view: StageView) -> list[str]:
    """Short names of the forward pass and of all stages."""
    return [FORWARD, *(_short_name(view, stage) for stage in view.stages)]


def _short_name(view: StageView, stage: Stage) -> str:
    layer = layer_name(view.topology, stage.layer + 1).capitalize()
    return f"{layer} {'weights' if stage.kind is StageKind.WEIGHTS else 'deltas'}"


def sentence(view: StageView) -> str:
    """What the present stage does, and what of it is worth noting."""
    stage = view.stage
    if stage is None:
        return "The outputs are computed, layer by layer. Step in to see how the step learns."
    match stage.kind:
        case StageKind.OUTPUT_DELTAS:
            return "A delta is ∂E/∂net: here output − target, times the slope of the activation."
        case StageKind.HIDDEN_DELTAS:
            still = _old_weight(view, stage)
            return f"Deltas flow back along the weights from before the step: {still}."
        case StageKind.WEIGHTS:
            over = " That ends the step." if view.is_over else ""
            return f"Each weight moves by − rate · delta · input.{_biases(view)}{over}"


def _old_weight(view: StageView, stage: Stage) -> str:
    at = view.topology.weight_at(stage.layer + 1, 0, 0)
    name = parameter_name(view.topology, at, view.trace.one_bias)
    return f"{name} is still {figure(float(view.trace.parameters[at]))}"


def _biases(view: StageView) -> str:
    policy = view.trace.bias_policy
    if policy is BiasPolicy.FIXED:
        return " Biases stay fixed."
    if policy is BiasPolicy.SHARED:
        return " The bias moves by − rate · sum of deltas."
    return " A bias moves by − rate · delta."
