#!/usr/bin/env python3
"""Opens reports and calendars with software that others wrote.

    python3 .ci/check_report.py PROGRAM DATABASE FOLDER

The most active actors and an article's title, sentences and address are first made as hard as they
come (in a copy of the database in FOLDER). Then reports on each of them, on a time and on all are
written, as HTML and Markdown, and calendars; html5lib, markdown-it and icalendar read them back.

Needs from PyPI html5lib, markdown-it-py, icalendar, pillow.
"""

import json
import pathlib
import sqlite3
import subprocess
from datetime import date, timedelta

import html5lib
import icalendar
from markdown_it import MarkdownIt
from PIL import Image
from hard import command, copy, folder, harden, run

NAMES = [
    "محمد بن سلمان",
    "习近平 «主席» | [x](javascript:alert(1))",
    "Владимир «Вова» Путин <script>alert(1)</script>",
    "O'Neill & \"Sons\" <b>; \\ `x` {y} %z ***",
    "# 😀 Émile\nSecond line\tTab",
    "x" * 499 + "é",
]
SENTENCE = 'He & she | "met" <img src=x onerror=alert(1)> [a](b) `c` *d* _e_ \\ 王毅; end, here.'
XHTML = "{http://www.w3.org/1999/xhtml}"

def spoil() -> None:
    """Gives meetings, articles and addresses hard words."""
    with sqlite3.connect(copy) as target:
        target.execute("update meeting_evidence set text = ? where rowid % 3 = 0", [SENTENCE])
        target.execute("update articles set title = ?, source = ? where id % 2 = 0", [SENTENCE, "a|b <i>"])
        target.execute(
            "update articles set url = 'https://a.example/x y|z>?q=\"<' || id where id % 4 = 1"
        )
        target.execute("update articles set url = 'javascript:alert(1)' where id % 4 = 2")


def flat(text: str) -> str:
    """A text with one blank wherever it has some."""
    return " ".join(text.replace("\u200b", "").split())


def words(element) -> str:
    return flat("".join(element.itertext()))


def check_html(path: pathlib.Path) -> list[list[list[str]]]:
    """A page is whole, has no script and asks nothing of the network; returns its tables."""
    parser = html5lib.HTMLParser(strict=False, namespaceHTMLElements=True)
    tree = parser.parse(path.read_text("utf-8"))
    assert not parser.errors, f"{path}: {parser.errors[:3]}"
    ids = {it.get("id") for it in tree.iter() if it.get("id")}
    for element in tree.iter():
        name = element.tag.rsplit("}", 1)[-1] if isinstance(element.tag, str) else ""
        assert name not in {"script", "img", "iframe", "link", "object", "form"}, f"{path}: <{name}>"
        assert not any(key.startswith("on") for key in element.keys()), f"{path}: <{name}> has a handler"
        target = element.get("href")
        if target is not None:
            known = target[1:] in ids if target.startswith("#") else target.startswith("http")
            assert known, f"{path}: a link leads to {target}"
    text = words(tree)
    assert "Sources" in text and "See the sentence" in text.replace("see", "See"), path
    tables = []
    for table in tree.iter(f"{XHTML}table"):
        rows = [[words(cell) for cell in row if cell.tag != "x"] for row in table.iter(f"{XHTML}tr")]
        assert rows and len({len(row) for row in rows}) == 1, f"{path}: a table has rows of {rows[:2]}"
        tables.append(rows)
    for number in tree.iter(f"{XHTML}a"):
        if number.get("class") == "number":
            assert number.text == f"[{number.get('href')[2:]}]", path
    assert tree.find(f".//{XHTML}figure") is not None, f"{path}: no diagram"
    return tables


