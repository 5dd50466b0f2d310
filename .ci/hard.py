"""A copy of a database, in which the most active actors have names that are hard to write down.

For the checks that are called with PROGRAM DATABASE FOLDER.
"""

import json
import pathlib
import shutil
import sqlite3
import subprocess
import sys

program, database, folder = sys.argv[1], pathlib.Path(sys.argv[2]), pathlib.Path(sys.argv[3])
copy = folder / "hard.db"


def command(*arguments: str) -> list[str]:
    """How the program is called for the copy."""
    return [program, "--db", str(copy), "--quiet", *map(str, arguments)]


def run(*arguments: str) -> str:
    """What the program prints of the copy."""
    return subprocess.run(command(*arguments), check=True, capture_output=True, text=True).stdout


def harden(hard: list[str]) -> dict[int, str]:
    """Makes the copy, in an empty FOLDER, with these names; returns the names of all actors, those renamed first."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    with sqlite3.connect(database) as source, sqlite3.connect(copy) as target:
        source.backup(target)
    ranked = json.loads(run("rank", "--format", "json", "--limit", len(hard)))
    for row, name in zip(ranked, hard, strict=True):
        run("correct", "rename", "--author", "ci", "--reason", "a hard name", "--", row["id"], name)
    all_names = {row["id"]: row["name"] for row in json.loads(run("actors", "--format", "json"))}
    missing = set(hard) - set(all_names.values())
    assert not missing, f"not renamed: {missing}"
    renamed = {row["id"]: all_names.pop(row["id"]) for row in ranked}
    return {**renamed, **all_names}
