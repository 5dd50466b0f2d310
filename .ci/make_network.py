#!/usr/bin/env python3
"""Makes a database with a network of so many people, for checks of large drawings.

    python3 .ci/make_network.py PROGRAM DATABASE ACTORS

The people are made up, by a fixed seed; the names are in several scripts, some are made to break
markup. Meetings are in cities of `knowledge/cities.tsv`.
"""
import csv
import random
import sqlite3
import subprocess
import sys
import tempfile
from datetime import date, timedelta
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
GIVEN = """Amara Jonas Fatima Li Adaeze Mateo Ingrid Kenji Leila Tomas Aisha Pavel Nadia Samuel Chiara Omar Yuki Elena Diego Hana
Viktor Zainab Lars Mei Ibrahim Sofia Andrei Grace Hugo Salma""".split()
FAMILY = """Okafor Lindqvist Haddad Wei Okwuosa Ferreira Solberg Tanaka Farouk Novak Diallo Petrov Marin Mensah Ricci Nasser Sato Dragan
Vargas Kovacs Orlov Bello Nyberg Chen Toure Almeida Ionescu Achieng Laurent Mansour""".split()
ODD = ["عمرو الرشيد", "李伟", "Олена Ковальчук", "Seán “Jack” O'Brien & Sons", "</script><script>alert(1)</script>", "Zoë 😀 Müller",
       "Two\nLines", "Long " + "name " * 99, "<b>Bold</b>", "ნინო ბერიძე", "김민준", "ዓለሙ ገብሬ"]
STATES = """Ruritania Strelsau Zubrowka Genovia Latveria Wadiya Elbonia Freedonia Sylvania Krakozhia Molvania Borduria Syldavia Vulgaria
Graustark Grand-Fenwick Tomania Bacteria Osterlich Florin Guilder Novistrana Kyrat Arstotzka""".split()
# More than any network has: the entries of an article are numbered apart from those of others.
PEOPLE = 100_000
KINDS = ["meeting", "meeting", "meeting", "talks", "talks", "summit", "visit", "call", "conference", "ceremony"]
TONES = ["praise", "support", "neutral", "appeal", "demand", "warn", "criticize"]


