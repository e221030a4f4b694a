"""How a running kernel and another thread talk, compiled: through cells, without lock or GIL.

1. The other thread sets STOP, or asks for the state by adding 1 to ASKED.
2. The kernel looks at both cells every so many steps. Asked, it copies its state to the board and
   then makes SHOWN equal to ASKED; until it is asked again it does not touch that copy.
3. The other thread sees SHOWN = ASKED and may read the copy at leisure.
"""

from backprop_gui.engine.compiled import aside, load, store, woven

STOP, ASKED, SHOWN, STEP, SAMPLE, TOTAL_STEP = range(6)  # Board.cells
CELLS = 6
# Board.numbers: last sample's squared error, last total error measured; and, the kernel's own
# note, the errors so far in a total error that it had to stop in (see record.UNFINISHED).
ERROR, TOTAL, SO_FAR = range(3)
NUMBERS = 3


@woven
def is_asked(board):
    return load(board.cells, ASKED) != board.cells[SHOWN]


@aside
def show(board, step, sample, error, total_step, total, parameters):
    """Puts a state on the board for the thread that asked."""
    asked = load(board.cells, ASKED)
    board.cells[STEP], board.cells[SAMPLE], board.cells[TOTAL_STEP] = step, sample, total_step
    board.numbers[ERROR], board.numbers[TOTAL] = error, total
    for k in range(parameters.shape[0]):
        board.parameters[k] = parameters[k]
    store(board.cells, SHOWN, asked)
