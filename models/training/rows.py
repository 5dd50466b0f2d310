"""Corpora packed for a machine with a GPU: one folder of compressed arrays, and rows of sentences from it."""

import lzma, os, sys
import numpy as np
import torch

from corpus import FEATURES, VECTOR, Corpus, Words
from train import TRAINS

ROW = 128  # tokens of a row
TREES = ("ewt-train", "ewt-train-disguised", "ewt-train-renamed", "gum-train", "gum-train-disguised", "gum-train-renamed", "ewt-dev", "gum-dev")
NAMES = ("worldwide-train", "wikineural-train", "crossner-politics-train", "worldwide-dev", "crossner-politics-dev", "uner-ewt-dev")
WORDS16 = [{"id": lzma.FILTER_LZMA2, "preset": 6, "lp": 1, "lc": 3, "pb": 1}]
MISSING = -10_000  # the head of what has none


def put(path, array, filters=None):
    with lzma.open(path + ".xz", "wb", filters=filters, preset=None if filters else 6) as file:
        file.write(array.tobytes())


def get(path, kind):
    with lzma.open(path + ".xz") as file:
        return np.frombuffer(file.read(), kind).copy()


def pack(folder, target):
    """Writes what `train features` wrote into `target`, words numbered by how often the news has them."""
    os.makedirs(target, exist_ok=True)
    news = Corpus(folder, "news", [])
    words = Words(folder, [Corpus(folder, n, []) for n in TRAINS], news)
    count = np.bincount(news.columns["word"], minlength=len(words.vector))
    order = np.argsort(-count, kind="stable")
    rank = np.empty_like(order)
    rank[order] = np.arange(len(order))
    put(f"{target}/features", words.features.numpy()[order].astype(np.uint16).T.copy())
    put(f"{target}/vector", words.vector.numpy()[order].astype(np.uint16))
    put(f"{target}/vectors", words.vectors.numpy().astype(np.float16))
    put(f"{target}/count", count[order].astype(np.uint32))
    for name in ("news", *TREES, *NAMES):
        columns = ("upos", "xpos", "head", "relation") if name in TREES else ("class",) if name in NAMES else ()
        corpus = Corpus(folder, name, columns)
        own = rank[corpus.columns["word"]]
        put(f"{target}/{name}.len", corpus.lengths.astype(np.uint16))
        put(f"{target}/{name}.word", (own & 0xFFFF).astype(np.uint16), WORDS16)
        put(f"{target}/{name}.rare", (own >> 16).astype(np.uint8))
        put(f"{target}/{name}.hint", (corpus.columns["hint"] & 255).astype(np.uint8))
        put(f"{target}/{name}.more", (corpus.columns["hint"] >> 8).astype(np.uint8))
        for column in columns:
            put(f"{target}/{name}.{column}", corpus.columns[column].astype(np.uint16))


class Table:
    """What is known of words."""

    def __init__(self, folder, device):
        self.features = torch.from_numpy(get(f"{folder}/features", np.uint16).reshape(FEATURES, -1).T.astype(np.int32)).to(device)
        self.vector = torch.from_numpy(get(f"{folder}/vector", np.uint16).astype(np.int32)).to(device)
        self.vectors = torch.from_numpy(get(f"{folder}/vectors", np.float16).reshape(-1, VECTOR).astype(np.float32)).to(device)
        self.keys = int(self.features.max())


class Rows:
    """Sentences one after the other, cut into rows of whole ones."""

    def __init__(self, folder, name, device):
        self.name = name
        lengths = get(f"{folder}/{name}.len", np.uint16).astype(np.int64)
        word = get(f"{folder}/{name}.word", np.uint16).astype(np.int32) | get(f"{folder}/{name}.rare", np.uint8).astype(np.int32) << 16
        hint = get(f"{folder}/{name}.hint", np.uint8).astype(np.int32) | get(f"{folder}/{name}.more", np.uint8).astype(np.int32) << 8
        starts = np.concatenate([[0], np.cumsum(lengths)])
        rows, at, size = [], 0, 0
        for start, length in zip(starts[:-1].tolist(), lengths.tolist()):
            if length > ROW:
                if size:
                    rows.append((at, size))
                size = 0
                continue
            if size and size + length > ROW:
                rows.append((at, size))
                size = 0
            if not size:
                at = start
            size += length
        if size:
            rows.append((at, size))
        rows = np.array(rows)
        own = torch.from_numpy
        self.start, self.size = own(rows[:, 0]).to(device), own(rows[:, 1]).to(device)
        sentence = np.repeat(np.arange(len(lengths), dtype=np.int32), lengths)
        self.columns = {"word": own(word).to(device), "hint": own(hint.astype(np.int16)).to(device), "sentence": own(sentence).to(device)}
        if name in TREES:
            for what in ("upos", "xpos", "relation"):
                self.columns[what] = own(get(f"{folder}/{name}.{what}", np.uint16).astype(np.int16)).to(device)
            head = get(f"{folder}/{name}.head", np.uint16).astype(np.int64)
            place = np.arange(len(head)) - np.repeat(starts[:-1], lengths)
            self.columns["head"] = own(np.where(head == 0, MISSING, head - 1 - place).astype(np.int16)).to(device)
        if name in NAMES:
            self.columns["class"] = own(get(f"{folder}/{name}.class", np.uint16).astype(np.int16)).to(device)

    def __len__(self):
        return len(self.start)

    def take(self, chosen):
        """The columns of rows, (row, place), sentence -1 where nothing is; heads as places, the root 0."""
        device = self.start.device
        at = torch.arange(ROW, device=device)
        there = at < self.size[chosen][:, None]
        index = (self.start[chosen][:, None] + at).clamp(max=len(self.columns["word"]) - 1)
        out = {what: column[index].long() for what, column in self.columns.items()}
        out["sentence"] = torch.where(there, out["sentence"], -1)
        out["word"] = torch.where(there, out["word"], 0)
        out["hint"] = torch.where(there, out["hint"], 0)
        if "head" in out:
            out["head"] = torch.where(there & (out["head"] != MISSING), at + 1 + out["head"], 0)
        return out


class Rounds:
    """Rows of one corpus, so many at a time, each once a round."""

    def __init__(self, rows, count):
        self.rows, self.count, self.order = rows, count, torch.empty(0)

    def draw(self):
        if len(self.order) < self.count:
            self.order = torch.randperm(len(self.rows), device=self.rows.start.device)
        chosen, self.order = self.order[: self.count], self.order[self.count :]
        return self.rows.take(chosen)


class Mixed:
    """Rows of several corpora."""

    def __init__(self, parts, seed):
        self.parts = parts
        self.device = parts[0][0].start.device
        self.generator = torch.Generator().manual_seed(seed)

    def draw(self, count):
        """So many rows, from one corpus each time; corpora by their weights."""
        sizes = torch.tensor([len(rows) * weight for rows, weight in self.parts], dtype=torch.float)
        which = int(torch.multinomial(sizes, 1, generator=self.generator))
        rows = self.parts[which][0]
        chosen = torch.randint(len(rows), (count,), generator=self.generator)
        return rows, rows.take(chosen.to(self.device))


if __name__ == "__main__":
    pack(*sys.argv[1:])
