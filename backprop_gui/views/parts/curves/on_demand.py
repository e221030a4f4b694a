"""Sequences whose items are made when they are asked for: there may be very many."""

from collections.abc import Sequence
from typing import TypeVar, overload

_Item = TypeVar("_Item")


class OnDemand(Sequence[_Item]):
    """A class made of this has its length, and makes the item at a place."""

    def make(self, at: int) -> _Item:
        raise NotImplementedError

    @overload
    def __getitem__(self, at: int) -> _Item: ...
    @overload
    def __getitem__(self, at: slice) -> list[_Item]: ...
    def __getitem__(self, at: int | slice) -> _Item | list[_Item]:
        if isinstance(at, slice):
            return [self.make(each) for each in range(*at.indices(len(self)))]
        return self.make(at)
