"""From the corpora to the weights of the encoder and of what reads it.

    python models/training/run.py [FOLDER]

learns all on two cores, in about an hour and a half. With a GPU the encoder learns more (see teacher.py), in ten minutes:

    python models/training/run.py FOLDER --prepare
    python models/training/teacher.py FOLDER/packed FOLDER
    python models/training/run.py FOLDER --encoder FOLDER/small-160x4.pt

works in FOLDER (target/training if none is given) and writes models/encoder.bin, models/attribution.bin, models/encounters.bin and the rest. To be run in the root of the repository, with
the packages of requirements.txt installed and the corpora in ../shared/corpora.
"""

import argparse, glob, gzip, json, lzma, os, random, re, shutil, subprocess, sys

HERE = os.path.dirname(os.path.abspath(__file__))
CORPORA = "../shared/corpora"
TRAIN = ["cargo", "run", "--release", "--features", "training", "--bin", "train", "--"]


def unpack(folder, share):
    """News, a paragraph a line: of so many articles one."""
    with lzma.open(f"{CORPORA}/unlabeled/news-text.txt.xz", "rt") as news, open(f"{folder}/news.txt", "w") as out:
        number, blank = 0, True
        for line in news:
            if not line.strip():
                blank = True
                continue
            number += blank
            blank = False
            if number % share == 0:
                out.write(line)


def add(folder):
    """What is nearer to diplomacy, or to what is to be read, twice."""
    texts = []
    for path in sorted(glob.glob(f"{HERE}/encounters/*.jsonl")):
        with open(path) as file:
            texts += [json.loads(line)["text"] for line in file if line.strip()]
    with gzip.open(f"{CORPORA}/polnear/polnear-train.jsonl.gz", "rt") as file:
        texts += [json.loads(line)["text"] for line in file]
    with open(f"{folder}/news.txt", "a") as out:
        out.writelines(f"{line.strip()}\n" for text in texts * 2 for line in text.split("\n") if line.strip())


# Words by which two may have met. Of news without them, one paragraph in fifty or so tells of an encounter all the same.
MET = re.compile(
    r"\b(met|meets?|meetings?|talk(s|ed|ing)?|summits?|visit\w*|dinners?|lunch\w*|breakfast\w*|drinks|tea|phon\w+|telephon\w+|calls?|called|rang|spoke\w*|speak\w*|conversation\w*|"
    r"discuss\w*|negotiat\w*|host\w*|welcom\w*|greet\w*|receiv\w*|join\w*|accompan\w*|attend\w*|sat|sits?|sitting|shook|shak\w+|hug\w*|handsh\w+|sign(s|ed|ing)?|debat\w+|"
    r"hearings?|testif\w+|interview\w*|brief(ed|ing|s)|alongside|together|with (him|her|them)|flank\w*|beside|introduc\w+|present(ed|s)?|gather\w*|sessions?|conferences?|rall(y|ies)|"
    r"tour\w*|travel\w*|trips?|flew|fly\w*|arriv\w+|guests?|ceremon\w+|funeral\w*|photo\w*|pictured|left|right|from left|encounter\w*|confer\w*|consult\w*|reception\w*|part(y|ies)|"
    r"events?|appear\w*|huddl\w+|stood|stand\w*|invit\w+|told|tells?|telling|ask(s|ed|ing)?|saw|sees?|seeing|seen|face|faced|dined?|walk\w*|led|lead\w*|headed|represent\w*|"
    r"delegation\w*|counterpart\w*|colleague\w*|hand(ed|s|ing)|brought|bring\w*|agree\w*|sworn|swear\w*|embrac\w+|appoint\w+ in|hospital|wedding|church|stage|podium|exchange\w*)\b", re.I)
NAME = re.compile(r"\b[A-Z][a-z]+ (?:[A-Z]\. )?[A-Z][a-z]+")


def apart(folder, count=4000):
    """News in which people are told of who did not meet: paragraphs with two names and no word of encounters."""
    found = []
    with lzma.open(f"{CORPORA}/unlabeled/news-text.txt.xz", "rt") as news:
        for line in news:
            words = line.count(" ") + 1
            if 15 <= words <= 110 and len(set(NAME.findall(line))) >= 2 and not MET.search(line):
                found.append(line)
    random.Random(1815).shuffle(found)
    with open(f"{folder}/apart.txt", "w") as out:
        out.writelines(found[:count])


