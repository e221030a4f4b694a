"""Uses the Debian package as a person would: on a bare Debian system, from installing to removing.

The system is a tree under build/, made by debootstrap from the mirror that this machine uses. What
is trained there must be, bit for bit, what the source tree trains. Debian's own checker of packages
has to be content, too. Needs root.
"""

import json
import os
import re
import shutil
import subprocess
import time
from collections.abc import Callable, Generator, Sequence
from contextlib import contextmanager
from pathlib import Path

import dev

NEEDS = {
    "Xvfb": "xvfb",
    "debootstrap": "debootstrap",
    "lintian": "lintian",
    "unshare": "mount",
    "xdotool": "xdotool",
}
PERSON = 1000  # user and group
HOME = "home/person"
LESSON = "lesson.backprop.json"
LOG = ".local/state/backprop-lab/log/backprop-lab.log"
STEPS = 123_456
PATIENCE = 60  # seconds, for a first compile on a busy machine
TRAINING = 3  # seconds that the window trains

# What a desktop has that keeps books of types, programs and icons, and that opens files.
DESKTOP = (
    "desktop-file-utils",
    "gtk-update-icon-cache",
    "hicolor-icon-theme",
    "libglib2.0-bin",
    "shared-mime-info",
    "xdg-utils",
)
TYPE = "application/x-backprop-lab+json"

# Where apt and dpkg keep their books; what a package leaves elsewhere it should have removed.
BOOKS = ("var/cache/", "var/lib/apt/", "var/lib/dpkg/", "var/log/")


def complaint() -> str | None:
    """Why the check cannot be done here."""
    if not Path("/etc/debian_version").exists():
        return "The check needs a Debian system."
    if os.geteuid() != 0:
        return "The check installs a package in a tree of its own, for which it must be root."
    return dev.missing_message(dev.missing(NEEDS))


def check(package: Path, python: Path, folder: Path) -> None:
    """Raises SystemExit with what is wrong. `python` runs the source tree; works in `folder`."""
    with timed("Debian's checker, lintian"):
        quiet("lintian", "--allow-root", "--fail-on", "error,warning", str(package))
    root = bare_system(folder)
    with timed("Installing"):
        before = install(root, package)
    home = root / HOME
    shutil.copy(dev.ROOT / "resources/examples/xor.json", home / LESSON)
    require("tutorial" in inside(root, "backprop-gui", "examples"), "it has no examples")
    for start in ("first", "second"):
        with timed(f"Training in the terminal, {start} start"):
            train(lambda *words: inside(root, "backprop-gui", *words), Path("terminal.json"), STEPS)
    compare(home / "terminal.json", python, folder)
    with timed("Training in the window"):
        train_in_window(root)
    log = (home / LOG).read_text(encoding="utf-8")
    require("Traceback" not in log, f"the window met a fault: {log}")
    compare(home / "window.json", python, folder)
    with timed("Asking a desktop"):
        open_as_desktop(root)
    with timed("Removing"):
        remove(root, before)
    kept = sorted(str(x.relative_to(home)) for x in home.rglob("*") if x.is_file())
    dev.say(f"All is well. The person keeps {len(kept)} files:")
    dev.say("\n".join(f"  {name}" for name in kept if "kernels" not in name))


# The bare system


def bare_system(folder: Path) -> Path:
    """A fresh tree with a minimal Debian and one person."""
    base, root = folder / "base", folder / "root"
    if not base.exists():
        with timed("Making a bare Debian"):
            making = folder / "making"
            shutil.rmtree(making, ignore_errors=True)
            codename, mirror = origin()
            quiet("debootstrap", "--variant=minbase", codename, str(making), mirror)
            making.rename(base)
    shutil.rmtree(root, ignore_errors=True)
    quiet("cp", "-a", str(base), str(root))
    shutil.copy("/etc/resolv.conf", root / "etc/resolv.conf")
    inside(root, "useradd", "--create-home", "--uid", str(PERSON), "person", user=0)
    inside(root, "apt-get", "update", user=0)
    return root


def origin() -> tuple[str, str]:
    """This machine's release of Debian, and the mirror that its apt takes it from."""
    release = Path("/etc/os-release").read_text(encoding="utf-8")
    (codename,) = re.findall(r"^VERSION_CODENAME=(\w+)$", release, re.MULTILINE)
    line = ["apt-get", "indextargets", "--format", "$(CODENAME) $(COMPONENT) $(REPO_URI)"]
    for target in quiet(*line).splitlines():
        name, component, mirror = target.split()
        if (name, component) == (codename, "main"):
            return codename, mirror
    raise SystemExit(f"apt knows no mirror of {codename}; run apt-get update")


