#!/usr/bin/env python3
"""Counts of the corpus: actors and their forms, meetings and the articles that tell them. `-v` lists them."""
import collections, glob, json, os, re, sys

here = os.path.dirname(os.path.abspath(__file__))
docs = [json.load(open(f, encoding="utf-8")) for f in sorted(glob.glob(os.path.join(here, "*.json")))]
TITLES = re.compile(r"^(?:.*\b(?:President|Minister|Chancellor|Secretary(?: of State)?|Representative|Chairman|Chief|chief|leader|Leader|Col|Colonel|Sheikh|Prince|"
                    r"Premier|Envoy|Ambassador|Emir|Mayor|Mr|Mrs|Ms|Dr|Lord|Lady|Baroness|Shri|Councilor|General|Pope|elder|younger)\.?|[A-Z][a-zü]+'s)\s+")


def bare(mention):
    out = TITLES.sub("", mention)
    return out or mention


articles, forms, names, kinds, optional = (collections.defaultdict(set) for _ in range(5))
told, entries, meetings = collections.defaultdict(set), 0, collections.defaultdict(list)
for d in docs:
    for a in d["actors"]:
        articles[a["id"]].add(d["id"])
        forms[a["id"]] |= {bare(m) for m in a["mentions"]}
        names[a["id"]].add(a["name"])
        kinds[a["id"]].add(a["kind"])
        optional[a["id"]].add(bool(a.get("optional")))
    for m in d["meetings"]:
        entries += 1
        if not m.get("optional"):
            told[m["id"]].add(d["id"])
        meetings[m["id"]].append((d["id"], m["status"], m["date"], len(m["participants"]), bool(m.get("optional"))))
assert all(len(k) == 1 for k in kinds.values()), [a for a in kinds if len(kinds[a]) > 1]
many = sorted((a for a in forms if kinds[a] != {"state"} and len(forms[a]) >= 3), key=lambda a: -len(forms[a]))
several = sorted((m for m in told if len(told[m]) >= 2), key=lambda m: -len(told[m]))
words = [len(d["text"].split()) for d in docs]
years = sorted({d["published"][:4] for d in docs})
print(f"articles {len(docs)}, words {min(words)}-{max(words)}, outlets {len({d['source'] for d in docs})}, years {years[0]}-{years[-1]}")
print("actors", len(forms), dict(collections.Counter(next(iter(k)) for k in kinds.values())), f"in 2 or more articles {sum(len(v) > 1 for v in articles.values())}")
print(f"people and organizations with 3 or more forms (titles taken off): {len(many)}; of these in 2 or more articles {sum(len(articles[a]) > 1 for a in many)}")
print(f"people and organizations whose fullest form differs between articles: {sum(len(names[a]) > 1 for a in names if kinds[a] != {'state'})}")
print(f"meeting entries {entries}, meetings {len(meetings)} ({len(told)} not optional), told by 2 or more articles {len(several)}: "
      f"{dict(sorted(collections.Counter(len(told[m]) for m in several).items()))}")
print(f"locations {len({l['id'] for d in docs for l in d['locations']})}, statements {sum(len(d['statements']) for d in docs)}")
shared = collections.defaultdict(set)
for d in docs:
    for a in d["actors"]:
        if a["kind"] == "person":
            for m in a["mentions"]:
                shared[m].add(a["id"])
alike = sorted(m for m in shared if len(shared[m]) > 1)
print(f"mentions that stand for 2 or more people: {len(alike)}: {', '.join(alike)}")
if "-v" in sys.argv:
    for a in many:
        print(" ", a, len(articles[a]), sorted(forms[a]))
    for m in several:
        print(" ", m, meetings[m])
