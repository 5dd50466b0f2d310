"""Teaches whether two words are of people who met, in what kind of encounter and how far it came, and whether one tells where or when the other was, on
what the encoder makes of passages, as `train encounters` wrote it."""

import argparse, copy, os, struct, time
import numpy as np
import torch
from torch import nn
import torch.nn.functional as F

from encoder import Layer, dropout
from export import layer, matrix

WIDTH = 320  # numbers of a layer of the encoder
SCALE = 1024.0  # by which they were multiplied
TRAITS = (52, 50, 53, 3)  # relation, tag, relation of the head, its side
KINDS, STATUSES = 7, 4
SIZE = 96  # of what is read of a token
HALF = 64  # of what is read of those around it, in each direction
PAIR = 96  # of what is read of two
LINKS = (7, 25, 53, 53, 2)  # distance, steps to the common head, relations right below it, whether in two sentences
PARTS = 4  # the first, the second, their common head, its verb
TOLD = 5  # whether they met, where and when
SETTING = 0.5  # what where and when count
NEWS = 9  # the group of paragraphs of news
HELD_OUT = 10  # one passage of so many is left out for measuring


class Passages:
    def __init__(self, folder):
        read = lambda what, kind: np.fromfile(f"{folder}/encounters.{what}", kind)
        self.numbers = read("numbers", np.int16).reshape(-1, 2 * WIDTH)
        self.groups = read("group", np.uint8)
        own = read("traits", np.uint8).reshape(-1, 2).astype(np.int64)
        lengths = read("len", np.uint32).astype(np.int64)
        self.count = len(lengths)
        self.starts = np.concatenate([[0], np.cumsum(lengths)])
        heads = read("head", np.uint32).astype(np.int64)
        self.heads = np.where(heads > 0, heads - 1 + np.repeat(self.starts[:-1], lengths), -1)
        above = np.where(self.heads >= 0, own[np.maximum(self.heads, 0), 0] + 1, 0)
        side = np.where(self.heads < 0, 0, np.where(self.heads < np.arange(len(heads)), 1, 2))
        self.traits = np.stack([own[:, 0], own[:, 1], above, side], 1)
        # The stretches that are read as one.
        ends, at, self.windows = read("ends", np.uint32).astype(np.int64), 0, []
        for start in self.starts[:-1]:
            own = ends[at + 1 : at + 1 + ends[at]] + start
            self.windows.append(list(zip([start, *own], own)))
            at += 1 + ends[at]
        # Of each pair the tokens that it is made of, what is looked up, and what is told: 0 is nothing.
        pairs = read("pairs", np.uint32).astype(np.int64).reshape(-1, 1 + PARTS + len(LINKS) + TOLD)
        passage = pairs[:, 0]
        pairs = pairs[:, 1:]
        pairs[:, :PARTS] += self.starts[passage][:, None]
        bounds = np.searchsorted(passage, np.arange(self.count + 1))
        self.pairs = [pairs[a:b] for a, b in zip(bounds, bounds[1:])]


class Encounters(nn.Module):
    def __init__(self):
        super().__init__()
        self.own = nn.Linear(2 * WIDTH, SIZE)
        self.above = nn.Linear(WIDTH, SIZE, bias=False)
        self.traits = nn.ModuleList([nn.Embedding(n, SIZE) for n in TRAITS])
        self.around = Layer(SIZE, HALF)
        self.parts = nn.Linear(SIZE + 2 * HALF, PARTS * PAIR)
        self.links = nn.ModuleList([nn.Embedding(n, PAIR) for n in LINKS])
        for table in [*self.traits, *self.links]:
            nn.init.normal_(table.weight, 0, 0.1)
        self.out = nn.Linear(PAIR, TOLD + KINDS + STATUSES)

    def read(self, numbers, traits, heads, rate):
        numbers = dropout(numbers[None], rate, self.training)[0]
        above = torch.cat([torch.zeros(1, SIZE), self.above(numbers[:, WIDTH:])])
        x = self.own(numbers) + above[heads + 1]
        for kind, table in enumerate(self.traits):
            x = x + table(traits[:, kind])
        return F.leaky_relu(x, 0.125)

    def context(self, own, at, mask, rate):
        """What is around each token: `at` has the tokens of stretches, time first, the shorter ones filled up."""
        x = dropout(own[at], rate, self.training) * mask[..., None]
        return self.around(x)[mask]

    def forward(self, numbers, traits, heads, pairs, at, mask, rate=0.0):
        own = self.read(numbers, traits, heads, rate)
        around = torch.zeros(len(own), 2 * HALF).index_copy(0, at[mask], self.context(own, at, mask, rate))
        x = self.parts(dropout(torch.cat([own, around], 1)[None], rate, self.training)[0]).view(-1, PARTS, PAIR)
        z = sum(F.embedding(pairs[:, i], x[:, i]) for i in range(PARTS))
        for kind, table in enumerate(self.links):
            z = z + table(pairs[:, PARTS + kind])
        return self.out(dropout(F.leaky_relu(z, 0.125)[None], rate, self.training)[0])


