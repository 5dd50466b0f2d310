"""Teaches who says what: sources, cues and contents, on what the encoder makes of PolNeAR and of annotated articles, as `train attribution` wrote it.

Of annotated articles only cues and what is said are told, and of optional statements nothing: there all ways to read them count that agree with what is told
(Täckström et al. 2013)."""

import argparse, copy, os, struct, time
import numpy as np
import torch
from torch import nn
import torch.nn.functional as F

from encoder import Layer, dropout
from export import layer, matrix

WIDTH = 320  # numbers of a layer of the encoder
SCALE = 1024.0  # by which they were multiplied
# Relation, tag, relation of the head, its side, place, whether it and its head are cues, relations below and above cues.
TRAITS = (52, 50, 53, 3, 12, 25, 53, 53)
PLACE = 4
STARTS, PARAGRAPH = 3, 2  # the place of a token is 3 times that in a quotation, and 2 if it starts a paragraph
ROLES = ("source", "cue", "content")
CLASSES = 1 + 2 * len(ROLES)
SIZE = 64  # of what is read of a token
HALF = 64  # in each direction
LAYERS = 2
LONGEST = 256  # tokens read together
BUDGET = 3072
OTHER, ANY = 7, 8  # classes of annotated articles: no cue and nothing that is said, and anything
EVERY = 3  # annotated articles are read so often in a round
EAGER = 0.2  # by so much it is made likelier that something begins, as too little is found otherwise


class Articles:
    def __init__(self, folder, name):
        read = lambda what, kind: np.fromfile(f"{folder}/{name}.{what}", kind)
        self.numbers = np.memmap(f"{folder}/{name}.numbers", np.int16, "r").reshape(-1, 2 * WIDTH)
        self.traits = read("traits", np.uint8).reshape(-1, len(TRAITS)).astype(np.int64)
        self.classes = read("class", np.uint32).astype(np.int64)
        self.owners = read("owner", np.uint32).astype(np.int64)
        lengths = read("len", np.uint32).astype(np.int64)
        self.starts = np.concatenate([[0], np.cumsum(lengths)])
        # Heads counted from 0 in all articles; -1 of roots.
        heads = read("head", np.uint32).astype(np.int64)
        self.heads = np.where(heads > 0, heads - 1 + np.repeat(self.starts[:-1], lengths), -1)

    def windows(self, chosen=None, longest=LONGEST):
        """Paragraphs that are read together, of the articles `chosen`; one that is too long is cut before a sentence, or anywhere."""
        out, begun = [], 0

        def close(at):
            nonlocal begun
            if at > begun:
                out.append((begun, at))
                begun = at

        place = self.traits[:, PLACE] % STARTS
        for article, (first, last) in enumerate(zip(self.starts, self.starts[1:])):
            if chosen is not None and not chosen[article]:
                continue
            begun = first
            paragraphs = [*(np.flatnonzero(place[first:last] == PARAGRAPH) + first), last]
            for start, end in zip(paragraphs, paragraphs[1:]):
                if end - begun > longest:
                    close(start)
                if end - begun > longest:
                    sentences = [*(np.flatnonzero(place[start:end] > 0) + start), end]
                    for one, two in zip(sentences, sentences[1:]):
                        if two - begun > longest:
                            close(one)
                        while two - begun > longest:
                            close(begun + longest)
            close(last)
        return np.array(out)


def batches(windows, rng):
    lengths = windows[:, 1] - windows[:, 0]
    order = np.argsort(lengths + rng.random(len(lengths)) * 24, kind="stable")
    out, start = [], 0
    while start < len(order):
        end = start + 1
        while end < len(order) and lengths[order[start : end + 1]].max() * (end + 1 - start) <= BUDGET:
            end += 1
        out.append(order[start:end])
        start = end
    rng.shuffle(out)
    return out


def allowed(classes):
    """Which classes tokens may be of."""
    table = torch.zeros(ANY + 1, CLASSES, dtype=torch.bool)
    table[:CLASSES] = torch.eye(CLASSES, dtype=torch.bool)
    table[OTHER, :3] = True
    table[ANY] = True
    return table[classes]


def gather(articles, windows):
    """The tokens of some windows, time first, and where their heads are: 0 is none, then the time and one."""
    lengths = windows[:, 1] - windows[:, 0]
    longest = lengths.max()
    at = windows[:, 0] + np.arange(longest)[:, None]
    mask = np.arange(longest)[:, None] < lengths
    at = np.where(mask, at, windows[:, 0])
    numbers = torch.from_numpy(articles.numbers[at.ravel()].reshape(*at.shape, -1)).float() / SCALE
    heads = articles.heads[at] - windows[:, 0]
    heads = np.where(mask & (heads >= 0) & (heads < lengths), heads + 1, 0)
    tensor = torch.from_numpy
    return (numbers * tensor(mask)[..., None], tensor(articles.traits[at]), tensor(heads), tensor(mask),
            tensor(np.where(mask, articles.classes[at], 0)))


