"""What reads the encoder: parts of speech, trees, names."""

import torch
from torch import nn
import torch.nn.functional as F

from encoder import HIDDEN, Encoder, dropout

UPOS, XPOS, RELATIONS, CLASSES = 17, 50, 51, 13
MIDDLE = 96  # between the encoder and tags, and names
ARC = 128
SUM, PRODUCT = 96, 64  # of heads and dependents, for relations
leaky = lambda x: F.leaky_relu(x, 0.125)


class Model(nn.Module):
    def __init__(self, words, counts):
        super().__init__()
        self.upos, self.xpos, self.relations = counts
        self.encoder = Encoder(words, sparse=True)
        size = 2 * HIDDEN
        self.tag_middle = nn.Linear(size, MIDDLE)
        self.tag = nn.Linear(MIDDLE, self.upos + self.xpos)
        self.head = nn.Linear(size, ARC)
        self.dependent = nn.Linear(size, ARC)
        self.arc = nn.Linear(ARC, ARC)
        self.root = nn.Parameter(torch.randn(size) * 0.1)
        self.label_head = nn.Linear(size, SUM + PRODUCT)
        self.label_dependent = nn.Linear(size, SUM + PRODUCT)
        self.label = nn.Linear(SUM + PRODUCT, self.relations)
        self.name_middle = nn.Linear(2 * size, MIDDLE)
        self.name = nn.Linear(MIDDLE, CLASSES)
        self.follow = nn.Parameter(torch.zeros(CLASSES, CLASSES))
        with torch.no_grad():
            self.arc.weight.copy_(torch.eye(ARC) * 0.1)

    def encode(self, word, hint, mask, known, seen, rate):
        with torch.autocast("cpu", torch.bfloat16):
            return self.encoder(self.encoder.embed(word, hint, mask, known, seen), rate)

    def tags(self, out, rate):
        with torch.autocast("cpu", torch.bfloat16):
            middle = dropout(leaky(self.tag_middle(out[2])).float(), rate, self.training)
            return self.tag(middle).float().split([self.upos, self.xpos], -1)

    def arcs(self, out, mask, rate):
        """Scores of (sentence, dependent, head), head 0 being the root; and the parts for labels."""
        x = dropout(out[-1], rate, self.training)
        rooted = torch.cat([self.root.expand(1, x.shape[1], -1), x])
        with torch.autocast("cpu", torch.bfloat16):
            head = dropout(leaky(self.head(rooted)).float(), rate, self.training)
            dependent = dropout(leaky(self.dependent(x)).float(), rate, self.training)
            scores = torch.einsum("tba,sba->bts", self.arc(dependent).float(), head.float())
            lh = self.label_head(rooted).float()
            ld = self.label_dependent(x).float()
        there = torch.cat([torch.ones(1, mask.shape[1]), mask]).T[:, None]
        return scores.float() + (there - 1) * 1e4, lh, ld

    def labels(self, lh, ld, heads, rate):
        """Scores of relations, (time, sentence, relation), given heads (time, sentence)."""
        own = torch.gather(lh, 0, heads[..., None].expand(-1, -1, lh.shape[2]))
        z = torch.cat([leaky(own[..., :SUM] + ld[..., :SUM]), own[..., SUM:] * ld[..., SUM:]], -1)
        return self.label(dropout(z, rate, self.training))

    def names(self, out, rate):
        x = dropout(torch.cat([out[1], out[3]], -1), rate, self.training)
        with torch.autocast("cpu", torch.bfloat16):
            middle = dropout(leaky(self.name_middle(x)).float(), rate, self.training)
            return self.name(middle).float()

    def transitions(self):
        """An inside follows only its own kind."""
        rows = torch.arange(CLASSES)[:, None]
        columns = torch.arange(CLASSES)[None]
        inside = (columns % 2 == 0) & (columns > 0)
        wrong = inside & (rows != columns) & (rows + 1 != columns)
        return self.follow - 1e4 * wrong.float()

    def name_loss(self, scores, allowed, mask):
        """How unlikely the allowed classes are: of all ways, those that go through them."""
        follow = self.transitions()
        start = -1e4 * torch.tensor([float(c > 0 and c % 2 == 0) for c in range(CLASSES)])
        both = torch.stack([scores, scores + (allowed.float() - 1) * 1e4], 1)  # time, 2, sentence, class
        alpha = start + both[0]
        for t in range(1, len(scores)):
            new = torch.logsumexp(alpha[..., :, None] + follow, -2) + both[t]
            alpha = torch.where(mask[t][None, :, None] > 0, new, alpha)
        ends = torch.logsumexp(alpha, -1)
        return (ends[0] - ends[1]).sum() / mask.sum()

    @torch.no_grad()
    def best_names(self, scores, lengths):
        follow = self.transitions()
        start = -1e4 * torch.tensor([float(c > 0 and c % 2 == 0) for c in range(CLASSES)])
        alpha = start + scores[0]
        back, every = [], [alpha]
        for t in range(1, len(scores)):
            value, place = (alpha[:, :, None] + follow).max(1)
            alpha = value + scores[t]
            back.append(place)
            every.append(alpha)
        out = []
        for b, n in enumerate(lengths):
            c = int(every[n - 1][b].argmax())
            path = [c]
            for t in range(n - 2, -1, -1):
                c = int(back[t][b, c])
                path.append(c)
            out.append(path[::-1])
        return out