def install(root: Path, package: Path) -> set[str]:
    """Installs the package and no more than it depends on; gives the files there were before."""
    before = listing(root)
    shutil.copy(package, root / "tmp")
    apt(root, "install", f"/tmp/{package.name}")
    (root / "tmp" / package.name).unlink()
    search = "find /usr/lib/backprop-lab -name '*.so*' -exec ldd {} + 2>/dev/null"
    own = "/usr/lib/backprop-lab/_internal"
    found = inside(root, "sh", "-c", search, LD_LIBRARY_PATH=own)
    lacking = re.findall(r"(\S+) => not found", found)
    require(not lacking, f"the package does not depend on what brings {', '.join(lacking)}")
    return before


def remove(root: Path, before: set[str]) -> None:
    """Removes the package, then what came with it; nothing may stay but the person's files, not
    even a word in what a desktop keeps."""
    apt(root, "purge", "backprop-lab")
    told = sorted(name for name in listing(root) if tells_of_us(root, name))
    require(not told, f"still told of in {', '.join(told)}")
    apt(root, "purge", "--auto-remove", *DESKTOP)
    left = sorted(
        name
        for name in listing(root) - before
        if not name.startswith((HOME, *BOOKS)) or ("backprop" in name and HOME not in name)
    )
    require(not left, f"left behind: {', '.join(left)}")


def tells_of_us(root: Path, name: str) -> bool:
    """Whether a file of the system, such as a desktop's cache, names the program."""
    path = root / name
    if name.startswith((HOME, *BOOKS)) or path.is_symlink() or not path.is_file():
        return False
    return b"backprop-lab" in path.read_bytes()


def listing(root: Path) -> set[str]:
    """Every file and link below `root`."""
    return {
        os.path.relpath(os.path.join(folder, name), root)
        for folder, _, names in os.walk(root)
        for name in names
    }


def apt(root: Path, *words: str) -> None:
    options = ["--yes", "--no-install-recommends"]
    inside(root, "apt-get", *options, *words, user=0, DEBIAN_FRONTEND="noninteractive")


def inside(root: Path, *command: str, user: int = PERSON, **environment: str) -> str:
    """What a command prints that is run in the tree."""
    return quiet(*wrapped(root, command, user, environment))


def wrapped(
    root: Path, command: Sequence[str], user: int, environment: dict[str, str]
) -> list[str]:
    """The command as one that can be run here; what it mounts goes when it ends."""
    mounts = 'mount --bind /proc "$0/proc" && mount --rbind /dev "$0/dev" && exec chroot "$@"'
    home = "/root" if user == 0 else f"/{HOME}"
    path = "PATH=/usr/sbin:/usr/bin:/sbin:/bin"
    variables = [path, f"HOME={home}", "LANG=C.UTF-8"]
    variables += [f"{name}={value}" for name, value in environment.items()]
    place = [f"--userspec={user}:{user}", str(root), "env", "-i", f"--chdir={home}", *variables]
    return ["unshare", "--mount", "sh", "-c", mounts, str(root), *place, *command]


# The desktop


def open_as_desktop(root: Path) -> None:
    """Who clicks on an experiment opens it: it is known by its name, or else by its content."""
    apt(root, "install", *DESKTOP)

    def answers(answer: str, *question: str) -> None:
        words = ["xdg-mime", "query", *question]
        given = inside(root, *words, XDG_CURRENT_DESKTOP="GNOME").strip()
        require(given == answer, f"{' '.join(words)} answers {given}, not {answer}")

    unnamed = root / HOME / "unnamed"
    shutil.copy(root / HOME / LESSON, unnamed)
    answers(TYPE, "filetype", LESSON)
    answers(TYPE, "filetype", unnamed.name)
    answers("backprop-lab.desktop", "default", TYPE)
    unnamed.unlink()


# Training


def train(run: Callable[..., object], export: Path, steps: int, lesson: str = LESSON) -> None:
    run("train", lesson, "--steps", str(steps), "--export", str(export))


