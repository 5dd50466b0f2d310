"""Writes the cases of src/extract/meetings.cases as annotated articles, one of a sentence or two each.

    python models/training/cases.py FOLDER
"""

import json, os, sys

STATES = "knowledge/states.tsv"


def kind_of(name, states):
    """What kind of party a name is of: all that is no state and no abbreviation is a person, who are invented."""
    if name in states:
        return "state"
    return "organization" if name.isupper() or "Union" in name or "Nations" in name else "person"


def names(column):
    return [name.strip() for name in column.split(";") if name.strip()]


def article(number, case, states):
    text, published, meetings, told = [], None, [], False
    for line in case.split("\n"):
        if line.startswith("=> meeting |"):
            _, *columns = [it.strip() for it in line.split("|")]
            meetings.append([*columns[:2], names(columns[2]), names(columns[3]), columns[4] or None])
        elif line.startswith("date: "):
            published = line[6:].strip()
        elif line and line[0] != "#" and not line.startswith("=>"):
            text.append("" if line == "//" else line)
        told |= line.startswith(("=> meeting", "=> no meeting"))
    if not told:
        return None
    text = "\n".join(text)
    actors = {name: f"a{at}" for at, name in enumerate(dict.fromkeys(name for it in meetings for name in it[2]))}
    places = {name: f"l{at}" for at, name in enumerate(dict.fromkeys(name for it in meetings for name in it[3]))}
    return {
        "id": f"case-{number:03}", "url": "", "source": "", "published": published, "title": "", "text": text,
        "actors": [{"id": id, "name": name, "kind": kind_of(name, states), "mentions": [], "roles": [], "affiliations": []} for name, id in actors.items()],
        "locations": [{"id": id, "name": name, "kind": "city", "country": "", "mentions": []} for name, id in places.items()],
        "meetings": [
            {
                "id": f"m{at}", "kind": kind, "status": status, "participants": [actors[it] for it in who], "locations": [places[it] for it in where],
                "date": date, "evidence": [text],
            }
            for at, (kind, status, who, where, date) in enumerate(meetings)
        ],
        "statements": [],
    }


def main(folder):
    with open(STATES) as rows:
        states = {row.split("\t")[2] for row in rows}
    with open("src/extract/meetings.cases") as file:
        cases = file.read().split("\n\n")
    os.makedirs(folder, exist_ok=True)
    for number, case in enumerate(cases):
        found = article(number, case, states)
        if found:
            with open(f"{folder}/{found['id']}.json", "w") as out:
                json.dump(found, out, ensure_ascii=False)


if __name__ == "__main__":
    main(sys.argv[1])
