"""Runs a command line from Python: `subprocess`, or `os` where that does the same."""

from __future__ import annotations

from dataclasses import replace

from nb2pkg.notebook.arguments import Arguments, arguments_of, elements_of, in_shell
from nb2pkg.notebook.interpolate import fields_of
from nb2pkg.notebook.known import Known
from nb2pkg.notebook.lines import word_set
from nb2pkg.notebook.meaning import Meaning
from nb2pkg.notebook.words import split_commands

# What `sh` may not understand; IPython asks the user's own shell, nearly always bash.
_BASH_WORDS = word_set("source pushd popd shopt [[")
_BASH_MARKS = ("<(", "&>", "<<<", "|&")


def run(line: str, known: Known | None = None) -> Meaning:
    """Return the meaning of a command line that is run and its output shown."""
    known = known or Known()
    found = _made_folders(line, known) or _run_in_folder(line, known) or _run_with_variables(line, known)
    if found:
        return found
    arguments = arguments_of(line, known)
    keywords = [*arguments.streams, *_shell_keywords(arguments, line), "check=False"]
    return _subprocess(f"run({arguments.code}, {', '.join(keywords)})", arguments)


def captured(line: str, known: Known | None = None) -> Meaning:
    """Return the meaning of a command line whose lines of output are a value."""
    arguments = in_shell(line, known or Known())
    if not _needs_bash(line):
        return _subprocess(f"getoutput({arguments.code}).splitlines()", arguments)
    streams = "stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False"
    code = f"run({arguments.code}, {', '.join(_shell_keywords(arguments, line))}, {streams}).stdout.splitlines()"
    return _subprocess(code, arguments)


def _run_with_variables(line: str, known: Known) -> Meaning | None:
    """``A=1 command`` is the command with `env`."""
    variables: list[str] = []
    imports = {"os"}
    rest = line.strip()
    while (word := rest.partition(" ")[0]).partition("=")[0].isidentifier() and "=" in word:
        name, _, value = word.partition("=")
        said = arguments_of(f"echo {value}", known)
        elements = [] if said.shell or said.streams else elements_of(said.code)
        if len(elements) != 2 or elements[1].startswith("*"):
            return None
        variables.append(f'"{name}": {elements[1]}')
        imports.update(said.imports)
        rest = rest[len(word) :].lstrip()
    arguments = arguments_of(rest, known) if variables and rest else None
    if arguments is None or arguments.shell or fields_of(line, known.names) is None:
        return None
    keywords = [f"env={{**os.environ, {', '.join(variables)}}}", *arguments.streams, "check=False"]
    both = replace(arguments, imports=(*imports, *arguments.imports))
    return _subprocess(f"run({arguments.code}, {', '.join(keywords)})", both)


def _subprocess(call: str, arguments: Arguments) -> Meaning:
    return Meaning("shell", f"subprocess.{call}", imports=tuple(sorted({"subprocess", *arguments.imports})))


def _shell_keywords(arguments: Arguments, line: str) -> list[str]:
    bash = ['executable="/bin/bash"'] if arguments.shell and _needs_bash(line) else []
    return ["shell=True", *bash] if arguments.shell else []


def _made_folders(line: str, known: Known) -> Meaning | None:
    """``mkdir -p a b`` is `os.makedirs`, twice; so is ``mkdir a b``, which says so where they are there."""
    arguments = arguments_of(line, known)
    if arguments.shell or arguments.streams:
        return None
    program, *rest = elements_of(arguments.code)
    options = [element for element in rest if element.startswith('"-')]
    folders = [element for element in rest if element not in options]
    if program != '"mkdir"' or not folders or any(element.startswith("*") for element in folders):
        return None
    if not {*options} <= {'"-p"', '"-pv"', '"-vp"', '"-v"', '"--parents"'}:
        return None
    code = "; ".join(f"os.makedirs({folder}, exist_ok=True)" for folder in folders)
    return Meaning("shell", code, imports=("os",))


def _run_in_folder(line: str, known: Known) -> Meaning | None:
    """``cd folder && command`` is the command with `cwd`."""
    commands = split_commands(line)
    if not commands or [command.joint for command in commands] != ["", "&&"] or commands[0].words[:1] != ("cd",):
        return None
    if fields_of(line, known.names) is None:
        return None
    where = arguments_of(commands[0].text.replace("cd", "ls", 1), known)
    arguments = arguments_of(commands[1].text, known)
    elements = [] if where.shell or where.streams else elements_of(where.code)
    if arguments.shell or len(elements) != 2 or elements[1].startswith(("*", '"-')):
        return None
    keywords = [f"cwd={elements[1]}", *arguments.streams, "check=False"]
    both = replace(arguments, imports=(*where.imports, *arguments.imports))
    return _subprocess(f"run({arguments.code}, {', '.join(keywords)})", both)


def _needs_bash(line: str) -> bool:
    words = {word for command in split_commands(line) or () for word in command.words[:1]}
    return bool(words & _BASH_WORDS) or any(mark in line for mark in _BASH_MARKS)
