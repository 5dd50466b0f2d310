"""Who speaks, who was at a meeting, where it was, and when: learns the forests of decision trees in models/speakers.bin, models/parties.bin, models/places.bin and models/days.bin.

    python models/training/forests.py speakers FILE... [--cases FOLDER] [--figures]
    python models/training/forests.py parties FILE... [--half NUMBER FILE...] [--cases FOLDER] [--figures]
    python models/training/forests.py places FILE... [--half NUMBER FILE...] [--cases FOLDER] [--figures]
    python models/training/forests.py days FILE... [--half NUMBER FILE...] [--cases FOLDER] [--figures]

FILE is what `chancery evaluate GOLD --signals` prints for a folder of annotated articles, or of cases (see cases.py). Of those after --half only the articles count that
`encounters.py --half` did not read. Who speaks depends on no judge, and who was at a meeting on who speaks: build again between them. What is weighed for the places and the days depends on who was there: build again between them. What is told of the articles is read from GOLD, the folders below. Gradient boosting (Friedman 2001), as LightGBM has it. To be run in the root of the
repository; then build again.
"""

import argparse, collections, glob, json, os, struct, sys

import lightgbm
import numpy as np

sys.path.insert(0, "../shared/gold")
import score

# In the order of `train encounters`.
GOLD = ["tests/gold", "tests/annotated/dev", "tests/annotated/intricate", "tests/annotated/dense", "tests/annotated/wide", "tests/annotated/plain"]
TREES = 150
SETTINGS = {
    "objective": "binary", "learning_rate": 0.05, "num_leaves": 24, "min_child_samples": 20, "feature_fraction": 0.6, "bagging_fraction": 0.8, "bagging_freq": 1,
    "lambda_l2": 3, "seed": 1, "deterministic": True, "force_row_wise": True, "num_threads": 2, "verbose": -1,
}
FOLDS = 10
CHANCES = (0.25, 0.3, 0.33, 0.4, 0.45)
# The trait that is so of what rules chose.
RULES = {"speakers": (22, 1), "parties": (1, 1), "places": (15, 1), "days": (5, 4)}
# The trait by which the words for a speaker are a name, and what such a statement counts: rules are nearly always right on it.
NAMED, PLAIN = (0, 3), 0.3
# The chances from which somebody speaks: the likeliest where rules have nobody; whom rules have; one beside another.
SPEAKS = (0.45, 0.25, 0.6)
# The share of letters that a statement has to have in common with one of the annotation.
ALIKE = 0.4


def matched(gold, actors, meetings):
    """Which meeting of the annotation each of those found is, and by whom both were held, by the actors of the annotation."""
    alike = score.match_names(gold["actors"], actors)
    number = {actor["id"]: at for at, actor in enumerate(gold["actors"])}
    own = [{number[it] for it in meeting["participants"]} for meeting in gold["meetings"]]
    found = [{alike.get(it, ("none", it)) for it in meeting["participants"]} for meeting in meetings]
    letters = lambda meeting: score.characters(gold["text"], meeting["evidence"])
    own_words, found_words = [letters(it) for it in gold["meetings"]], [letters(it) for it in meetings]
    weights = {}
    for i, meeting in enumerate(meetings):
        for j, told in enumerate(gold["meetings"]):
            who = score.f1_of(found[i], own[j])
            seen = len(found_words[i] & own_words[j]) / max(1, min(len(found_words[i]), len(own_words[j])))
            if who == 0 or who < 0.5 and seen < 0.3:
                continue
            date, day = meeting["date"], told.get("date")
            weights[i, j] = who + 0.4 * seen + 0.3 * score.dates_agree(date, day) + 0.1 * score.dates_near(date, day) + 0.2 * (meeting["status"] == told["status"])
    return score.assign(weights, len(meetings), len(gold["meetings"])), own, alike


def said(gold, statements):
    """Which statement of the annotation each of those found is."""
    own, found = ([score.characters(gold["text"], it["content"]) for it in all] for all in (gold["statements"], statements))
    weights = {}
    for i, one in enumerate(found):
        for j, other in enumerate(own):
            share = 2 * len(one & other) / max(1, len(one) + len(other))
            if share >= ALIKE:
                weights[i, j] = share
    return score.assign(weights, len(found), len(own))