def gather(all, chosen):
    tokens = np.concatenate([np.arange(all.starts[p], all.starts[p + 1]) for p in chosen])
    place = np.full(len(all.heads) + 1, -1)  # the last is for no head
    place[tokens] = np.arange(len(tokens))
    pairs = np.concatenate([all.pairs[p] for p in chosen])
    pairs[:, :PARTS] = place[pairs[:, :PARTS]]
    starts, ends = np.array([it for p in chosen for it in all.windows[p]]).T
    at = starts + np.arange((ends - starts).max())[:, None]
    mask = at < ends
    at = place[np.where(mask, at, starts)]
    tensor = torch.from_numpy
    return (tensor(all.numbers[tokens]).float() / SCALE, tensor(all.traits[tokens]), tensor(place[all.heads[tokens]]), tensor(pairs),
            tensor(at), tensor(mask))


def pieces(chosen):
    return [chosen[start : start + 64] for start in range(0, len(chosen), 64)]


@torch.no_grad()
def evaluate(model, all, chosen):
    model.eval()
    counts, classes = {}, np.zeros(3)
    for piece in pieces(chosen):
        parts = gather(all, piece)
        pairs, out = parts[3], model(*parts)
        told, across = pairs[:, -TOLD:], pairs[:, PARTS + len(LINKS) - 1] > 0
        for what, columns, own in (("met", [0], ~across), ("across", [0], across), ("where", [1, 2], ~across), ("when", [3, 4], ~across)):
            for chance in (0.3, 0.5, 0.7):
                for column in columns:
                    known = own & (told[:, column] > 0)
                    found, gold = (torch.sigmoid(out[:, column]) >= chance) & known, (told[:, column] > 1) & known
                    row = counts.setdefault((what, chance), np.zeros(3))
                    row += [float(x.sum()) for x in (found & gold, found, gold)]
        met = told[:, 0] > 1
        kind, status = (told[met, 0] - 2) // STATUSES, (told[met, 0] - 2) % STATUSES
        classes += [float((out[met, TOLD : TOLD + KINDS].argmax(1) == kind).sum()), float((out[met, TOLD + KINDS :].argmax(1) == status).sum()), float(met.sum())]
    figures = {}
    for (what, chance), (r, o, g) in counts.items():
        figures.setdefault(what, {})[chance] = [round(100 * x, 1) for x in (r / max(o, 1), r / max(g, 1), 2 * r / max(o + g, 1))]
    figures["kind"], figures["status"] = (round(100 * x / max(classes[2], 1), 1) for x in classes[:2])
    model.train()
    return figures