def check_markdown(path: pathlib.Path) -> list[list[list[str]]]:
    """A page of Markdown has whole tables, no HTML but line ends, and links that lead somewhere."""
    tokens = MarkdownIt("commonmark").enable("table").parse(path.read_text("utf-8"))
    tables, row, pictures = [], None, 0
    for token in tokens:
        assert token.type != "html_block", f"{path}: {token.content}"
        if token.type == "table_open":
            tables.append([])
        elif token.type == "tr_open":
            row = []
            tables[-1].append(row)
        elif token.type == "inline":
            told = ""
            for child in token.children:
                assert child.type != "html_inline" or child.content == "<br>", f"{path}: {child.content}"
                if child.type == "link_open":
                    assert child.attrs["href"].startswith("http"), f"{path}: {child.attrs}"
                if child.type == "image":
                    pictures += 1
                    with Image.open(path.parent / child.attrs["src"]) as picture:
                        assert picture.width > 100, path
                told += child.content if child.type in {"text", "text_special"} else " "
            assert "**" not in told.replace("***", ""), f"{path}: asterisks are shown in {told}"
            if token.level and row is not None and tables:
                row.append(flat(told))
        elif token.type == "table_close":
            row = None
    assert pictures == 1, f"{path}: {pictures} pictures"
    for table in tables:
        assert len({len(row) for row in table}) == 1, f"{path}: rows of {[len(row) for row in table]}"
    return tables


def bare(table: list[list[str]]) -> list[list[str]]:
    """A table without what each form sets in its own way: blanks, quotation marks, marks."""
    return [["".join(it for it in cell if it.isalnum()) for cell in row] for row in table]


def check_report(name: str, *arguments: str) -> int:
    """A report says the same in both forms; returns how many rows it has."""
    for end in ("html", "md"):
        run("report", *arguments, "--output", folder / f"{name}.{end}")
    html, markdown = check_html(folder / f"{name}.html"), check_markdown(folder / f"{name}.md")
    assert len(html) == len(markdown) > 0, f"{name}: {len(html)} and {len(markdown)} tables"
    for one, other in zip(html, markdown, strict=True):
        assert bare(one) == bare(other), f"{name}: {bare(one)} and {bare(other)}"
    return sum(len(table) - 1 for table in html)


def check_calendar(path: pathlib.Path, rows: list[dict]) -> int:
    """A calendar has each meeting with a day, as it is in the list."""
    calendar = icalendar.Calendar.from_ical(path.read_bytes())
    events = {str(event["uid"]): event for event in calendar.walk("VEVENT")}
    dated = [row for row in rows if row["date"] and len(row["date"]) not in (4, 7)]
    assert len(events) == len(dated) > 0, f"{path}: {len(events)} events of {len(dated)} meetings"
    status = {"held": "CONFIRMED", "planned": "CONFIRMED", "proposed": "TENTATIVE", "cancelled": "CANCELLED"}
    for row in dated:
        event = events[f"meeting-{row['id']}@chancery"]
        first, _, last = row["date"].partition("/")
        assert event.decoded("dtstart") == date.fromisoformat(first), row
        assert event.decoded("dtend") == date.fromisoformat(last or first) + timedelta(1), row
        assert event["status"] == status[row["status"]], row
        # A tab is a blank there.
        names = ", ".join(row["participants"]).replace("\t", " ")
        assert str(event["summary"]).endswith(f": {names}"), (str(event["summary"]), names)
        assert str(event["description"]).startswith("“"), row
        assert event.decoded("dtstamp") is not None, row
    for line in path.read_bytes().split(b"\r\n"):
        assert len(line) <= 75 and b"\n" not in line, line
    return len(events)


def main() -> None:
    actors = list(harden(NAMES))[: len(NAMES)]
    spoil()
    rows = sum(check_report(f"actor-{place}", str(actor)) for place, actor in enumerate(actors))
    rows += check_report("year", "--since", "2018", "--until", "2018")
    rows += check_report("all", "--limit", "1000")
    print(f"reports: {len(actors) + 2} in both forms, {rows} rows in tables")
    run("export", "--output", folder / "planned.ics")
    listed = json.loads(run("meetings", "--format", "json"))
    plans = check_calendar(folder / "planned.ics", [it for it in listed if it["status"] != "held"])
    with open(folder / "all.ics", "wb") as out:
        subprocess.run(command("meetings", "--format", "ics"), check=True, stdout=out)
    print(f"calendars: {plans} plans, {check_calendar(folder / 'all.ics', listed)} meetings")


main()