class Rows:
    """What was weighed, a row each."""

    def __init__(self, what, files, cases):
        # Articles that are kept aside are named in the page beside them.
        with open("tests/gold/README.md") as page:
            aside = page.read()
        names = [os.path.basename(path)[:-5] for folder in GOLD for path in sorted(glob.glob(f"{folder}/*.json"))]
        number = {name: at for at, name in enumerate([it for it in names if it not in aside], 1)}
        gold = {it["id"]: it for folder in [*GOLD, *cases] for it in score.load_gold(folder) if it["id"] not in aside}
        self.name = what
        self.traits, self.right, self.article, self.meeting, self.what, self.status = [], [], [], [], [], []
        self.gold, self.wanted = {}, {}
        for half, file in files:
            for line in open(file):
                row = json.loads(line)
                if row["kind"] == "weighed" and row["article"] in gold and (half is None or number[row["article"]] % 2 == half):
                    self.add(what, row, gold[row["article"]])
        self.traits, self.right, self.article = np.array(self.traits), np.array(self.right, int), np.array(self.article)

    def add(self, what, row, gold):
        self.gold[row["article"]] = gold
        if what == "speakers":
            self.add_speakers(row, gold)
            return
        pairs, own, alike = matched(gold, row["actors"], row[what])
        if what == "places":
            alike = score.match_names(gold["locations"], row["locations"])
            number = {location["id"]: at for at, location in enumerate(gold["locations"])}
            own = [{number[it] for it in meeting.get("locations", [])} for meeting in gold["meetings"]]
        if what == "days":
            alike = dict(enumerate(row["dates"]))
            own = [{it["date"]} if it.get("date") else set() for it in gold["meetings"]]
        self.wanted[row["article"]] = sum(len(own[j]) for j in pairs.values())
        for i, meeting in enumerate(row[what]):
            # Where something was that was no meeting is no matter, nor when.
            if what != "parties" and i not in pairs:
                continue
            for at, traits in meeting["candidates"]:
                self.traits.append(traits)
                self.right.append(i in pairs and alike.get(at, -1) in own[pairs[i]])
                self.article.append(row["article"])
                self.meeting.append((row["article"], i))
                self.what.append(alike.get(at, ("none", at)))
                self.status.append(meeting["status"])

    def add_speakers(self, row, gold):
        pairs, alike = said(gold, row["statements"]), score.match_names(gold["actors"], row["actors"])
        number = {actor["id"]: at for at, actor in enumerate(gold["actors"])}
        own = [{number[it] for it in score.speakers(statement)} for statement in gold["statements"]]
        for i in pairs:
            candidates = row["statements"][i]["candidates"]
            letters = len(score.characters(gold["text"], row["statements"][i]["content"]))
            if candidates:
                self.wanted[row["article"], i] = (own[pairs[i]], letters)
            for at, traits in candidates:
                self.traits.append(traits)
                self.right.append(alike.get(at, -1) in own[pairs[i]])
                self.article.append(row["article"])
                self.meeting.append((row["article"], i))
                self.what.append(alike.get(at, ("none", at)))
                self.status.append(None)

    def weights(self):
        """Articles count alike, nearly: one of many meetings tells more than one of few, but not as much more."""
        counts = collections.Counter(self.article)
        weights = np.sqrt([1 / counts[it] for it in self.article])
        if self.name == "speakers":
            trait, least = NAMED
            weights = np.where(self.traits[:, trait] < least, weights, PLAIN * weights)
        return weights / weights.mean()

    def learn(self, chosen):
        data = lightgbm.Dataset(self.traits[chosen], self.right[chosen], weight=self.weights()[chosen])
        return lightgbm.train(SETTINGS, data, TREES)


def pairs(meetings):
    """Those who met, of meetings that took or take place."""
    found = set()
    for who, status in meetings:
        if status in ("held", "planned"):
            who = sorted(who, key=str)
            found |= {(one, two) for at, one in enumerate(who) for two in who[at + 1 :]}
    return found


def spoken(rows, chances, own):
    """Who speaks of the candidates of a statement, as src/extract/statements/speakers.rs has it."""
    told = [it for it in own if rows.traits[it, RULES["speakers"][0]]]
    chosen = []
    for place, it in enumerate(sorted(own, key=lambda it: -chances[it])):
        likely, enough, beside = SPEAKS
        least = beside if len(told) < 2 and place else likely if not told else enough if len(told) == 1 or it in told else beside
        if chances[it] >= least:
            chosen.append(it)
    return chosen or (told if len(told) > 1 else [])


def shares(rows, chances, folders):
    """The share of statements whose speakers are right, and of their letters, on articles left out."""
    own = collections.defaultdict(list)
    for at, statement in enumerate(rows.meeting):
        own[statement].append(at)
    for folder, names in folders.items():
        for label in ("rules", "weighed"):
            right, letters = [], []
            for statement in (it for it in own if it[0] in names):
                all = own[statement]
                chosen = spoken(rows, chances, all) if label == "weighed" else [it for it in all if rows.traits[it, RULES["speakers"][0]]]
                found, (wanted, count) = {rows.what[it] for it in chosen}, rows.wanted[statement]
                right.append(found == wanted)
                letters.append((count * bool(found & wanted or found == wanted), count))
            share = sum(it[0] for it in letters) / max(1, sum(it[1] for it in letters))
            print(f"{folder} {label}: {np.mean(right):.3f} of {len(right)} statements, {share:.3f} of letters")