class Chain(nn.Module):
    """A linear-chain conditional random field over classes: 0, then beginning and inside of each role."""

    def __init__(self):
        super().__init__()
        self.follow = nn.Parameter(torch.zeros(CLASSES, CLASSES))

    def transitions(self):
        rows, columns = torch.arange(CLASSES)[:, None], torch.arange(CLASSES)[None]
        inside = (columns % 2 == 0) & (columns > 0)
        return self.follow - 1e4 * (inside & (rows != columns) & (rows + 1 != columns)).float()

    def every(self, scores, mask):
        """The logarithm of the sum over all ways."""
        follow = self.transitions()
        # Each step as a matrix; neighbors are joined until one is left.
        one = torch.full((CLASSES, CLASSES), -1e4).fill_diagonal_(0)
        steps = torch.where(mask[1:, :, None, None], follow + scores[1:, :, None], one)
        while len(steps) > 1:
            if len(steps) % 2:
                steps = torch.cat([steps, one.expand(1, steps.shape[1], -1, -1)])
            steps = torch.logsumexp(steps[0::2, :, :, :, None] + steps[1::2, :, None], 3)
        start = scores[0] - 1e4 * torch.tensor([float(c > 0 and c % 2 == 0) for c in range(CLASSES)])
        return torch.logsumexp(start[:, :, None] + steps[0], (1, 2)) if len(steps) else torch.logsumexp(start, 1)

    def loss(self, scores, classes, mask):
        """How unlikely the ways are that agree with what is told."""
        if (classes < CLASSES).all():
            follow = self.transitions()
            right = torch.gather(scores, 2, classes[..., None])[..., 0]
            right = (right * mask).sum() + (follow[classes[:-1], classes[1:]] * mask[1:]).sum()
        else:
            right = self.every(scores + (allowed(classes).float() - 1) * 1e4, mask).sum()
        return (self.every(scores, mask).sum() - right) / mask.sum()

    @torch.no_grad()
    def best(self, scores, mask):
        follow = self.transitions()
        alpha = scores[0] - 1e4 * torch.tensor([float(c > 0 and c % 2 == 0) for c in range(CLASSES)])
        back = []
        for t in range(1, len(scores)):
            value, place = (alpha[:, :, None] + follow).max(1)
            alpha = torch.where(mask[t][:, None], value + scores[t], alpha)
            back.append(torch.where(mask[t][:, None], place, torch.arange(CLASSES)[None]))
        path = [alpha.argmax(1)]
        for place in reversed(back):
            path.append(torch.gather(place, 1, path[-1][:, None])[:, 0])
        return torch.stack(path[::-1])


class Attribution(nn.Module):
    def __init__(self):
        super().__init__()
        self.own = nn.Linear(2 * WIDTH, SIZE)
        self.above = nn.Linear(WIDTH, SIZE, bias=False)  # of its head
        self.traits = nn.ModuleList([nn.Embedding(n, SIZE) for n in TRAITS])
        for table in self.traits:
            nn.init.normal_(table.weight, 0, 0.1)
        self.layers = nn.ModuleList([Layer(SIZE if i == 0 else 2 * HALF, HALF) for i in range(LAYERS)])
        self.last = nn.Linear(2 * HALF, CLASSES)
        self.chain = Chain()

    def join(self, numbers, traits, heads, rate):
        with torch.autocast("cpu", torch.bfloat16):
            numbers = dropout(numbers, rate, self.training)
            own = self.own(numbers).float()
            above = self.above(numbers[..., WIDTH:]).float()
        above = torch.cat([torch.zeros(1, *above.shape[1:]), above])
        x = own + torch.gather(above, 0, heads[..., None].expand(-1, -1, SIZE))
        for kind, table in enumerate(self.traits):
            x = x + table(traits[..., kind])
        return F.leaky_relu(x, 0.125)

    def forward(self, numbers, traits, heads, mask, rate=0.0):
        x = self.join(numbers, traits, heads, rate) * mask[..., None]
        for layer in self.layers:
            x = dropout(x, rate, self.training)
            with torch.autocast("cpu", torch.bfloat16):
                # What follows a window is nothing, so the way back starts anew.
                x = layer(x) * mask[..., None]
        return self.last(dropout(x, rate, self.training))


