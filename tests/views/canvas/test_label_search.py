"""A search for places of labels along their edges."""

import numpy as np
import pytest

from backprop_gui.engine.topology import Floats
from backprop_gui.views.canvas.label_search import LabelSearch

WIDTH, HEIGHT, GAP = 10.0, 4.0, 1.0
XS = np.array([0.0, 5.0, 10.0, 15.0])


def level(*heights: float) -> Floats:
    """Edges that run level at these heights."""
    return np.array(heights)[:, None] + np.zeros(len(XS))


def search(ys: Floats, free: list[str] | None = None) -> list[float] | None:
    """Where each label is put; in `free` a point is a place that something else has."""
    places = np.ones(ys.shape, np.bool_)
    if free is not None:
        places = np.array([[mark != "." for mark in row] for row in free])
    found = LabelSearch(XS, ys, places, np.full(len(ys), WIDTH), HEIGHT, GAP).find()
    return None if found is None else XS[found].tolist()


def test_labels_on_one_line_stand_side_by_side() -> None:
    assert sorted(search(level(0, 0)) or []) == [0, 15]


def test_there_is_no_place_for_more_than_the_line_is_long() -> None:
    assert search(level(0, 0, 0)) is None


def test_labels_that_are_apart_are_all_as_near_the_middle_as_can_be() -> None:
    assert set(search(level(0, 10, 20)) or []) <= {5, 10}


def test_a_label_without_any_place_ends_the_search() -> None:
    assert search(level(0, 50), ["####", "...."]) is None


def test_the_one_with_a_single_place_has_it() -> None:
    assert search(level(0, 0), ["####", "...#"]) == [0, 15]


@pytest.mark.parametrize("seed", range(5))
def test_what_is_found_is_free_and_overlaps_nothing(seed: int) -> None:
    random = np.random.default_rng(seed)
    ys, free = level(*random.uniform(0, 30, 6)), random.random((6, len(XS))) < 0.8
    found = LabelSearch(XS, ys, free, np.full(6, WIDTH), HEIGHT, GAP).find()
    assert found is None or np.all(free[np.arange(6), found])
    if found is not None:
        for one in range(6):
            for other in range(one):
                apart = abs(XS[found[one]] - XS[found[other]]) >= WIDTH + GAP
                assert apart or abs(ys[one, 0] - ys[other, 0]) >= HEIGHT
