"""Samples as a CSV file: every row once and in order, however many are written at a time."""

from pathlib import Path

import pytest

from backprop_gui.files import sample_export
from tests.experiment.strategies import numbered

EXPECTED = b"""i1,i2,o1
1000.0,1001.0,2000.0
1002.0,1003.0,2001.0
1004.0,1005.0,2002.0
1006.0,1007.0,2003.0
1008.0,1009.0,2004.0
"""


@pytest.mark.parametrize("rows", [1, 2, 3, 5, 4096])
def test_rows_are_written_once_and_in_order(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, rows: int
) -> None:
    monkeypatch.setattr(sample_export, "_CHUNK", rows)
    sample_export.write_samples(tmp_path / "rows.csv", numbered((2, 1), samples=5).samples)
    assert (tmp_path / "rows.csv").read_bytes() == EXPECTED
