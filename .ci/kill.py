#!/usr/bin/env python3
"""Kills `chancery add` at random moments, and checks what it leaves.

    kill.py PROGRAM [--kills N] [--articles N] [--seed N]

Each run is killed (SIGKILL) at a moment of its own, spread over the whole of a run: start, reading,
writing, grouping. After each, `chancery check` must find whole articles only, each as in a run that
was not killed (that they are not grouped yet is no fault); a second run must complete the first, and
`chancery check` and all tables that `chancery export` writes must be those of a run that was not
killed, byte for byte.
"""
import argparse, json, random, shutil, signal, sqlite3, subprocess, sys, tempfile, time
from pathlib import Path

from database import count

FAMILY = "Okafor Lindqvist Haddad Okwuosa Ferreira Solberg Tanaka Farouk Novak Diallo Marin Mensah Ricci Nasser".split()
PLACES = "Oslo Lima Nairobi Geneva Vienna Tunis Hanoi Quito Accra Riga".split()


def articles(count, draw):
    """Short articles, each other than all others; some are copies or no English."""
    for number in range(count):
        one, two = draw.sample(FAMILY, 2)
        text = (
            f"Foreign Minister Ada {one} of Kenya met Envoy Jan {two} of Norway in {draw.choice(PLACES)} on Friday. "
            f"They spoke of quota number {number}, and {two} said that the talks were useful. "
        ) + f"Officials of both sides are to meet again in {draw.choice(PLACES)} next week. " * draw.randrange(1, 8)
        if number % 29 == 7:
            text = "Die Außenministerin traf am Freitag den Gesandten der Nachbarrepublik zu einem Gespräch über die Fischerei."
        yield {"id": f"kill-{number:05}", "published": f"2024-{number % 12 + 1:02}-{number % 28 + 1:02}", "text": text}


def stored(path):
    """The articles of a database with what they say, by their ids."""
    with sqlite3.connect(path) as db:
        if not db.execute("select 1 from sqlite_schema where name = 'articles'").fetchone():
            return {}
        return {key: rest for key, *rest in db.execute("select key, title, text, hash, record from articles")}


def wait_for(path, wanted, process):
    """Waits until all articles are stored, and only grouping is left."""
    while process.poll() is None and count(path) < wanted:
        time.sleep(0.002)


def tables(program, path, folder):
    """The bytes of all tables."""
    shutil.rmtree(folder, ignore_errors=True)
    subprocess.run([program, "--quiet", "--db", path, "export", "--format", "csv", "--output", folder], check=True)
    return {file.name: file.read_bytes() for file in sorted(folder.iterdir())}


def findings(program, path):
    """The rules that do not hold."""
    done = subprocess.run([program, "--quiet", "--db", path, "check", "--format", "json"], capture_output=True, text=True)
    if not done.stdout:
        sys.exit(f"check of {path} ended with {done.returncode}: {done.stderr}")
    return json.loads(done.stdout)["findings"]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("program", type=Path)
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--articles", type=int, default=300)
    parser.add_argument("--seed", type=int, default=1815)
    given = parser.parse_args()
    program = given.program.resolve()
    draw = random.Random(given.seed)
    with tempfile.TemporaryDirectory() as folder:
        folder = Path(folder)
        batch = folder / "batch.jsonl"
        with batch.open("w") as out:
            for article in articles(given.articles, draw):
                out.write(json.dumps(article) + "\n")

        def add(path):
            return subprocess.Popen([program, "--quiet", "--db", path, "add", batch], stderr=subprocess.DEVNULL)

        whole, start = folder / "whole.db", time.perf_counter()
        if add(whole).wait():
            sys.exit("the whole run failed")
        seconds = time.perf_counter() - start
        wanted, all_articles = tables(program, whole, folder / "wanted"), stored(whole)
        again = folder / "again.db"
        process = add(again)
        wait_for(again, len(all_articles), process)
        start = time.perf_counter()
        process.wait()
        grouping = time.perf_counter() - start
        path, cut, ungrouped, unmade = folder / "killed.db", 0, 0, 0
        for number in range(given.kills):
            for file in folder.glob("killed.db*"):
                file.unlink()
            process = add(path)
            if number % 5 == 4:
                # Grouping is short: every fifth moment is in it.
                wait_for(path, len(all_articles), process)
                time.sleep(grouping * draw.random())
            else:
                time.sleep(seconds * (number + draw.random()) / given.kills)
            process.send_signal(signal.SIGKILL)
            process.wait()
            if path.exists():
                left = stored(path)
                for key, content in left.items():
                    assert all_articles[key] == content, f"kill {number}: {key} is not whole"
                cut += len(left) < len(all_articles)
                # Opening it makes the tables, if it was killed before they were.
                found = {(it["rule"], it["remedy"]) for it in findings(program, path)}
                assert found <= {("grouping", "resolve")}, f"kill {number}: {found}"
                ungrouped += bool(found) and len(left) == len(all_articles)
            else:
                unmade += 1
            assert add(path).wait() == 0, f"kill {number}: the second run failed"
            assert not findings(program, path), f"kill {number}: after the second run"
            for name, content in tables(program, path, folder / "found").items():
                assert content == wanted[name], f"kill {number}: {name} is another"
            if number % 20 == 19:
                print(f"{number + 1:>6} kills: {cut} left a part, {ungrouped} all ungrouped", flush=True)
    print(
        f"{given.kills} kills over {seconds:.1f} s of {given.articles} articles: {cut} left a part of the articles, "
        f"{ungrouped} all of them ungrouped, {unmade} no database; every second run gave the same bytes"
    )


main()
