"""Writes the cases of src/extract/meetings.cases as annotated articles, one of a sentence or two each.

    python models/training/cases.py FOLDER
"""

import json, os, sys

STATES = "knowledge/states.tsv"


def kind(name, states):
    """What kind of party a name is of: all that is no state and no abbreviation is a person, who are invented."""
    if name in states:
        return "state"
    return "organization" if name.isupper() or "Union" in name or "Nations" in name else "person"


def article(number, case, states):
    text, published, meetings, told = [], None, [], False
    for line in case.split("\n"):
        if line.startswith("=> meeting |"):
            meetings.append([it.strip() for it in line[3:].split("|")])
        elif line.startswith("date: "):
            published = line[6:].strip()
        elif line and line[0] != "#" and not line.startswith("=>"):
            text.append("" if line == "//" else line)
        told |= line.startswith(("=> meeting", "=> no meeting"))
    if not told:
        return None
    text = "\n".join(text)
    names = list(dict.fromkeys(name.strip() for it in meetings for name in it[3].split(";") if name.strip()))
    places = list(dict.fromkeys(name.strip() for it in meetings for name in it[4].split(";") if name.strip()))
    return {
        "id": f"case-{number:03}", "url": "", "source": "", "published": published, "title": "", "text": text,
        "actors": [{"id": f"a{at}", "name": name, "kind": kind(name, states), "mentions": [], "roles": [], "affiliations": []} for at, name in enumerate(names)],
        "locations": [{"id": f"l{at}", "name": name, "kind": "city", "country": "", "mentions": []} for at, name in enumerate(places)],
        "meetings": [
            {
                "id": f"m{at}", "kind": it[1], "status": it[2], "participants": [f"a{names.index(name.strip())}" for name in it[3].split(";") if name.strip()],
                "locations": [f"l{places.index(name.strip())}" for name in it[4].split(";") if name.strip()], "date": it[5] or None, "evidence": [text],
            }
            for at, it in enumerate(meetings)
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
