"""YAML files of a pack to one tree, with the file and line of every entry.

PyYAML's C parser composes nodes with marks; constructing from them here keeps the marks. Only
JSON's types are
made, so `on`, `no` and `12:30` stay the words an author typed.
"""

import re
from pathlib import Path
from typing import Any, cast

import yaml

from nightreel.worlds.problems import BadPack, Problem

Path_ = tuple[str | int, ...]
Marks = dict[Path_, tuple[str, int]]

MAX_BYTES = 4_000_000
"""A pack's file above this is refused: packs are typed by people, and read into memory whole."""

_INT = re.compile(r"[-+]?\d+\Z")
_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class _Tree:
    """One file's nodes made into plain values, noting where each came from."""

    def __init__(self, file: str, marks: Marks, problems: list[Problem]) -> None:
        self.file, self.marks, self.problems = file, marks, problems

    def build(self, node: yaml.Node, path: Path_, depth: int = 0) -> Any:
        line = node.start_mark.line + 1
        self.marks.setdefault(path, (self.file, line))
        if depth > 12:
            self.problems.append(Problem(self.file, line, "nested too deeply", "flatten this"))
            return None
        if isinstance(node, yaml.MappingNode):
            return self.mapping(node, path, depth)
        if isinstance(node, yaml.SequenceNode):
            return [self.build(n, (*path, i), depth + 1) for i, n in enumerate(node.value)]
        return _scalar(node)

    def mapping(self, node: yaml.MappingNode, path: Path_, depth: int) -> dict[str, Any]:
        made: dict[str, Any] = {}
        for key_node, value_node in node.value:
            key = str(key_node.value)
            line = key_node.start_mark.line + 1
            if key in made:
                self.problems.append(
                    Problem(self.file, line, f"`{key}` is given twice", "keep one of them")
                )
            self.marks.setdefault((*path, key), (self.file, line))
            made[key] = self.build(value_node, (*path, key), depth + 1)
        return made


def _scalar(node: yaml.Node) -> str | int | bool | None:
    text = str(node.value)
    if getattr(node, "style", None) in ("'", '"', "|", ">"):
        return text  # quoted: the C parser gives plain ones the style ""
    if text in ("true", "false"):
        return text == "true"
    if text in ("", "null", "~"):
        return None
    return int(text) if _INT.match(text) else text


def read_tree(folder: Path) -> tuple[dict[str, Any], Marks]:
    """Return the merged tree of all YAML files in the folder, and where each entry stands.

    Raises:
        BadPack: no files, unreadable YAML, or the same field given in two files.
    """
    problems: list[Problem] = []
    marks: Marks = {}
    tree: dict[str, Any] = {}
    files = sorted(folder.glob("*.yaml"))
    if not files:
        raise BadPack([Problem(str(folder), 0, "no .yaml files here", "give a pack's folder")])
    for file in files:
        one = _read_file(file, marks, problems)
        if one is not None:
            _merge(tree, one, (), file.name, marks, problems)
    if problems:
        raise BadPack(problems)
    return tree, marks


def _read_file(file: Path, marks: Marks, problems: list[Problem]) -> dict[str, Any] | None:
    own: Marks = {}
    try:
        if file.stat().st_size > MAX_BYTES:
            problems.append(Problem(file.name, 0, "larger than 4 MB", "split it"))
            return None
        node = yaml.compose(file.read_text(encoding="utf-8"), Loader=_Loader)
        tree = _Tree(file.name, own, problems).build(node, ()) if node else None
    except UnicodeDecodeError:
        problems.append(Problem(file.name, 0, "not UTF-8 text", "save it as UTF-8"))
        return None
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 1 if mark else 0
        what = str(getattr(error, "problem", None) or "not YAML")
        problems.append(Problem(file.name, line, what, "check quotes, colons and indentation"))
        return None
    for path, mark in own.items():
        marks.setdefault(path, mark)
    if tree is not None and not isinstance(tree, dict):
        problems.append(
            Problem(file.name, 1, "a mapping is expected at the top", "begin with `things:`")
        )
        return None
    return cast("dict[str, Any] | None", tree)


def _merge(
    into: dict[str, Any],
    new: dict[str, Any],
    path: Path_,
    file: str,
    marks: Marks,
    problems: list[Problem],
) -> None:
    for key, value in new.items():
        if key not in into:
            into[key] = value
        elif isinstance(into[key], dict) and isinstance(value, dict):
            _merge(into[key], cast("dict[str, Any]", value), (*path, key), file, marks, problems)
        else:
            first, line = marks.get((*path, key), ("?", 0))
            where = ".".join(str(p) for p in (*path, key))
            problems.append(
                Problem(file, 0, f"`{where}` is also given in {first}:{line}", "keep one of them")
            )


def where(marks: Marks, path: Path_) -> tuple[str, int]:
    """Return file and line of an entry, or of the nearest one above it."""
    while path and path not in marks:
        path = path[:-1]
    return marks.get(path, ("?", 0))