@torch.no_grad()
def export(model, all, target):
    """Writes the weights as the program reads them."""
    model.eval()
    largest = [0.0] * 4
    for piece in pieces(range(0, all.count, 4)):
        numbers, traits, heads, _, at, mask = gather(all, piece)
        own = model.read(numbers, traits, heads, 0)
        around = model.context(own, at, mask, 0)
        seen = [numbers, numbers[:, WIDTH:], own, torch.cat([own.flatten(), around.flatten()])]
        largest = [max(old, float(it.abs().max())) for old, it in zip(largest, seen)]
    print(largest)
    table = lambda it: struct.pack("<I", len(it.weight)) + it.weight.numpy().astype("<f4").tobytes()
    out = [matrix(model.own.weight, model.own.bias, largest[0]), matrix(model.above.weight, None, largest[1])]
    out += [table(it) for it in model.traits]
    out += [layer(model.around, largest[2]), matrix(model.parts.weight, model.parts.bias, largest[3])]
    out += [table(it) for it in model.links]
    out.append(torch.cat([model.out.weight, model.out.bias[:, None]], 1).numpy().astype("<f4").tobytes())
    with open(target, "wb") as file:
        file.write(b"".join(out))


def learn(all, chosen, options, measured):
    torch.manual_seed(options.seed)
    rng = np.random.default_rng(options.seed)
    model = Encounters()
    average = copy.deepcopy(model)
    opt = torch.optim.AdamW(model.parameters(), lr=1, betas=(0.9, 0.95), weight_decay=options.decay)
    chosen = np.array(chosen)
    total = options.epochs * -(-len(chosen) // options.batch)
    step, begun = 0, time.time()
    for epoch in range(options.epochs):
        rng.shuffle(chosen)
        for start in range(0, len(chosen), options.batch):
            for group in opt.param_groups:
                group["lr"] = options.rate * min(1, step / 50) * max(0.02, 1 - step / total)
            parts = gather(all, chosen[start : start + options.batch])
            told, out = parts[3][:, -TOLD:], model(*parts, options.drop)
            losses = F.binary_cross_entropy_with_logits(out[:, :TOLD], (told > 1).float(), reduction="none") * (told > 0)
            loss = (losses[:, 0].sum() + SETTING * losses[:, 1:].sum()) / options.batch
            met = told[:, 0] > 1
            known = told[met, 0] - 2
            if len(known):
                loss = loss + 0.3 * F.cross_entropy(out[met, TOLD : TOLD + KINDS], known // STATUSES) + 0.3 * F.cross_entropy(out[met, TOLD + KINDS :], known % STATUSES)
            opt.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(model.parameters(), 2.0)
            opt.step()
            step += 1
            decay = min(0.995, step / (step + 20))
            with torch.no_grad():
                torch._foreach_lerp_(list(average.parameters()), list(model.parameters()), 1 - decay)
        if len(measured) and epoch % 4 == 3:
            print(f"epoch {epoch + 1}, {time.time() - begun:.0f} s, loss {loss.item():.3f}, {evaluate(average, all, measured)}", flush=True)
    return average


def main(options):
    all = Passages(options.folder)
    articles = np.cumsum((all.groups > 0) & (all.groups < NEWS))
    left_out = lambda p: all.groups[p] in options.without or 0 < all.groups[p] < NEWS and articles[p] % 2 == options.half
    chosen = [p for p in range(all.count) if not left_out(p)]
    times = lambda some: [p for p in some for _ in range(options.articles if all.groups[p] else 1)]
    if options.figures:
        learn(all, times([p for p in chosen if p % HELD_OUT]), options, [p for p in chosen if p % HELD_OUT == 0])
    export(learn(all, times(chosen), options, []), all, options.target)


if __name__ == "__main__":
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("folder", help="where `train encounters` wrote the passages")
    options.add_argument("target", help="where the weights are written as the program reads them")
    options.add_argument("--epochs", type=int, default=18)
    options.add_argument("--articles", type=int, default=5, help="how often a round reads an annotated article")
    options.add_argument("--figures", action="store_true", help="first learn without a tenth and measure on that")
    options.add_argument("--batch", type=int, default=32)
    options.add_argument("--rate", type=float, default=2e-3, help="the largest step")
    options.add_argument("--drop", type=float, default=0.35)
    options.add_argument("--decay", type=float, default=0.05)
    options.add_argument("--without", type=int, nargs="*", default=[], help="folders of articles that are not read, by their numbers")
    options.add_argument("--half", type=int, help="which half of the articles is not read: those of an even number, or of an odd one")
    options.add_argument("--seed", type=int, default=2)
    torch.set_num_threads(int(os.environ.get("THREADS", 2)))
    main(options.parse_args())
