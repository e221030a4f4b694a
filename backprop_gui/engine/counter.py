"""Random numbers from (seed, counter) alone, so that any of them can be had again at any time.

Plain arithmetic on unsigned 64-bit integers that works on NumPy arrays and, compiled, on scalars.
The mixing function is SplitMix64's (Steele, Lea and Flood, 2014, doi:10.1145/2660193.2660195).
"""

from typing import Any

import numpy as np

from backprop_gui.engine.topology import Floats

GOLDEN = np.uint64(0x9E3779B97F4A7C15)
_FIRST = np.uint64(0xBF58476D1CE4E5B9)
_SECOND = np.uint64(0x94D049BB133111EB)
_BLOCK = 1 << 15  # numbers at a time: what is between stays in the processor's cache
_30, _27, _31, _11 = np.uint64(30), np.uint64(27), np.uint64(31), np.uint64(11)


def mix(value: Any) -> Any:
    """Scrambles 64 bits into 64 bits, one to one."""
    value = (value ^ (value >> _30)) * _FIRST
    value = (value ^ (value >> _27)) * _SECOND
    return value ^ (value >> _31)


def draw(seed: Any, counter: Any) -> Any:
    """The 64 random bits that belong to (seed, counter), both unsigned 64-bit."""
    return mix(mix(seed + GOLDEN) + counter * GOLDEN)


def uniform(seed: int, count: int, low: float = 0.0, high: float = 1.0, start: int = 0) -> Floats:
    """`count` numbers uniform on [low, high): those of counters start, start + 1, …"""
    numbers, key = np.empty(count), mix(np.full(1, seed, dtype=np.uint64) + GOLDEN)
    for first in range(0, count, _BLOCK):
        block = numbers[first : first + _BLOCK]
        counters = np.arange(start + first, start + first + len(block), dtype=np.uint64)
        fractions = (mix(key + counters * GOLDEN) >> _11).astype(np.float64) * 2.0**-53
        block[:] = low + fractions * (high - low)
    return numbers
