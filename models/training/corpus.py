"""The corpora as numbers, as `train features` wrote them, and batches of them."""

import numpy as np
import torch

FEATURES = 12  # hashes of a word: itself, lower case, shape, five endings, four beginnings
WORDS = 2  # of these, the first are the word itself
HINTS = 12  # what the gazetteer knows of a token, as bits
VECTOR = 64
MOST = 60_000  # embeddings at most


def mix(kind, value):
    """As `perceptron::mix` has it."""
    with np.errstate(over="ignore"):
        h = np.uint64(kind) ^ (value * np.uint64(0x9E3779B97F4A7C15))
        h = (h << np.uint64(29)) | (h >> np.uint64(35))
        h = h * np.uint64(0xBF58476D1CE4E5B9)
        return h ^ (h >> np.uint64(32))


class Corpus:
    """Sentences of one corpus; `column(i, name)` is one array of sentence `i`."""

    def __init__(self, folder, name, columns):
        read = lambda what: np.fromfile(f"{folder}/{name}.{what}", np.uint32)
        self.lengths = read("len").astype(np.int64)
        self.starts = np.concatenate([[0], np.cumsum(self.lengths)])
        self.columns = {what: read(what) for what in ["word", "hint", *columns]}

    def __len__(self):
        return len(self.lengths)

    def column(self, i, what):
        return self.columns[what][self.starts[i] : self.starts[i + 1]]


class Words:
    """The words that occur: their embeddings' numbers (0 is none) and vectors' (0 is none)."""

    def __init__(self, folder, corpora, news):
        hashes = np.fromfile(f"{folder}/words.u64", np.uint64).reshape(-1, FEATURES).copy()
        hashes[hashes[:, 0] == hashes[:, 1], 0] = 0
        keys = np.stack([mix(k + 1, hashes[:, k]) for k in range(FEATURES)], 1)
        keys[hashes == 0] = 0
        count = np.zeros(len(hashes))
        rare = np.zeros(len(hashes))
        for corpus in corpora:
            rare += np.bincount(corpus.columns["word"], minlength=len(hashes))
        count += np.bincount(news.columns["word"], minlength=len(hashes))
        every, place = np.unique(keys, return_inverse=True)
        place = place.reshape(keys.shape)
        own = np.zeros(len(every))
        far = np.zeros(len(every))
        for k in range(FEATURES):
            own += np.bincount(place[:, k], rare, minlength=len(every))
            far += np.bincount(place[:, k], count, minlength=len(every))
        value = own * 15 + far
        value[(own < 3) & (far < 40)] = 0
        value[every == 0] = 0
        best = np.argsort(-value, kind="stable")[:MOST]
        best = best[value[best] > 0]
        number = np.zeros(len(every), np.int64)
        number[best] = np.arange(1, len(best) + 1)
        self.features = torch.from_numpy(number[place])
        self.keys = every[best]
        table = np.fromfile(f"{folder}/vectors.u64", np.uint64)
        vectors = np.fromfile(f"{folder}/vectors.f32", np.float32).reshape(-1, VECTOR)
        vectors = (vectors - vectors.mean(0)) / vectors.std()
        order = np.argsort(table)
        hashes = np.fromfile(f"{folder}/words.u64", np.uint64).reshape(-1, FEATURES)

        def find(column):
            at = np.searchsorted(table, column, sorter=order).clip(0, len(table) - 1)
            at = order[at]
            return np.where(table[at] == column, at + 1, 0)

        exact, lower = find(hashes[:, 0]), find(hashes[:, 1])
        self.vector = torch.from_numpy(np.where(exact > 0, exact, lower))
        self.vectors = torch.from_numpy(np.concatenate([np.zeros((1, VECTOR), np.float32), vectors]))
        self.vector_keys = table


def batches(lengths, budget, rng, longest=100):
    """Sentences of like length together; each batch has about `budget` tokens with padding."""
    order = np.flatnonzero(lengths <= longest)
    order = order[np.argsort(lengths[order] + rng.random(len(order)) * 2.0, kind="stable")]
    out, start = [], 0
    while start < len(order):
        end = start + 1
        while end < len(order) and lengths[order[end]] * (end + 1 - start) <= budget:
            end += 1
        out.append(order[start:end])
        start = end
    rng.shuffle(out)
    return out


def pad(corpus, chosen, what, fill=0):
    """One column of the chosen sentences, time first."""
    longest = int(corpus.lengths[chosen].max())
    out = np.full((len(chosen), longest), fill, np.int64)
    for row, i in zip(out, chosen):
        column = corpus.column(i, what)
        row[: len(column)] = column
    return torch.from_numpy(out.T.copy())


def mask(corpus, chosen):
    longest = int(corpus.lengths[chosen].max())
    return torch.from_numpy((np.arange(longest)[:, None] < corpus.lengths[chosen][None]).astype(np.float32))