def compare(exported: Path, python: Path, folder: Path) -> None:
    """The network exported there must be the one that the source tree trains, bit for bit."""
    steps = steps_of(exported)
    ours = folder / exported.name
    program = [str(python), "-m", "backprop_gui"]
    train(lambda *words: quiet(*program, *words), ours, steps, str(exported.parent / LESSON))
    same = exported.read_bytes() == ours.read_bytes()
    require(same, f"{exported.name} differs from {ours}, trained from source")
    dev.say(f"{exported.name}, after {steps} steps, is bit for bit what the source tree trains")


def train_in_window(root: Path) -> None:
    """Opens the lesson by its file, trains, exports and quits, all by keys."""
    with x_server() as display:
        environment = {"DISPLAY": display}
        words = ["backprop-gui", LESSON]
        began = time.monotonic()
        program = subprocess.Popen(wrapped(root, words, PERSON, environment))
        try:
            press = Keys(display, program)
            press.in_window(LESSON)
            dev.say(f"The window was there after {time.monotonic() - began:.1f} s")
            # At the very first start the engine is still being compiled.
            wait_for(lambda: steps_exported(root, press), "the window has not trained")
            press.keys("ctrl+q")
            status = program.wait(PATIENCE)
            require(status == 0, f"the window's program ended with exit status {status}")
        finally:
            program.kill()
            program.wait()


def steps_exported(root: Path, press: "Keys") -> int:
    """Lets the window train for a while, and export; gives how many steps it had made."""
    export = root / HOME / "window.json"
    export.unlink(missing_ok=True)
    press.in_window(LESSON)
    press.keys("space")
    time.sleep(TRAINING)
    press.keys("space", "ctrl+e")
    press.in_window("Export trained weights")
    press.text(f"/{HOME}/{export.name}")
    press.keys("Return")
    wait_for(export.exists, "nothing was exported")
    press.in_window(LESSON)
    return steps_of(export)


def steps_of(export: Path) -> int:
    steps: int = json.loads(export.read_bytes())["trained"]["steps"]
    return steps


@contextmanager
def x_server() -> Generator[str]:
    """A screen nobody sees; gives its address, which also holds inside the tree."""
    reader, writer = os.pipe()
    options = ["-displayfd", str(writer), "-listen", "tcp", "-ac", "-screen", "0", "1600x1000x24"]
    server = subprocess.Popen(["Xvfb", *options], pass_fds=[writer], stderr=subprocess.DEVNULL)
    os.close(writer)
    try:
        with os.fdopen(reader) as answer:
            yield f"127.0.0.1:{answer.readline().strip()}"
    finally:
        server.terminate()
        server.wait()


class Keys:
    """Presses keys on a screen without a window manager, whose part it plays."""

    def __init__(self, display: str, program: subprocess.Popen[bytes]) -> None:
        self._program = program
        self._environment = {**os.environ, "DISPLAY": display}

    def in_window(self, title: str) -> None:
        """Waits for the window of that title, and gives it the keyboard."""

        def find() -> str:
            require(self._program.poll() is None, "the window's program ended")
            return self._xdotool("search", "--onlyvisible", "--name", re.escape(title))

        window = wait_for(find, f"there is no window {title}").split()[-1]
        time.sleep(1)  # until it is painted and takes keys
        self._xdotool("windowfocus", window)

    def keys(self, *names: str) -> None:
        for name in names:
            self._xdotool("key", name)
            time.sleep(0.5)  # a person is no quicker

    def text(self, text: str) -> None:
        self._xdotool("type", "--delay", "20", text)

    def _xdotool(self, *words: str) -> str:
        command = ["xdotool", *words]
        done = subprocess.run(
            command, env=self._environment, capture_output=True, text=True, check=False
        )
        return done.stdout


# Small helpers


def wait_for(answer: Callable[[], object], complaint: str) -> str:
    """The first answer that is not empty, as text."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        if found := answer():
            return str(found)
        time.sleep(0.1)
    raise SystemExit(f"After {PATIENCE} s {complaint}")


@contextmanager
def timed(what: str) -> Generator[None]:
    began = time.monotonic()
    yield
    dev.say(f"{what}: {time.monotonic() - began:.1f} s")


def quiet(*command: str) -> str:
    """What a command prints; when it fails, that is shown and all ends."""
    done = subprocess.run(command, cwd=dev.ROOT, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"{done.stdout}{done.stderr}{' '.join(command)} failed")
    return done.stdout


def require(is_so: object, complaint: str) -> None:
    if not is_so:
        raise SystemExit(f"The package is not well: {complaint}")
