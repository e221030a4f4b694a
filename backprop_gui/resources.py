"""Finds and reads the files of `resources/`: icons, examples, schemas, help pages, translations.

No other module knows where they lie. What the files mean is their readers' business.
"""

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent
# A wheel and a frozen bundle carry the folder inside the package, the source tree beside it.
_FOLDERS = (_PACKAGE / "_resources", _PACKAGE.parent / "resources")


def resource_path(*parts: str) -> Path:
    """Where the resource `parts` lies, a file or a folder, e.g. `("icons", "run.svg")`.

    Raises FileNotFoundError when there is no such resource.
    """
    for folder in _FOLDERS:
        path = folder.joinpath(*parts)
        if path.exists():
            return path
    raise FileNotFoundError(f"there is no resource {'/'.join(parts)}")


def read_bytes(*parts: str) -> bytes:
    """The content of the resource `parts`. Raises FileNotFoundError when there is none."""
    return resource_path(*parts).read_bytes()


def list_names(folder: str, suffix: str) -> tuple[str, ...]:
    """The names, without `suffix`, of the files in `folder` that end in it, in order.

    `list_names("icons", ".svg")` holds "run", not "run.svg".
    Raises FileNotFoundError when there is no such folder.
    """
    files = resource_path(folder).iterdir()
    return tuple(sorted(f.name.removesuffix(suffix) for f in files if f.name.endswith(suffix)))
