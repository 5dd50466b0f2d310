#!/usr/bin/env python3
"""Compares the figures of `chancery evaluate` with those of the reference scorer, to three digits.

    compare_evaluate.py PROGRAM SCORE_PY GOLD
"""
import json, subprocess, sys, tempfile
from pathlib import Path

program, scorer, gold = sys.argv[1:]


def output(*command):
    return subprocess.run([str(word) for word in command], check=True, capture_output=True, text=True).stdout


ours = json.loads(output(program, "evaluate", "--format", "json", gold))
with tempfile.TemporaryDirectory() as folder:
    articles, found = Path(folder) / "articles.jsonl", Path(folder) / "found.jsonl"
    articles.write_text(output(sys.executable, scorer, "--articles", gold))
    found.write_text(output(program, "extract", articles))
    theirs = json.loads(output(sys.executable, scorer, gold, found, "--json"))
differences = []
for name, value in theirs.items():
    pairs = value.items() if isinstance(value, dict) else [("", value)] if isinstance(value, float) else []
    for part, figure in pairs:
        own = ours[name][part] if part else ours[name]
        if f"{own:.3f}" != f"{figure:.3f}":
            differences.append(f"{name} {part}: {own:.3f} here, {figure:.3f} by the reference")
if differences:
    sys.exit("\n".join(differences))
print(f"{gold}: the same figures; headline {ours['headline']:.3f}")
