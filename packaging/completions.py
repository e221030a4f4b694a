"""Writes the completions of bash, zsh and fish from what the command line takes."""

import shlex
from collections.abc import Iterable

from commands import EXAMPLES, PROGRAM, Command, Option

_MADE = f"# Completion of {PROGRAM}, made from its own parser by packaging/completions.py."


def bash(commands: Iterable[Command]) -> str:
    """The completion for bash. It leaves quoting to readline, as for names of files."""
    window, *others = commands
    names = "|".join(command.name for command in others)
    values = "\n".join(
        f"        {shlex.quote(f'{command.name} {flag}')}) {_bash_value(option)} ;;"
        for command in (window, *others)
        for option in command.options
        for flag in option.flags
        if option.value
    )
    words = "\n".join(f"        {command.name!r}) {_bash_words(command)} ;;" for command in others)
    first = _bash_words(window, [command.name for command in others])
    return f"""{_MADE}
_backprop_gui() {{
    local word=${{COMP_WORDS[COMP_CWORD]}} before=${{COMP_WORDS[COMP_CWORD-1]}}
    local command= each words=() files= IFS=$'\\n'
    [[ $COMP_CWORD -gt 1 && ${{COMP_WORDS[1]}} =~ ^({names})$ ]] && command=${{COMP_WORDS[1]}}
    case "$command $before" in
{values}
        *) case $command in
        '') {first} ;;
{words}
        esac ;;
    esac
    [[ $word == -* ]] && files=
    COMPREPLY=()
    for each in "${{words[@]}}"; do
        [[ $each == "$word"* ]] && COMPREPLY+=("$each")
    done
    case $files in
        all) COMPREPLY+=($(compgen -f -- "$word")) ;;
        json) COMPREPLY+=($(compgen -f -X '!*.json' -- "$word") $(compgen -d -- "$word")) ;;
    esac
}}
complete -o filenames -F _backprop_gui {PROGRAM}
"""


def _bash_value(option: Option) -> str:
    if option.choices:
        return f"words=({shlex.join(option.choices)})"
    return "files=all" if option.is_path else ":"


def _bash_words(command: Command, more: Iterable[str] = ()) -> str:
    flags = [flag for option in command.options for flag in option.flags]
    names = [name for name, _ in EXAMPLES] if command.is_on_source else []
    files = " files=json" if command.is_on_source else ""
    return f"words=({' '.join([*more, *names, *flags])}){files}"


def zsh(commands: Iterable[Command]) -> str:
    """The completion for zsh."""
    window, *others = commands
    described = _zsh_list((command.name, command.description) for command in others)
    cases = "\n".join(
        f"        {command.name}) _arguments {_zsh_arguments(command, '_backprop_gui_source')} ;;"
        for command in others
    )
    return f"""#compdef {PROGRAM}
{_MADE}
_backprop_gui_source() {{
    _alternative {shlex.quote(f"examples:example:{_zsh_list(EXAMPLES)}")} \\
        'files:file:_files -g "*.json"'
}}
_backprop_gui_first() {{
    _alternative {shlex.quote(f"commands:command:{described}")} \\
        'sources:source:_backprop_gui_source'
}}
_backprop_gui() {{
    local kind=
    (( CURRENT > 2 )) && kind=$words[2]
    case $kind in
        {"|".join(command.name for command in others)}) shift words; (( CURRENT-- )) ;;
        *) kind= ;;
    esac
    case $kind in
{cases}
        *) _arguments {_zsh_arguments(window, "_backprop_gui_first")} ;;
    esac
}}
_backprop_gui "$@"
"""


def _zsh_list(pairs: Iterable[tuple[str, str]]) -> str:
    items = (f'{name}\\:"{text.replace(chr(34), "")}"' for name, text in pairs)
    return f"(({' '.join(items)}))"


def _zsh_arguments(command: Command, source: str) -> str:
    specs = [_zsh_option(option, flag) for option in command.options for flag in option.flags]
    if command.is_on_source:
        specs.append(f"1:source:{source}")
    return "".join(f" \\\n            {shlex.quote(spec)}" for spec in specs)


def _zsh_option(option: Option, flag: str) -> str:
    text = option.help.replace("\\", "\\\\").replace("[", "\\[").replace("]", "\\]")
    if not option.value:
        return f"(- *){flag}[{text}]"
    if option.choices:
        action = f"({' '.join(each.replace(' ', chr(92) + ' ') for each in option.choices)})"
    else:
        action = "_files" if option.is_path else " "
    return f"{flag}=[{text}]:{option.value}:{action}"


def fish(commands: Iterable[Command]) -> str:
    """The completion for fish."""
    window, *others = commands
    lines = [_MADE, _fish("-f")]
    for command in others:
        begin = ["-n", "__fish_use_subcommand", "-a", command.name, "-d", command.description]
        lines.append(_fish(*begin))
    for command in (window, *others):
        seen = f"__fish_seen_subcommand_from {command.name}"
        condition = ["-n", seen if command.name else "__fish_use_subcommand"]
        if command.is_on_source:
            for name, text in EXAMPLES:
                lines.append(_fish(*condition, "-a", name, "-d", text))
            lines.append(_fish(*condition, "-k", "-a", "(__fish_complete_suffix .json)"))
        lines += [_fish(*condition, *_fish_option(option)) for option in command.options]
    return "\n".join(lines) + "\n"


def _fish_option(option: Option) -> list[str]:
    names = [
        part
        for flag in option.flags
        for part in (("-l", flag[2:]) if flag.startswith("--") else ("-s", flag[1:]))
    ]
    if option.is_path:
        value = ["-r", "-F"]
    elif option.choices:
        value = ["-x", "-a", shlex.join(option.choices)]
    else:
        value = ["-x"] if option.value else []
    return [*names, *value, "-d", option.help]


def _fish(*words: str) -> str:
    quoted = ("'" + each.replace("\\", "\\\\").replace("'", "\\'") + "'" for each in words)
    plain = (
        each if each.startswith("-") else text for each, text in zip(words, quoted, strict=True)
    )
    return f"complete -c {PROGRAM} {' '.join(plain)}"
