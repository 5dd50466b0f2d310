"""Fills fuzz/corpus with texts to begin with: those of tests/gold, and the sample articles."""

import json, pathlib

HERE = pathlib.Path(__file__).parent
ROOT = HERE.parent

for target in ("analyze", "extract", "read"):
    folder = HERE / "corpus" / target
    folder.mkdir(parents=True, exist_ok=True)
    if target == "read":
        for path in sorted((ROOT / "examples/articles").rglob("*.*")):
            (folder / path.name).write_bytes(path.read_bytes())
        continue
    for path in sorted((ROOT / "tests/gold").glob("*.json")):
        # Paragraph by paragraph: short texts are mutated faster.
        for number, paragraph in enumerate(json.loads(path.read_text("utf-8"))["text"].split("\n\n")):
            (folder / f"{path.stem}-{number}").write_text(paragraph, "utf-8")
