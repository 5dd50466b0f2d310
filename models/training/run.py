"""From the corpora to the weights of the encoder and of what reads it, in about fifty minutes on two cores.

    python models/training/run.py [FOLDER]

works in FOLDER (target/training if none is given) and writes models/encoder.bin, models/attribution.bin, models/encounters.bin and the rest. To be run in the root of the repository, with
the packages of requirements.txt installed and the corpora in ../shared/corpora.
"""

import lzma, os, subprocess, sys

HERE = os.path.dirname(os.path.abspath(__file__))
NEWS = "../shared/corpora/unlabeled/news-text.txt.xz"
SHARE = 3  # of so many paragraphs of the news one is read


def unpack(folder):
    """A part of the news, a paragraph a line."""
    with lzma.open(NEWS, "rt") as news, open(f"{folder}/news.txt", "w") as out:
        number, blank = 0, True
        for line in news:
            if not line.strip():
                blank = True
                continue
            number += blank
            blank = False
            if number % SHARE == 0:
                out.write(line)


def python(script, *args):
    # Memory that was freed is kept: asking the system for it again takes longer than the arithmetic.
    settings = {"MALLOC_MMAP_MAX_": "0", "MALLOC_TRIM_THRESHOLD_": "100000000000", "MALLOC_TOP_PAD_": "500000000"}
    subprocess.run([sys.executable, f"{HERE}/{script}", *args], check=True, env={**os.environ, **settings})


def main(folder):
    os.makedirs(folder, exist_ok=True)
    unpack(folder)
    train = ["cargo", "run", "--release", "--features", "training", "--bin", "train", "--"]
    subprocess.run([*train, "features", "--work", folder], check=True)
    python("pretrain.py", folder)
    # Three times from a large step to small ones, each from where the last one ended.
    start = f"{folder}/pretrained.pt"
    for seed, (epochs, share, rate) in enumerate([(14, 0.5, 1.8e-3), (9, 0.25, 1e-3), (6, 0.25, 1e-3)], 2):
        options = ["--start", start, "--epochs", epochs, "--share", share, "--rate", rate, "--seed", seed]
        python("train.py", folder, *map(str, options))
        start = f"{folder}/model.pt"
    python("export.py", folder, f"{folder}/model.pt", "models/encoder.bin")
    # What the encoder makes of articles with attributions.
    subprocess.run([*train, "attribution", "--work", folder], check=True)
    python("attribution.py", folder, "models/attribution.bin")
    # Passages and articles in which people meet.
    subprocess.run([*train, "encounters", "--work", folder], check=True)
    python("encounters.py", folder, "models/encounters.bin")
    # The lemmas need no encoder; the names are learned with its parts of speech.
    subprocess.run([*train, "all"], check=True)


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "target/training")