def figures(rows, what, folders):
    """F1 on articles left out, by the chance from which something counts: of pairs that met, of places, or of the likeliest days; of speakers the share that is right."""
    articles = sorted(rows.gold)
    fold = {article: at for article, at in zip(articles, np.random.RandomState(0).randint(FOLDS, size=len(articles)))}
    folds = np.array([fold[it] for it in rows.article])
    chances = np.zeros(len(rows.right))
    for it in range(FOLDS):
        chances[folds == it] = rows.learn(folds != it).predict(rows.traits[folds == it])
    if what == "speakers":
        shares(rows, chances, folders)
        return
    trait, so = RULES[what]
    likeliest = np.full(len(chances), True)
    if what == "days":
        best = {}
        for at, meeting in enumerate(rows.meeting):
            if meeting not in best or chances[at] > chances[best[meeting]]:
                best[meeting] = at
        likeliest = np.isin(np.arange(len(chances)), list(best.values()))
    for folder, names in folders.items():
        for label, chosen in [("rules", rows.traits[:, trait] == so)] + [(chance, likeliest & (chances >= chance)) for chance in CHANCES]:
            counts = np.zeros(3)
            if what != "parties":
                own = np.array([it in names for it in rows.article])
                counts += [rows.right[chosen & own].sum(), (chosen & own).sum(), sum(rows.wanted[it] for it in names)]
            else:
                told = collections.defaultdict(lambda: [set(), None])
                for at in np.flatnonzero(chosen):
                    told[rows.meeting[at]][0].add(rows.what[at])
                    told[rows.meeting[at]][1] = rows.status[at]
                for name in names:
                    gold = rows.gold[name]
                    number = {actor["id"]: at for at, actor in enumerate(gold["actors"])}
                    own = lambda optional: pairs(({number[it] for it in m["participants"]}, m["status"]) for m in gold["meetings"] if m.get("optional", False) == optional)
                    order = lambda all: {tuple(sorted(it, key=str)) for it in all}
                    wanted, spared = order(own(False)), order(own(True))
                    found = order(pairs(told[it] for it in list(told) if it[0] == name)) - (spared - wanted)
                    counts += [len(found & wanted), len(found), len(wanted)]
            print(f"{folder} {label}: F1 {2 * counts[0] / max(1, counts[1] + counts[2]):.3f} (precision {counts[0] / max(1, counts[1]):.2f}, recall {counts[0] / max(1, counts[2]):.2f})")


def packed(tree):
    """A tree as the program reads it: the number of its questions; each with the trait, the most for which it leads on first, and what comes next, another question or,
    below zero, a leaf; the leaves."""
    splits, leaves = [], []

    def walk(node):
        if "leaf_value" in node:
            leaves.append(node["leaf_value"])
            return -len(leaves)
        at = len(splits)
        splits.append(None)
        below, above = walk(node["left_child"]), walk(node["right_child"])
        splits[at] = (node["split_feature"], int(np.floor(node["threshold"])), below, above)
        return at

    walk(tree["tree_structure"])
    return b"".join([struct.pack("<B", len(splits)), *(struct.pack("<Bhbb", *it) for it in splits), np.array(leaves, "<f4").tobytes()])


def main(options):
    files = [(None, it) for it in options.files] + [(int(half), it) for half, *own in options.half for it in own]
    rows = Rows(options.what, files, options.cases)
    print(f"{len(rows.right)} candidates in {len(rows.gold)} articles, {rows.right.sum()} right")
    if options.figures:
        folders = {folder: [it["id"] for it in score.load_gold(folder) if it["id"] in rows.gold] for folder in GOLD}
        folders["all"] = list(rows.gold)
        figures(rows, options.what, folders)
    model = rows.learn(np.full(len(rows.right), True))
    with open(f"models/{options.what}.bin", "wb") as out:
        for tree in model.dump_model()["tree_info"]:
            out.write(packed(tree))


if __name__ == "__main__":
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("what", choices=["speakers", "parties", "places", "days"])
    options.add_argument("files", nargs="*", metavar="FILE")
    options.add_argument("--half", nargs="+", action="append", default=[], metavar=("NUMBER", "FILE"), help="a half of the articles, and what was evaluated")
    options.add_argument("--cases", nargs="*", default=[], help="folders of cases among what was evaluated")
    options.add_argument("--figures", action="store_true", help="first learn without a tenth at a time and measure on that")
    main(options.parse_args())
