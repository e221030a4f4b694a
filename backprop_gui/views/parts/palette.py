"""The colours of the two themes, the spacing unit and the type scale. No Qt: colours are text."""

from dataclasses import dataclass

SPACING = 8
"""The one spacing unit, in device-independent pixels; gaps are halves or multiples of it."""

SMALL_PT = 9
BODY_PT = 10
LARGE_PT = 14


@dataclass(frozen=True)
class Palette:
    """The colours of one theme, each as "#rrggbb".

    Text on its ground has a contrast of at least 4.5:1, categorical lines 3:1 (WCAG 2.2,
    success criteria 1.4.3 and 1.4.11). Disabled text is exempt there and fainter on purpose.
    """

    is_dark: bool

    # Grounds, from the back to the front.
    window: str
    surface: str  # lists, tables and input fields
    canvas: str  # behind the network and the plots
    raised: str  # what the pointer is over
    border: str
    outline: str  # edges of controls, where the edge itself says "here is a control"
    grid: str

    text: str
    muted_text: str
    disabled_text: str

    accent: str  # the one colour of controls: focus, checked, chosen
    accent_text: str
    selection: str  # the ground of a chosen row or menu entry, under ordinary text

    positive: str
    negative: str
    error: str
    warning: str
    success: str

    # A neuron's fill runs from low to high with its output; neuron_text reads on all between.
    neuron_low: str
    neuron_high: str
    neuron_border: str
    neuron_text: str

    categorical: tuple[str, ...]


# The eight categorical colours follow Okabe and Ito, "Color universal design" (2008), in this
# order: blue, vermilion, bluish green, reddish purple, orange, sky blue, yellow, black.
# Their hues are kept. Where one has less than 3:1 to a ground of its theme its lightness is
# changed: on light grounds green, purple, orange, sky blue and yellow are darkened (yellow has
# 1.3:1 on white, so it becomes olive); on dark grounds blue and vermilion are lightened, and
# black becomes white.

LIGHT = Palette(
    is_dark=False,
    window="#f3f4f7",
    surface="#ffffff",
    canvas="#fafbfc",
    raised="#e6e9ee",
    border="#d3d8e0",
    outline="#808a98",
    grid="#e3e6eb",
    text="#1b2330",
    muted_text="#525d6e",
    disabled_text="#a3abb7",
    accent="#5145c5",
    accent_text="#ffffff",
    selection="#dddbf8",
    positive="#0067ab",
    negative="#b54c00",
    error="#b3261e",
    warning="#7d5c00",
    success="#18753f",
    neuron_low="#ffffff",
    neuron_high="#b3acf2",
    neuron_border="#525d6e",
    neuron_text="#1b2330",
    categorical=(
        "#0072b2",
        "#d55e00",
        "#008f68",
        "#bf6fa0",
        "#b87a00",
        "#2a8cc7",
        "#8f8600",
        "#1b2330",
    ),
)

DARK = Palette(
    is_dark=True,
    window="#1c2027",
    surface="#15181d",
    canvas="#181c22",
    raised="#2b313b",
    border="#363d48",
    outline="#69727f",
    grid="#2a2f38",
    text="#e6e9ee",
    muted_text="#a5afbc",
    disabled_text="#646d7a",
    accent="#a8a2f9",
    accent_text="#15181d",
    selection="#3c3969",
    positive="#62b4f2",
    negative="#f59e4c",
    error="#ff9187",
    warning="#e8c24a",
    success="#63ca90",
    neuron_low="#1f242c",
    neuron_high="#5a52b4",
    neuron_border="#a5afbc",
    neuron_text="#f4f5f8",
    categorical=(
        "#3f8fd0",
        "#e8703a",
        "#1fb88c",
        "#cc79a7",
        "#e69f00",
        "#7cc8f2",
        "#f0e442",
        "#f2f2f2",
    ),
)