def people(count, draw):
    """Names, each once."""
    names, taken = [], set()
    for number in range(count):
        if number % 17 == 5 and number // 17 < len(ODD):
            name = ODD[number // 17]
        else:
            name = f"{draw.choice(GIVEN)} {draw.choice(FAMILY)}"
            while name in taken:
                name = f"{draw.choice(GIVEN)} {draw.choice(FAMILY)}-{draw.choice(FAMILY)}"
        taken.add(name)
        names.append(name)
    return names


def cities(draw, count):
    """Large cities: name, country, degrees north and east."""
    with (ROOT / "knowledge/cities.tsv").open(encoding="utf-8") as rows:
        table = list(csv.DictReader(rows, delimiter="\t", quoting=csv.QUOTE_NONE))[:400]
    keys = {key.lower(): key for key in table[0]}
    lat, lon = (next(keys[k] for k in keys if k.startswith(w)) for w in ("lat", "lon"))
    name = next(keys[k] for k in keys if k in ("name", "city"))
    country = next(keys[k] for k in keys if k.startswith("country") or k in ("iso2", "iso3", "state"))
    return [(row[name], row[country], float(row[lat]), float(row[lon])) for row in draw.sample(table, count)]


def main():
    program, path, count = sys.argv[1], sys.argv[2], int(sys.argv[3])
    draw = random.Random(1815)
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "seed.txt").write_text("date 2025-12-05\n\nAda Okafor met Jan Lund in Oslo.\n")
        subprocess.run([program, "--quiet", "--db", path, "add", folder], check=True)
    db = sqlite3.connect(path)
    db.execute("pragma foreign_keys = off")
    for table in ["meeting_places", "meeting_participants", "meeting_members", "meetings", "location_members", "locations", "actor_members",
                  "actors", "statements", "meeting_entries", "location_entries", "actor_entries", "articles"]:
        db.execute(f"delete from {table}")
    circles = max(3, count // 25)
    states = [STATES[n % len(STATES)] + ("" if n < len(STATES) else f" {n // len(STATES) + 1}") for n in range(circles)]
    circle = [draw.randrange(circles) for _ in range(count)]
    names = people(count, draw)
    rows = []
    for actor, (name, own) in enumerate(zip(names, circle), 1):
        kind = "state" if actor <= min(circles, count // 6) else "organization" if actor % 19 == 0 else "bloc" if actor % 43 == 0 else "person"
        if kind == "state":
            name, own = states[actor - 1], actor - 1
            circle[actor - 1] = own
        roles = '["Foreign Minister"]' if actor % 5 == 0 and kind == "person" else "[]"
        sides = f'["{states[own]}"]' if kind == "person" and actor % 7 else "[]"
        rows.append((actor, name, kind, "{}", roles, sides))
    db.executemany("insert into actors values (?,?,?,?,?,?)", rows)
    spots = cities(draw, min(60, max(8, count // 8)))
    db.executemany("insert into locations (id, name, kind, country, lat, lon) values (?,?,'city',?,?,?)",
                   [(number, *spot) for number, spot in enumerate(spots, 1)])
    members = {}
    for actor, own in enumerate(circle, 1):
        members.setdefault(own, []).append(actor)
    activity = [1 / (1 + number % 29) for number in range(count + 1)]
    for meeting in range(1, int(count * 1.6) + 1):
        first = draw.choices(range(1, count + 1), activity[1:])[0]
        near = members[circle[first - 1]]
        size = draw.choice([1, 1, 1, 1, 2, 3])
        who = {first}
        for _ in range(size):
            pool = near if draw.random() < 0.8 else range(1, count + 1)
            who.add(draw.choices(pool, [activity[one] for one in pool])[0])
        day = date(2016, 1, 4) + timedelta(days=int(draw.triangular(0, 3600, 2600)))
        kind, status = draw.choice(KINDS), draw.choices(["held", "planned", "cancelled"], [9, 1, 0.5])[0]
        dated = meeting % 14 != 0
        text = str(day) if dated else None
        db.execute("insert into meetings values (?,?,?,?,?,?,?,?,?,?)",
                   (meeting, kind, status, text, text, text, "day" if dated else None, "CONSULT", "04", round(0.5 + draw.random() / 2, 2)))
        spot = draw.randrange(len(spots)) + 1
        db.execute("insert into meeting_places values (?,?,1)", (meeting, spot))
        listed = [rows[one - 1][1] for one in sorted(who)]
        sentence = f"{' and '.join(listed)} held a {kind} in {spots[spot - 1][0]} on {day:%A}, officials said."
        for copy in range(draw.choice([1, 1, 2])):
            article = meeting * 4 + copy
            db.execute("insert into articles (id, key, url, source, published, title, text, hash, record) values (?,?,?,?,?,?,?,?,'{}')",
                       (article, f"wire-{article}", f"https://wire.example/{article}", "Wire", str(day + timedelta(days=1)),
                        f"{listed[0]} in {spots[spot - 1][0]}", sentence, str(article)))
            db.execute("insert into meeting_entries values (?,?,1,?,?,?,?,?,?)", (article, article, kind, status, text, "CONSULT", "04", 0.8))
            db.execute("insert into meeting_members values (?,?)", (article, meeting))
            db.execute("insert into meeting_evidence values (?,0,?,?)", (article, len(sentence), sentence))
        for one in sorted(who):
            db.execute("insert into meeting_participants values (?,?,'participant',1)", (meeting, one))
            db.execute("insert into actor_entries values (?,?,?,?,?,?)", (article * PEOPLE + one, article, one, rows[one - 1][1], rows[one - 1][2], ""))
            db.execute("insert into actor_members values (?,?)", (article * PEOPLE + one, one))
        if meeting % 2 and len(who) > 1:
            speaker, subject = sorted(who)[:2]
            said = f"We will work with {rows[subject - 1][1]} as long as it takes."
            db.execute("insert into statements values (?,?,1,'direct',?,'said','',?,'','',0.9)", (article, article, draw.choice(TONES), said))
            db.execute("insert into statement_parties values (?,?,'speaker')", (article, article * PEOPLE + speaker))
            db.execute("insert into statement_parties values (?,?,'about')", (article, article * PEOPLE + subject))
    db.commit()


main()