def python(script, *args):
    # Memory that was freed is kept: asking the system for it again takes longer than the arithmetic.
    settings = {"MALLOC_MMAP_MAX_": "0", "MALLOC_TRIM_THRESHOLD_": "100000000000", "MALLOC_TOP_PAD_": "500000000"}
    subprocess.run([sys.executable, f"{HERE}/{script}", *args], check=True, env={**os.environ, **settings})


def prepare(folder):
    """What a GPU reads."""
    unpack(folder, 1)
    add(folder)
    subprocess.run([*TRAIN, "features", "--work", folder], check=True)
    python("rows.py", folder, f"{folder}/packed")


def encoder(folder):
    """Learns the encoder here; gives the path of its weights."""
    unpack(folder, 3)
    subprocess.run([*TRAIN, "features", "--work", folder], check=True)
    python("pretrain.py", folder)
    # Three times from a large step to small ones, each from where the last one ended.
    start = f"{folder}/pretrained.pt"
    for seed, (epochs, share, rate) in enumerate([(14, 0.5, 1.8e-3), (9, 0.25, 1e-3), (6, 0.25, 1e-3)], 2):
        options = ["--start", start, "--epochs", epochs, "--share", share, "--rate", rate, "--seed", seed]
        python("train.py", folder, *map(str, options))
        start = f"{folder}/model.pt"
    return start


def forests(folder):
    """Who speaks; who was at a meeting, and then, with that, where and when it was: what is weighed for meetings comes from a judge of encounters that has not read the article."""
    from forests import GOLD

    def weigh(gold, path):
        with open(path, "w") as out:
            subprocess.run(["cargo", "run", "--release", "--", "--quiet", "evaluate", gold, "--signals"], check=True, stdout=out)
        return path

    # Who speaks is told without a judge of encounters.
    python("forests.py", "speakers", *(weigh(gold, f"{folder}/speakers-{os.path.basename(gold)}.jsonl") for gold in GOLD))

    for half in "01":
        # None reads `plain` (6), with which they find no more.
        python("encounters.py", folder, f"{folder}/half-{half}.bin", "--without", "6", "--half", half)
    cases = f"{folder}/cases"
    python("cases.py", cases)
    for what in ["parties", "places", "days"]:
        files = {half: [] for half in "01"}
        for half in "01":
            shutil.copy(f"{folder}/half-{half}.bin", "models/encounters.bin")
            for gold in GOLD + [cases] * (half == "0"):
                path = weigh(gold, f"{folder}/{what}-{half}-{os.path.basename(gold)}.jsonl")
                if gold != cases:
                    files[half].append(path)
        python("forests.py", what, f"{folder}/{what}-0-cases.jsonl", "--half", "0", *files["0"], "--half", "1", *files["1"], "--cases", cases)
    python("encounters.py", folder, "models/encounters.bin", "--without", "6")


def main(options):
    folder = options.folder
    os.makedirs(folder, exist_ok=True)
    if options.prepare:
        prepare(folder)
        return
    python("export.py", folder, options.encoder or encoder(folder), "models/encoder.bin")
    # What the encoder makes of articles with attributions.
    subprocess.run([*TRAIN, "attribution", "--work", folder], check=True)
    python("attribution.py", folder, "models/attribution.bin")
    # Passages and articles in which people meet, and news in which they do not.
    apart(folder)
    subprocess.run([*TRAIN, "encounters", "--work", folder], check=True)
    forests(folder)
    # The lemmas need no encoder; the names are learned with its parts of speech.
    subprocess.run([*TRAIN, "all"], check=True)


if __name__ == "__main__":
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("folder", nargs="?", default="target/training")
    options.add_argument("--prepare", action="store_true", help="write what teacher.py reads into FOLDER/packed, and end")
    options.add_argument("--encoder", help="weights of an encoder that was learned with a GPU")
    main(options.parse_args())
