#!/usr/bin/env python3
"""Learns which verbs attribute, and with what after them, from the attributions of PolNeAR.

    python3 src/extract/statements/learn_cues.py ../shared/corpora/polnear

Reads `polnear-train.jsonl.gz` (attributions) and `polnear-silver-train.conllu.gz` (lemmas and trees of the
same articles), and `register.tsv` beside this file, which gives tones by hand, tells speech from thought, and names the
forms of verbs that an election year's news has too rarely (after "=" whatever the counts: "he went on" is a cue,
"it went on" is not). Writes `cues.tsv` and `voices.tsv`.

For each verb and form (`clause`: a clause or a quotation; `infinitive`; `object`; `for`: a phrase with
"for") a cell tells how often the verb was a cue of those times that it stood so, as `cue/all`, after `+` if
that makes it a cue, or `-`. With EVIDENCE times or more the counts decide, else the register does.
"""
import collections
import gzip
import json
import pathlib
import sys

# Times that a verb stands in a form, from which on the counts decide.
EVIDENCE = 12
# The share of cues that makes a form one that attributes.
SHARE = {"clause": 0.4, "infinitive": 0.45, "object": 0.5, "for": 0.5}
# The share and the times for verbs that the register does not list; only with a clause.
UNLISTED_SHARE, UNLISTED_TIMES = 0.75, 4
# Times, and share, that make a noun one that speaks.
VOICE_TIMES, VOICE_SHARE = 3, 0.1

QUOTES = {"“", "”", '"', "''", "``"}
FORMS = ["clause", "infinitive", "object", "for"]
HERE = pathlib.Path(__file__).parent


def articles(folder):
    """Yields the characters of cues and of sources, and the sentences, of each article."""
    records = {}
    for line in gzip.open(folder / "polnear-train.jsonl.gz", "rt", encoding="utf-8"):
        record = json.loads(line)
        records[record["id"]] = record
    name, sentences, tokens = None, [], []
    for line in gzip.open(folder / "polnear-silver-train.conllu.gz", "rt", encoding="utf-8"):
        line = line.rstrip("\n")
        if line.startswith("# newdoc"):
            if name:
                yield (*marked(records[name]), sentences)
            name, sentences = line.split("= ")[1], []
        elif not line:
            sentences.append(tokens)
            tokens = []
        elif line[0] != "#":
            cells = line.split("\t")
            misc = dict(pair.split("=", 1) for pair in cells[9].split("|") if "=" in pair)
            start = int(misc["TokenRange"].split(":")[0])
            head, _, relation = cells[8].partition(":")
            tokens.append((start, cells[1], cells[2].lower(), cells[3], int(head) - 1, relation))
    yield (*marked(records[name]), sentences)


def marked(record):
    cues, sources = set(), set()
    for attribution in record["attributions"]:
        if attribution["content"]:
            for start, end in attribution["cue"]:
                cues.update(range(start, end))
            for start, end in attribution["source"]:
                sources.update(range(start, end))
    return cues, sources


def form_of(sentence, index, children):
    """What stands with the verb at `index`: the first of the forms that it has."""
    relation = lambda child: sentence[child][5]
    lemmas = lambda child: {sentence[it][2] for it in children[child]}
    own = children[index]
    if any(relation(it) in ("ccomp", "parataxis") for it in own) or sentence[index][5] == "parataxis":
        return "clause"
    if any(relation(it) in ("xcomp", "advcl") and "to" in lemmas(it) for it in own):
        return "infinitive"
    near = sentence[max(0, index - 4):index + 5]
    if any(token[1] in QUOTES for token in near):
        return "clause"
    if any(relation(it) in ("obj", "nsubj:pass") for it in own):
        return "object"
    if any(relation(it) in ("obl", "nmod") and "for" in lemmas(it) for it in own):
        return "for"
    return None


def main():
    folder = pathlib.Path(sys.argv[1])
    listed = {}
    for line in (HERE / "register.tsv").read_text(encoding="utf-8").splitlines()[1:]:
        lemma, tone, kind, forms = line.split("\t")
        listed[lemma] = (tone, kind, forms.split())
    cue = collections.defaultdict(collections.Counter)
    times = collections.defaultdict(collections.Counter)
    voice, noun, small = collections.Counter(), collections.Counter(), collections.Counter()
    for cues, sources, sentences in articles(folder):
        for sentence in sentences:
            children = [[] for _ in sentence]
            for index, token in enumerate(sentence):
                if 0 <= token[4] < len(sentence):
                    children[token[4]].append(index)
            for index, (start, word, lemma, upos, head, _) in enumerate(sentence):
                if upos == "NOUN":
                    noun[lemma] += 1
                    small[lemma] += word.islower()
                    outside = not 0 <= head < len(sentence) or sentence[head][0] not in sources
                    voice[lemma] += start in sources and outside
                if upos != "VERB":
                    continue
                for child in children[index]:
                    if sentence[child][5] == "compound:prt" or sentence[child][2] in ("on", "upon", "out") and child == index + 1:
                        if f"{lemma} {sentence[child][2]}" in listed:
                            lemma = f"{lemma} {sentence[child][2]}"
                form = form_of(sentence, index, children)
                if form:
                    times[lemma][form] += 1
                    cue[lemma][form] += start in cues
    rows = []
    for lemma in sorted(set(times) | set(listed)):
        tone, kind, forms = listed.get(lemma, ("neutral", "speech", None))
        cells = []
        for form in FORMS:
            hits, all_ = cue[lemma][form], times[lemma][form]
            share = hits / all_ if all_ else 0
            if forms is None:
                takes = form == "clause" and hits >= UNLISTED_TIMES and share >= UNLISTED_SHARE
            elif kind == "thought":
                takes = form in ("clause", "infinitive") and all_ >= 3 and share >= 0.15
            elif "=" + form in forms:
                takes = True
            elif all_ >= EVIDENCE:
                takes = share >= SHARE[form]
            else:
                takes = form in forms
            cells.append(("+" if takes else "-") + f"{hits}/{all_}")
        if any(cell[0] == "+" for cell in cells):
            rows.append([lemma, tone, kind, *cells])
    with open(HERE / "cues.tsv", "w", encoding="utf-8") as out:
        print("lemma", "tone", "kind", *FORMS, sep="\t", file=out)
        for row in rows:
            print(*row, sep="\t", file=out)
    with open(HERE / "voices.tsv", "w", encoding="utf-8") as out:
        print("noun\tsources", file=out)
        for lemma in sorted(voice):
            speaks = voice[lemma] >= VOICE_TIMES and voice[lemma] / noun[lemma] >= VOICE_SHARE
            # Names that the tagger took for nouns are written with a capital letter.
            if speaks and lemma.isalpha() and small[lemma] * 2 > noun[lemma]:
                print(f"{lemma}\t{voice[lemma]}/{noun[lemma]}", file=out)


if __name__ == "__main__":
    main()
