"""The one way to Numba: how our kernels are compiled, and the few machine instructions they need.

Kernels run without the GIL. Where compiled code can be stored is decided outside, by the
environment variable NUMBA_CACHE_DIR (see settings.py); where nothing can be stored, kernels
compile at every start.
"""

import struct
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import numba
import numpy as np
from llvmlite import ir
from numba.core import cgutils, types
from numba.extending import intrinsic, overload

from backprop_gui.engine.kernel_store import KernelStore
from backprop_gui.engine.state import Narrow

# As Any, since Numba's own types leave out that its first parameter is not passed, and have none
# for the other.
_instruction: Any = intrinsic
_pointer: Any = cgutils.get_item_pointer

_REORDER = {"reassoc", "contract", "nsz", "arcp"}


_ANSWERS_ONLY_KERNELS = {"no_cpython_wrapper": True, "no_cfunc_wrapper": True}


def _compile(function: Callable[..., Any], **options: Any) -> Any:
    # Without reference counting: kernels never allocate, and each count would cost an atomic
    # operation per array and call. Numba's own types do not know that option.
    options |= {"nogil": True, "error_model": "numpy", "_nrt": False}
    return numba.njit(**options)(function)


def _compile_inner(function: Callable[..., Any], **options: Any) -> Any:
    # Inlined always: a call of a layer's loop costs as much as a narrow layer.
    return _compile(function, forceinline=True, **_ANSWERS_ONLY_KERNELS, **options)


def inner(function: Callable[..., Any]) -> Any:
    """Compiles a part of a kernel in exactly the written order of operations.

    Only kernels may call it, never Python, for which it has no wrapper: that would crash.
    """
    return _compile_inner(function)


def inner_wide(function: Callable[..., Any]) -> Any:
    """Compiles a part of a kernel for wide layers: sums may be reordered, for speed."""
    return _compile_inner(function, fastmath=_REORDER)


def inner_contracted(function: Callable[..., Any]) -> Any:
    """Compiles in the written order, with fused multiply-add allowed."""
    return _compile_inner(function, fastmath={"contract"})


def woven(function: Callable[..., Any]) -> Any:
    """A part of a kernel that is called in one place: compiled only as a piece of its caller.

    The same at run time as `inner`, but the whole kernel compiles sooner.
    """
    return _compile(function, inline="always", **_ANSWERS_ONLY_KERNELS)


def aside(function: Callable[..., Any]) -> Any:
    """A part of a kernel that is called seldom: a function of its own, so as to compile once."""
    return _compile(function, **_ANSWERS_ONLY_KERNELS)


def by_width(narrow: Any, wide: Any) -> Any:
    """A function for kernels that is `narrow` or `wide` by the type of its first argument.

    The choice is made while compiling, so it costs nothing at run time (see state.Narrow).
    """

    def chosen(width: Any, *arguments: Any) -> Any:
        function = narrow if isinstance(width, Narrow) else wide
        # With NUMBA_DISABLE_JIT it is the source already.
        return getattr(function, "py_func", function)(*arguments)

    @overload(chosen, strict=False)
    def _choose(width: Any, *_arguments: Any) -> Any:
        if width.instance_class is Narrow:
            return lambda width, *arguments: narrow(*arguments)
        return lambda width, *arguments: wide(*arguments)

    return chosen


def entry(function: Callable[..., Any]) -> Any:
    """Compiles what Python calls, and stores the machine code where that is possible.

    Only entries are stored: Numba's store does not tell apart one function under two sets of flags.
    """
    kernel = _compile(function)
    with suppress(RuntimeError):  # "cannot cache function": no folder can be written
        kernel._cache = KernelStore(function)
    return kernel


def float_from_bits(bits: np.uint64) -> float:
    """The float64 that these 64 bits mean."""
    value: float = struct.unpack("<d", struct.pack("<Q", bits))[0]
    return value


def bits_from_float(value: float) -> np.uint64:
    """The 64 bits of a float64."""
    return np.uint64(struct.unpack("<Q", struct.pack("<d", value))[0])


def load(cells: Any, at: int) -> int:
    """Reads a cell that another thread may write; nothing moves across it."""
    return int(cells[at])


def store(cells: Any, at: int, value: int) -> None:
    """Writes a cell that another thread may read; nothing moves across it."""
    cells[at] = value


@_instruction
def _float_from_bits(_context: Any, _bits: Any) -> Any:
    def generate(_: Any, builder: Any, _signature: Any, arguments: Any) -> Any:
        return builder.bitcast(arguments[0], ir.DoubleType())

    return types.float64(types.uint64), generate


@_instruction
def _bits_from_float(_context: Any, _value: Any) -> Any:
    def generate(_: Any, builder: Any, _signature: Any, arguments: Any) -> Any:
        return builder.bitcast(arguments[0], ir.IntType(64))

    return types.uint64(types.float64), generate


def _cell(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
    """The address of arguments[0][arguments[1]]."""
    kind = signature.args[0]
    array = context.make_array(kind)(context, builder, arguments[0])
    return _pointer(context, builder, kind, array, [arguments[1]])


@_instruction
def _load(_context: Any, cells: Any, _at: Any) -> Any:
    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        address = _cell(context, builder, signature, arguments)
        builder.fence("seq_cst")
        value = builder.load_atomic(address, "seq_cst", 8)
        builder.fence("seq_cst")
        return value

    return types.int64(cells, types.intp), generate


@_instruction
def _store(_context: Any, cells: Any, _at: Any, _value: Any) -> Any:
    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        address = _cell(context, builder, signature, arguments)
        builder.fence("seq_cst")
        builder.store_atomic(arguments[2], address, "seq_cst", 8)
        builder.fence("seq_cst")
        return context.get_dummy_value()

    return types.void(cells, types.intp, types.int64), generate


@overload(float_from_bits, inline="always", strict=False)
def _compile_float_from_bits(bits: Any) -> Any:
    return lambda bits: _float_from_bits(bits)


@overload(bits_from_float, inline="always", strict=False)
def _compile_bits_from_float(value: Any) -> Any:
    return lambda value: _bits_from_float(value)


@overload(load, inline="always", strict=False)
def _compile_load(cells: Any, at: Any) -> Any:
    return lambda cells, at: _load(cells, at)


@overload(store, inline="always", strict=False)
def _compile_store(cells: Any, at: Any, value: Any) -> Any:
    return lambda cells, at, value: _store(cells, at, value)
