"""Teaches whether two words of a sentence are of people who met, in what kind of encounter and how far it came, on what the encoder makes of passages,
as `train encounters` wrote it."""

import argparse, copy, os, struct, time
import numpy as np
import torch
from torch import nn
import torch.nn.functional as F

from encoder import dropout
from export import matrix

WIDTH = 320  # numbers of a layer of the encoder
SCALE = 1024.0  # by which they were multiplied
TRAITS = (52, 50, 53, 3)  # relation, tag, relation of the head, its side
KINDS, STATUSES = 7, 4
SIZE = 96  # of what is read of a token
PAIR = 96  # of what is read of two
LINKS = (7, 25, 53, 53)  # distance, steps to the common head, relations right below it
PARTS = 4  # the first, the second, their common head, its verb
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
        # Of each pair the tokens that it is made of, what is looked up, and 0 or 1 + the class of their encounter.
        pairs = read("pairs", np.uint32).astype(np.int64).reshape(-1, 2 + PARTS + len(LINKS))
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
        self.parts = nn.Linear(SIZE, PARTS * PAIR)
        self.links = nn.ModuleList([nn.Embedding(n, PAIR) for n in LINKS])
        for table in [*self.traits, *self.links]:
            nn.init.normal_(table.weight, 0, 0.1)
        self.out = nn.Linear(PAIR, 1 + KINDS + STATUSES)

    def read(self, numbers, traits, heads, rate):
        numbers = dropout(numbers[None], rate, self.training)[0]
        above = torch.cat([torch.zeros(1, SIZE), self.above(numbers[:, WIDTH:])])
        x = self.own(numbers) + above[heads + 1]
        for kind, table in enumerate(self.traits):
            x = x + table(traits[:, kind])
        return F.leaky_relu(x, 0.125)

    def forward(self, numbers, traits, heads, pairs, rate=0.0):
        x = self.parts(dropout(self.read(numbers, traits, heads, rate)[None], rate, self.training)[0])
        z = sum(part[pairs[:, i]] for i, part in enumerate(x.split(PAIR, 1)))
        for kind, table in enumerate(self.links):
            z = z + table(pairs[:, PARTS + kind])
        return self.out(dropout(F.leaky_relu(z, 0.125)[None], rate, self.training)[0])


def gather(all, chosen):
    tokens = np.concatenate([np.arange(all.starts[p], all.starts[p + 1]) for p in chosen])
    place = np.full(len(all.heads) + 1, -1)  # the last is for no head
    place[tokens] = np.arange(len(tokens))
    pairs = np.concatenate([all.pairs[p] for p in chosen])
    pairs[:, :PARTS] = place[pairs[:, :PARTS]]
    tensor = torch.from_numpy
    return tensor(all.numbers[tokens]).float() / SCALE, tensor(all.traits[tokens]), tensor(place[all.heads[tokens]]), tensor(pairs)


@torch.no_grad()
def evaluate(model, all, chosen):
    model.eval()
    numbers, traits, heads, pairs = gather(all, chosen)
    out = model(numbers, traits, heads, pairs)
    gold = pairs[:, -1] > 0
    figures = {}
    for chance in (0.3, 0.5, 0.7, 0.8):
        found = torch.sigmoid(out[:, 0]) >= chance
        r, o, g = (found & gold).sum(), found.sum(), gold.sum()
        figures[chance] = [round(float(x), 1) for x in (100 * r / o, 100 * r / g, 200 * r / (o + g))]
    kind, status = (pairs[gold, -1] - 1) // STATUSES, (pairs[gold, -1] - 1) % STATUSES
    figures["kind"] = round(float(100 * (out[gold, 1 : 1 + KINDS].argmax(1) == kind).float().mean()), 1)
    figures["status"] = round(float(100 * (out[gold, 1 + KINDS :].argmax(1) == status).float().mean()), 1)
    model.train()
    return figures


@torch.no_grad()
def export(model, all, target):
    """Writes the weights as the program reads them."""
    model.eval()
    numbers, traits, heads, _ = gather(all, range(0, all.count, 4))
    x = model.read(numbers, traits, heads, 0)
    largest = [float(it.abs().max()) for it in (numbers, numbers[:, WIDTH:], x)]
    print(largest)
    table = lambda it: struct.pack("<I", len(it.weight)) + it.weight.numpy().astype("<f4").tobytes()
    out = [matrix(model.own.weight, model.own.bias, largest[0]), matrix(model.above.weight, None, largest[1])]
    out += [table(it) for it in model.traits]
    out.append(matrix(model.parts.weight, model.parts.bias, largest[2]))
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
            numbers, traits, heads, pairs = gather(all, chosen[start : start + options.batch])
            out = model(numbers, traits, heads, pairs, options.drop)
            met = pairs[:, -1] > 0
            told = pairs[met, -1] - 1
            loss = F.binary_cross_entropy_with_logits(out[:, 0], met.float(), reduction="sum") / options.batch
            if len(told):
                loss = loss + 0.3 * F.cross_entropy(out[met, 1 : 1 + KINDS], told // STATUSES) + 0.3 * F.cross_entropy(out[met, 1 + KINDS :], told % STATUSES)
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
    chosen = [p for p in range(all.count) if all.groups[p] not in options.without]
    measured = [p for p in chosen if p % HELD_OUT == 0]
    learn(all, [p for p in chosen if p % HELD_OUT], options, measured)
    export(learn(all, chosen, options, []), all, options.target)


if __name__ == "__main__":
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("folder", help="where `train encounters` wrote the passages")
    options.add_argument("target", help="where the weights are written as the program reads them")
    options.add_argument("--epochs", type=int, default=12)
    options.add_argument("--batch", type=int, default=32)
    options.add_argument("--rate", type=float, default=2e-3, help="the largest step")
    options.add_argument("--drop", type=float, default=0.35)
    options.add_argument("--decay", type=float, default=0.05)
    options.add_argument("--without", type=int, nargs="*", default=[], help="folders of articles that are not read, by their numbers")
    options.add_argument("--seed", type=int, default=2)
    torch.set_num_threads(int(os.environ.get("THREADS", 2)))
    main(options.parse_args())
