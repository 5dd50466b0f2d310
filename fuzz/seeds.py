"""Fills fuzz/corpus with inputs to begin with: texts of tests/gold, the sample articles, archives."""

import gzip, json, pathlib, zipfile

HERE = pathlib.Path(__file__).parent
ROOT = HERE.parent
FIXTURES = ROOT / "tests/fixtures"

# Formats that the first byte of an input of `read` may choose, with room for more.
FORMATS = 24


def folder(target):
    made = HERE / "corpus" / target
    made.mkdir(parents=True, exist_ok=True)
    return made


def texts(target):
    for path in sorted((ROOT / "tests/gold").glob("*.json")):
        # Paragraph by paragraph: short texts are mutated faster.
        for number, paragraph in enumerate(json.loads(path.read_text("utf-8"))["text"].split("\n\n")):
            (folder(target) / f"{path.stem}-{number}").write_text(paragraph, "utf-8")


def articles(target):
    """Each article as each format."""
    paths = [*(ROOT / "examples/articles").rglob("*.*"), *(FIXTURES / "inputs").glob("*")]
    for path in sorted(path for path in paths if path.is_file() and path.stat().st_size < 1 << 14):
        for choice in range(FORMATS):
            (folder(target) / f"{path.name}-{choice}").write_bytes(bytes([choice]) + path.read_bytes())


def archives(target):
    """Archives as they are and unpacked, by the numbers of CHOICES in fuzz_targets/unpack.rs."""
    for path in sorted((FIXTURES / "archives").iterdir()):
        whole = path.read_bytes()
        inputs = [(8, whole)]
        if path.suffix == ".gz":
            inside = gzip.decompress(whole)
            inputs += [(0, whole), (7, whole), *((choice, inside) for choice in (1, 3, 4, 5, 6, 8, 9))]
        else:
            inputs += [(2, whole)]
            # The files alone, without the list of them.
            with zipfile.ZipFile(path) as archive:
                inputs += [(2, whole[: archive.start_dir])]
        for number, (choice, content) in enumerate(inputs):
            (folder(target) / f"{path.name}-{number}").write_bytes(bytes([choice]) + content)


texts("analyze")
texts("extract")
articles("read")
archives("unpack")
