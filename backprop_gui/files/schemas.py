"""The JSON Schemas of our files, made from their types.

`python -m backprop_gui.files.schemas` writes those that lie in resources/schemas anew.
"""

import msgspec

from backprop_gui.files.atomic import write_atomically
from backprop_gui.files.formats import EXPERIMENT, NETWORK, ExperimentFile, NetworkFile
from backprop_gui.resources import resource_path

FOLDER = "schemas"
KINDS: dict[str, type[msgspec.Struct]] = {EXPERIMENT: ExperimentFile, NETWORK: NetworkFile}


def schema(kind: type[msgspec.Struct]) -> bytes:
    """The schema of a kind of file, as it is stored."""
    made = msgspec.json.schema(kind)
    dialect = {"$schema": "https://json-schema.org/draft/2020-12/schema"}
    return msgspec.json.format(msgspec.json.encode({**dialect, **made}), indent=2) + b"\n"


def main() -> None:
    for name, kind in KINDS.items():
        write_atomically(resource_path(FOLDER) / f"{name}.schema.json", schema(kind))


if __name__ == "__main__":
    main()
