"""Every number of one training step, as a value. `tracer` makes it, and loads Numba for that."""

from dataclasses import dataclass

import numpy as np

from backprop_gui.engine.choices import BiasPolicy
from backprop_gui.engine.stages import Stage
from backprop_gui.engine.topology import Floats


@dataclass(frozen=True, eq=False)
class StepTrace:
    """One step of online learning on one sample. All arrays are read-only.

    In the layout of the vector of all outputs, with NaN for what input neurons do not have:
    `nets` (net inputs), `outputs` (the inputs themselves first), `slopes` ∂out/∂net,
    `error_by_output` ∂E/∂out and `deltas` ∂E/∂net. For output neurons ∂E/∂out = -(target - out);
    for hidden ones it is Σ_j δ_j · w_ij with the weights from before the update.

    In the layout of the parameter vector: `parameters` from before the step, `gradients`
    ∂E/∂parameter, `updates` (what is subtracted) and `new_parameters`. Where the bias policy is
    fixed, biases have a gradient, but their update is 0.

    `errors` are ½ (target - out)², one an output neuron; `error` is their sum.

    `one_bias`: a layer's biases are one number, whose gradient, the sum of the layer's deltas,
    stands at each of them. So it is where they are shared, and where they are fixed and equal
    within every layer; else the gradient of a bias is its neuron's delta.
    """

    learning_rate: float
    bias_policy: BiasPolicy
    one_bias: bool
    targets: Floats
    nets: Floats
    outputs: Floats
    slopes: Floats
    errors: Floats
    error: float
    error_by_output: Floats
    deltas: Floats
    parameters: Floats
    gradients: Floats
    updates: Floats
    new_parameters: Floats

    def parameters_after(self, stage: Stage) -> Floats:
        """The parameter vector as it is when `stage` is done."""
        at = stage.trained_from
        after = np.concatenate((self.parameters[:at], self.new_parameters[at:]))
        after.flags.writeable = False
        return after