@torch.no_grad()
def evaluate(model, articles, windows):
    model.eval()
    count = np.zeros((3, 3))
    for chosen in batches(windows, np.random.default_rng(0)):
        numbers, traits, heads, mask, classes = gather(articles, windows[chosen])
        found = model.chain.best(model(numbers, traits, heads, mask), mask)
        for role in range(3):
            own, gold = (((x + 1) // 2 == role + 1) & mask & (classes != ANY) for x in (found, classes))
            count[role] += [(own & gold).sum(), own.sum(), gold.sum()]
    model.train()
    return {role: [round(float(x), 1) for x in (100 * r / o, 100 * r / g, 200 * r / (o + g))] for role, (r, o, g) in zip(ROLES, count)}


@torch.no_grad()
def export(model, articles, windows, folder, target):
    """Writes the weights as the program reads them."""
    model.eval()
    largest = {}

    def see(name, x):
        largest[name] = max(largest.get(name, 0), float(x.abs().max()))

    for chosen in batches(windows, np.random.default_rng(0))[:50]:
        numbers, traits, heads, mask, _ = gather(articles, windows[chosen])
        see("own", numbers)
        see("above", numbers[..., -WIDTH:])
        x = model.join(numbers, traits, heads, 0)
        for i, it in enumerate(model.layers):
            see(f"layer {i}", x)
            x = it(x * mask[..., None])
        see("last", x)
    print({k: round(v, 2) for k, v in largest.items()})
    with open(f"{folder}/polnear-train.cues", "rb") as file:
        out = [file.read()]
    out += [matrix(model.own.weight, model.own.bias, largest["own"]), matrix(model.above.weight, None, largest["above"])]
    for table in model.traits:
        out.append(struct.pack("<I", len(table.weight)) + table.weight.numpy().astype("<f4").tobytes())
    out += [layer(it, largest[f"layer {i}"]) for i, it in enumerate(model.layers)]
    out.append(matrix(model.last.weight, model.last.bias, largest["last"]))
    out.append(model.chain.follow.detach().numpy().astype("<f4").tobytes())
    with open(target, "wb") as file:
        file.write(b"".join(out))


def main(options):
    torch.manual_seed(options.seed)
    rng = np.random.default_rng(options.seed)
    train, dev = Articles(options.folder, "polnear-train"), Articles(options.folder, "polnear-dev")
    told = Articles(options.folder, "annotated")
    groups = np.fromfile(f"{options.folder}/annotated.group", np.uint8)
    left_out = np.isin(groups, options.without)
    windows, dev_windows, told_windows = train.windows(), dev.windows(), told.windows(~left_out)
    model = Attribution()
    average = copy.deepcopy(model)
    opt = torch.optim.AdamW(model.parameters(), lr=1, betas=(0.9, 0.95), weight_decay=options.decay, fused=True)
    begun, step, total = time.time(), 0, None
    for epoch in range(options.epochs):
        queue = [(train, windows[it]) for it in batches(windows, rng)]
        queue += [(told, told_windows[it]) for _ in range(EVERY) for it in batches(told_windows, rng)]
        rng.shuffle(queue)
        total = total or len(queue) * options.epochs
        loss_sum = 0
        for articles, chosen in queue:
            for group in opt.param_groups:
                group["lr"] = options.rate * min(1, step / 100) * max(0.02, 1 - step / total)
            numbers, traits, heads, mask, classes = gather(articles, chosen)
            loss = model.chain.loss(model(numbers, traits, heads, mask, options.drop), classes, mask)
            opt.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(model.parameters(), 2.0)
            opt.step()
            step += 1
            loss_sum += loss.item()
            decay = min(0.998, step / (step + 20))
            with torch.no_grad():
                torch._foreach_lerp_(list(average.parameters()), list(model.parameters()), 1 - decay)
            if step % 50 == 0:
                print(f"step {step} of {total}, {time.time() - begun:.0f} s, {time.process_time():.0f} s of the processor, {loss_sum / (1 + (step - 1) % len(queue)):.4f}", flush=True)
        print(f"epoch {epoch + 1}, {time.time() - begun:.0f} s, loss {loss_sum / len(queue):.4f}, {evaluate(average, dev, dev_windows)}", flush=True)
        if left_out.any():
            print(f"left out: {evaluate(average, told, told.windows(left_out))}", flush=True)
        torch.save(average.state_dict(), options.out or f"{options.folder}/attribution.pt")
    with torch.no_grad():
        average.last.bias[1::2] += EAGER
    print(evaluate(average, dev, dev_windows))
    export(average, train, windows, options.folder, options.target)


if __name__ == "__main__":
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("folder", help="where `train attribution` wrote the articles")
    options.add_argument("target", help="where the weights are written as the program reads them")
    options.add_argument("--epochs", type=int, default=16)
    options.add_argument("--rate", type=float, default=2e-3, help="the largest step")
    options.add_argument("--drop", type=float, default=0.2)
    options.add_argument("--decay", type=float, default=0.01)
    options.add_argument("--out", help="where the weights are put; FOLDER/attribution.pt if nowhere else")
    options.add_argument("--seed", type=int, default=2)
    options.add_argument("--without", type=int, nargs="*", default=[], help="numbers of folders of annotated articles that are left out")
    torch.set_num_threads(int(os.environ.get("THREADS", 2)))
    main(options.parse_args())
