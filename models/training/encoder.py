"""The encoder that all heads share: embeddings, and layers of simple recurrent units."""

import torch
from torch import nn
import torch.nn.functional as F

from corpus import HINTS, VECTOR, WORDS

SUB = 96
HIDDEN = 160  # in each direction
LAYERS = 4


class Scan(torch.autograd.Function):
    """c[t] = f[t] c[t-1] + b[t] along the first dimension; from the end in the second half."""

    @staticmethod
    def forward(ctx, f, b):
        c = torch.empty_like(b)
        half = b.shape[2] // 2
        halves = [[x[..., :half] for x in (f, b, c)], [x[..., half:] for x in (f, b, c)]]
        last = len(b) - 1
        c[0, :, :half] = b[0, :, :half]
        c[last, :, half:] = b[last, :, half:]
        for t in range(1, len(b)):
            f1, b1, c1 = halves[0]
            torch.addcmul(b1[t], f1[t], c1[t - 1], out=c1[t])
            f2, b2, c2 = halves[1]
            torch.addcmul(b2[last - t], f2[last - t], c2[last - t + 1], out=c2[last - t])
        ctx.save_for_backward(f, c)
        return c

    @staticmethod
    def backward(ctx, g):
        f, c = ctx.saved_tensors
        d = torch.empty_like(g)
        last = len(g) - 1
        half = g.shape[2] // 2
        f1, g1, d1 = (x[..., :half] for x in (f, g, d))
        f2, g2, d2 = (x[..., half:] for x in (f, g, d))
        d1[last] = g1[last]
        d2[0] = g2[0]
        for t in range(1, len(g)):
            torch.addcmul(g1[last - t], f1[last - t + 1], d1[last - t + 1], out=d1[last - t])
            torch.addcmul(g2[t], f2[t - 1], d2[t - 1], out=d2[t])
        df = torch.empty_like(f)
        df[0, :, :half] = 0
        df[last, :, half:] = 0
        torch.mul(d1[1:], c[:-1, :, :half], out=df[1:, :, :half])
        torch.mul(d2[:-1], c[1:, :, half:], out=df[:-1, :, half:])
        return df, d


def dropout(x, rate, training):
    """Drops the same numbers at every time."""
    if not training or rate == 0:
        return x
    keep = torch.empty(1, x.shape[1], x.shape[2]).bernoulli_(1 - rate) / (1 - rate)
    return x * keep


class Layer(nn.Module):
    """Both directions: f, r gates and the new value from the input; a highway around."""

    def __init__(self, size, half=HIDDEN):
        super().__init__()
        self.gates = nn.Linear(size, 6 * half, bias=False)
        nn.init.uniform_(self.gates.weight, -((3 / size) ** 0.5), (3 / size) ** 0.5)
        self.forget = nn.Parameter(torch.linspace(-1, 2, half).repeat(2))
        self.reset = nn.Parameter(torch.zeros(2 * half))
        self.skip = nn.Linear(size, 2 * half, bias=False) if size != 2 * half else None

    def forward(self, x):
        u, f, r = self.gates(x).float().chunk(3, 2)
        f = torch.sigmoid(f + self.forget)
        r = torch.sigmoid(r + self.reset)
        c = Scan.apply(f, torch.addcmul(u, f, u, value=-1))
        skip = (self.skip(x) if self.skip is not None else x).float()
        return torch.lerp(skip, c, r)


class Encoder(nn.Module):
    def __init__(self, words, sparse=False):
        super().__init__()
        self.words = words
        self.table = nn.EmbeddingBag(len(words.keys) + 1, SUB, mode="sum", padding_idx=0, sparse=sparse)
        nn.init.normal_(self.table.weight, 0, 0.3)
        with torch.no_grad():
            self.table.weight[0] = 0
        size = VECTOR + SUB + HINTS
        self.layers = nn.ModuleList([Layer(size if i == 0 else 2 * HIDDEN) for i in range(LAYERS)])

    def embed(self, word, hint, mask, known, seen):
        """`known`: whether the word itself is seen; `seen`: whether anything is."""
        kinds, place = torch.unique(word, return_inverse=True)
        features = self.words.features[kinds]
        own = self.table(features[:, :WORDS])
        parts = self.table(features[:, WORDS:])
        vector = self.words.vectors[self.words.vector[kinds]]
        bits = (hint[..., None] >> torch.arange(HINTS)) & 1
        known, seen = (known * mask)[..., None], (seen * mask)[..., None]
        sub = F.embedding(place, own) * known + F.embedding(place, parts)
        return torch.cat([vector[place] * known * 0.5, sub, bits.float()], 2) * seen

    def forward(self, x, rate=0.0):
        out = []
        for layer in self.layers:
            x = layer(dropout(x, rate, self.training))
            out.append(x)
        return out
