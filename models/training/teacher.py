"""A large reader learned on a GPU, and small encoders that learn from it what it makes of the news.

    python models/training/run.py FOLDER --prepare
    python models/training/teacher.py FOLDER/packed FOLDER

The large one, a transformer, learns to guess hidden words of all of the news, then tags, trees and names. The small ones, the encoder of the program in one size or several, learn at once from the
treebanks, the names, and from what the large one makes of the news (Hinton et al. 2015). The time that it may take is shared out, so that faster machines read more.
"""

import argparse, copy, json, math, os, time
import numpy as np
import torch
from torch import nn
import torch.nn.functional as F

import encoder
from corpus import HINTS, VECTOR
from heads import ARC, CLASSES, MIDDLE, PRODUCT, SUM, leaky
from rows import NAMES, ROW, TREES, Mixed, Rounds, Rows, Table
from scan import scan
from train import allowed_table, spans


def firsts(sentence):
    """Whether a token begins a sentence, (row, place)."""
    first = torch.ones_like(sentence, dtype=torch.bool)
    first[:, 1:] = sentence[:, 1:] != sentence[:, :-1]
    return first


class Heads(nn.Module):
    """Tags, trees and names from what was read of tokens; names of the parts as in heads.py."""

    def __init__(self, size, counts, middle, arc, both, product, names_size):
        super().__init__()
        self.sum, self.counts = both, counts[:2]
        self.tag_middle = nn.Linear(size, middle)
        self.tag = nn.Linear(middle, sum(self.counts))
        self.head = nn.Linear(size, arc)
        self.dependent = nn.Linear(size, arc)
        self.arc = nn.Linear(arc, arc)
        self.root = nn.Parameter(torch.randn(size) * 0.1)
        self.label_head = nn.Linear(size, both + product)
        self.label_dependent = nn.Linear(size, both + product)
        self.label = nn.Linear(both + product, counts[2])
        self.name_middle = nn.Linear(names_size, middle)
        self.name = nn.Linear(middle, CLASSES)
        self.follow = nn.Parameter(torch.zeros(CLASSES, CLASSES))
        with torch.no_grad():
            self.arc.weight.copy_(torch.eye(arc) * 0.1)

    def drop(self, x, rate):
        if not self.training or rate == 0:
            return x
        return x * (torch.empty(x.shape[0], 1, x.shape[2], device=x.device).bernoulli_(1 - rate) / (1 - rate))

    def tags(self, x, rate):
        middle = self.drop(leaky(self.tag_middle(x)).float(), rate)
        return self.tag(middle).float().split(self.counts, -1)

    def arcs(self, x, sentence, rate):
        """Scores of (row, dependent, head), head 0 being the root; and the parts for labels."""
        x = self.drop(x, rate)
        rooted = torch.cat([self.root.to(x.dtype).expand(len(x), 1, -1), x], 1)
        head = self.drop(leaky(self.head(rooted)).float(), rate)
        dependent = self.drop(leaky(self.dependent(x)).float(), rate)
        scores = torch.bmm(self.arc(dependent).to(torch.bfloat16), head.to(torch.bfloat16).transpose(1, 2)).float()
        same = sentence[:, :, None] == sentence[:, None]
        same = torch.cat([torch.ones_like(same[:, :, :1]), same], 2)
        return scores.masked_fill(~same, -1e4), self.label_head(rooted).float(), self.label_dependent(x).float()

    def labels(self, lh, ld, heads, rate):
        own = torch.gather(lh, 1, heads[..., None].expand(-1, -1, lh.shape[2]))
        z = torch.cat([leaky(own[..., : self.sum] + ld[..., : self.sum]), own[..., self.sum :] * ld[..., self.sum :]], -1)
        return self.label(self.drop(z, rate)).float()

    def names(self, x, rate):
        return self.name(self.drop(leaky(self.name_middle(self.drop(x, rate))).float(), rate)).float()

    def transitions(self):
        """An inside follows only its own kind."""
        rows = torch.arange(CLASSES, device=self.follow.device)[:, None]
        columns = torch.arange(CLASSES, device=self.follow.device)[None]
        inside = (columns % 2 == 0) & (columns > 0)
        wrong = inside & (rows != columns) & (rows + 1 != columns)
        begin = -1e4 * ((columns[0] > 0) & (columns[0] % 2 == 0)).float()
        return self.follow - 1e4 * wrong.float(), begin

    def name_loss(self, scores, allowed, sentence, weight):
        """How unlikely the allowed classes are: of all ways, those that go through them; by products of
        matrices, two by two. Rows that tell no names have a `weight` of 0."""
        follow, begin = self.transitions()
        there = (sentence >= 0)[..., None]
        allowed = allowed | ~there
        scores = torch.where(there, scores, -1e4)
        scores = torch.cat([torch.where(there, scores[..., :1], 0), scores[..., 1:]], -1)
        both = torch.stack([scores, scores - 30 * (~allowed).float()], 1)  # row, 2, place, class
        first = firsts(sentence)[:, None, :, None, None] | (~there[..., 0])[:, None, :, None, None]
        chain = torch.where(first, begin, follow) + both[..., None, :]
        while chain.shape[2] > 1:
            left, right = chain[:, :, 0::2], chain[:, :, 1::2]
            chain = torch.logsumexp(left[..., :, :, None] + right[..., None, :, :], -2)
        ends = torch.logsumexp(chain[:, :, 0, 0], -1)
        loss = (ends[:, 0] - ends[:, 1]).clamp(max=300) * weight
        return loss.sum() / ((sentence >= 0).sum(1) * weight).sum().clamp(min=1)

    @torch.no_grad()
    def best_names(self, scores, sentence):
        follow, begin = self.transitions()
        first = firsts(sentence) | (sentence < 0)
        alpha = begin + scores[:, 0]
        back = []
        for t in range(1, scores.shape[1]):
            value, place = (alpha[:, :, None] + torch.where(first[:, t, None, None], begin, follow)).max(1)
            alpha = value + scores[:, t]
            back.append(place)
        path = [alpha.argmax(-1)]
        for place in reversed(back):
            path.append(torch.gather(place, 1, path[-1][:, None])[:, 0])
        return torch.stack(path[::-1], 1)


class Block(nn.Module):
    def __init__(self, size, heads):
        super().__init__()
        self.heads = heads
        self.before, self.between = nn.LayerNorm(size), nn.LayerNorm(size)
        self.three, self.back = nn.Linear(size, 3 * size), nn.Linear(size, size)
        self.up, self.down = nn.Linear(size, 4 * size), nn.Linear(4 * size, size)

    def forward(self, x, rate):
        rate = rate if self.training else 0.0
        rows, places, size = x.shape
        q, k, v = self.three(self.before(x)).view(rows, places, 3, self.heads, -1).permute(2, 0, 3, 1, 4)
        seen = F.scaled_dot_product_attention(q, k, v, dropout_p=rate)
        x = x + F.dropout(self.back(seen.transpose(1, 2).reshape(rows, places, size)), rate)
        return x + F.dropout(self.down(F.gelu(self.up(self.between(x)))), rate)


class Teacher(nn.Module):
    def __init__(self, table, counts, size=512, layers=10, heads=8, kinds=30_000):
        super().__init__()
        self.table_, self.kinds = table, kinds
        self.word = nn.Embedding(kinds + 2, size)  # the last but one: a rare word; the last: a hidden one
        self.parts = nn.Embedding(table.keys + 1, 128, padding_idx=0)
        self.place = nn.Parameter(torch.randn(ROW, size) * 0.02)
        self.mixed = nn.Linear(128 + VECTOR + HINTS, size)
        nn.init.normal_(self.word.weight, 0, 0.03)
        nn.init.normal_(self.parts.weight, 0, 0.1)
        self.blocks = nn.ModuleList([Block(size, heads) for _ in range(layers)])
        for block in self.blocks:
            for last in (block.back, block.down):
                nn.init.normal_(last.weight, 0, 0.03 / math.sqrt(2 * layers))
        self.middle_norm, self.norm = nn.LayerNorm(size), nn.LayerNorm(size)
        self.guess = nn.Linear(size, size)
        self.guess_norm = nn.LayerNorm(size)
        self.heads = Heads(size, counts, 256, 384, 256, 256, size)

    def read(self, batch, known, seen, rate=0.0):
        word, hint = batch["word"], batch["hint"]
        parts = self.parts(self.table_.features[word]).sum(2)
        vector = self.table_.vectors[self.table_.vector[word]] * known[..., None]
        bits = ((hint[..., None] >> torch.arange(HINTS, device=word.device)) & 1).float()
        own = torch.where(known > 0, word.clamp(max=self.kinds), self.kinds)
        own = torch.where(seen > 0, own, self.kinds + 1)
        x = self.word(own) + self.mixed(torch.cat([parts, vector, bits], -1) * seen[..., None]) + self.place
        x = F.dropout(x, rate, self.training)
        for number, block in enumerate(self.blocks):
            x = block(x, rate)
            if number + 1 == len(self.blocks) // 2:
                middle = x
        return self.middle_norm(middle), self.norm(x)

    def guesses(self, x):
        return F.linear(self.guess_norm(F.gelu(self.guess(x))), self.word.weight[: self.kinds])


class Layer(encoder.Layer):
    """The layer of the program over rows, in which sentences stand one after the other."""

    def forward(self, x, edges):
        u, f, r = self.gates(x).float().chunk(3, 2)
        f = torch.sigmoid(f + self.forget)
        r = torch.sigmoid(r + self.reset)
        c = scan(f * edges, torch.addcmul(u, f, u, value=-1))
        skip = (self.skip(x) if self.skip is not None else x).float()
        return torch.lerp(skip, c, r)


class Small(Heads):
    """The encoder and heads of the program."""

    def __init__(self, table, counts, half, layers, size=512):
        super().__init__(2 * half, counts, MIDDLE, ARC, SUM, PRODUCT, 4 * half)
        self.table_, self.half = table, half
        self.embeddings = nn.Embedding(table.keys + 1, encoder.SUB, padding_idx=0)
        nn.init.normal_(self.embeddings.weight, 0, 0.3)
        with torch.no_grad():
            self.embeddings.weight[0] = 0
        first = VECTOR + encoder.SUB + HINTS
        self.layers = nn.ModuleList([Layer(first if i == 0 else 2 * half, half) for i in range(layers)])
        self.like = nn.ModuleList([nn.Linear(2 * half, size), nn.Linear(2 * half, size)])

    def read(self, batch, known, seen, rate=0.0):
        word, hint, sentence = batch["word"], batch["hint"], batch["sentence"]
        features = self.table_.features[word]
        own, parts = self.embeddings(features[..., :2]).sum(2), self.embeddings(features[..., 2:]).sum(2)
        vector = self.table_.vectors[self.table_.vector[word]]
        bits = ((hint[..., None] >> torch.arange(HINTS, device=word.device)) & 1).float()
        known, seen = known[..., None], seen[..., None]
        x = torch.cat([vector * known * 0.5, own * known + parts, bits], -1) * seen
        first = firsts(sentence)
        last = torch.cat([first[:, 1:], torch.ones_like(first[:, :1])], 1)
        edges = torch.cat([(~first).float()[..., None].expand(-1, -1, self.half), (~last).float()[..., None].expand(-1, -1, self.half)], -1)
        out = []
        for layer in self.layers:
            x = layer(self.drop(x, rate), edges)
            out.append(x)
        return out

    def state(self):
        """The weights under the names of heads.py, in 16 bits."""
        own = {k: v for k, v in self.state_dict().items() if not k.startswith("like")}
        rename = lambda k: "encoder.table.weight" if k == "embeddings.weight" else f"encoder.{k}" if k.startswith("layers.") else k
        return {rename(k): v.half().cpu() for k, v in own.items()}


@torch.no_grad()
def evaluate(model, outputs, sets):
    """Tags and trees of each treebank: universal, Penn, UAS, LAS; names of each corpus by kinds."""
    model.eval()
    report = {}
    for name, rows in sets.items():
        trees, found = np.zeros(5), np.zeros((6, 3))
        for begin in range(0, len(rows), 64):
            batch = rows.take(torch.arange(begin, min(begin + 64, len(rows)), device=rows.start.device))
            ones = torch.ones_like(batch["word"], dtype=torch.float)
            with torch.autocast("cuda" if ones.is_cuda else "cpu", torch.bfloat16):
                tags, tree, names, heads = outputs(model, batch, ones)
                if "head" in batch:
                    (u, x), (scores, lh, ld) = heads.tags(tags, 0), heads.arcs(tree, batch["sentence"], 0)
                    best = scores.argmax(2)
                    label = heads.labels(lh, ld, best, 0).argmax(-1)
                    ok = batch["sentence"] >= 0
                    right = (best == batch["head"]) & ok
                    trees += [float(it.sum()) for it in (ok, (u.argmax(-1) == batch["upos"]) & ok, (x.argmax(-1) == batch["xpos"]) & ok, right, right & (label == batch["relation"]))]
                else:
                    path = heads.best_names(heads.names(names, 0), batch["sentence"])
                    there = batch["sentence"] >= 0
                    gold, own = (torch.where(there, it, 0).tolist() for it in (batch["class"], path))
                    edges = firsts(batch["sentence"]).tolist()
                    for a, b, edge in zip(gold, own, edges):
                        cuts = [i for i, it in enumerate(edge) if it] + [ROW]
                        for s, e in zip(cuts, cuts[1:]):
                            one, other = spans(a[s:e]), spans(b[s:e])
                            for span in other:
                                found[span[2]] += [span in one, 1, 0]
                            for span in one:
                                found[span[2], 2] += 1
        if trees[0]:
            report[name] = (trees[1:] / trees[0] * 100).round(2).tolist()
        else:
            kinds = [0, 1, 2, 4] if name.startswith("world") else [0, 1, 2]
            f1 = lambda c: round(float(200 * c[0] / max(1, c[1] + c[2])), 1)
            report[name] = [f1(found[k]) for k in kinds] + [f1(found[kinds].sum(0))]
    model.train()
    return report


def of_teacher(model, batch, ones):
    _, x = model.read(batch, ones, ones)
    return x, x, x, model.heads


def of_small(model, batch, ones):
    out = model.read(batch, ones, ones)
    return out[2], out[-1], torch.cat([out[1], out[-1]], -1), model


def joined(batches):
    """Rows of several corpora as one batch, and of each row whether trees and names are told in it."""
    count = [len(batch["word"]) for _, batch in batches]
    out = {}
    for what in ("word", "hint", "sentence", "upos", "xpos", "relation", "head", "class"):
        out[what] = torch.cat([batch.get(what, torch.zeros_like(batch["word"])) for _, batch in batches])
    device = out["word"].device
    flag = lambda is_so: torch.cat([torch.full((n,), float(is_so(rows.name)), device=device) for n, (rows, _) in zip(count, batches)])
    return out, flag(lambda n: n in TREES), flag(lambda n: n in NAMES), flag(lambda n: n.startswith("world"))


class Clock:
    def __init__(self):
        self.begun = time.time()

    def now(self):
        return time.time() - self.begun


def hidden(batch, known_rate, seen_rate):
    """Which words are known, which are seen, and hints, some rows without any."""
    like = torch.ones_like(batch["word"], dtype=torch.float)
    known = (torch.rand_like(like) > known_rate).float()
    seen = (torch.rand_like(like) > seen_rate).float()
    hints = (torch.rand(len(like), 1, device=like.device) > 0.15).long()
    return known, seen, {**batch, "hint": batch["hint"] * hints}


def pretrain(model, news, clock, until, options):
    opt = torch.optim.AdamW(model.parameters(), lr=1, betas=(0.9, 0.98), weight_decay=0.02, fused=True)
    begun, step, rounds = clock.now(), 0, Rounds(news, options.rows)
    while (part := (clock.now() - begun) / (until - begun)) < 1:
        batch = rounds.draw()
        for group in opt.param_groups:
            group["lr"] = options.rate * min(1, (step + 1) / 300) * max(0.02, 1 - part)
        target = batch["word"]
        there = (batch["sentence"] >= 0) & (target < model.kinds)
        chosen = (torch.rand_like(target, dtype=torch.float) < 0.2) & there
        known, seen, batch = hidden(batch, 0.08, 0.0)
        seen = seen * (~chosen).float()
        with torch.autocast("cuda" if target.is_cuda else "cpu", torch.bfloat16):
            _, x = model.read(batch, known, seen)
            z = model.guesses(x[chosen])
        loss = F.cross_entropy(z.float(), target[chosen])
        opt.zero_grad(set_to_none=True)
        loss.backward()
        nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        opt.step()
        step += 1
        if step % options.tell == 0:
            print(f"guess {clock.now():.0f} s, {step} steps, {step * options.rows * ROW / 1e6:.0f} M places, loss {loss.item():.3f}", flush=True)


def tree_loss(heads, parts, batch, is_tree, rate):
    """How unlikely what the treebanks tell is."""
    u, x, scores, lh, ld = parts
    ok = (batch["sentence"] >= 0) & (is_tree > 0)[:, None]
    total = ok.sum().clamp(min=1)
    ce = lambda z, y: (F.cross_entropy(z.transpose(1, 2), y, reduction="none") * ok).sum() / total
    loss = ce(scores, torch.where(ok, batch["head"], 0)) + ce(heads.labels(lh, ld, batch["head"], rate), batch["relation"])
    return loss + 0.4 * (ce(u, batch["upos"]) + ce(x, batch["xpos"]))


def told_classes(batch, is_world, tables):
    """The classes that the corpora of names tell, or leave open."""
    every, some = tables
    return torch.where(is_world[:, None, None] > 0, every[batch["class"]], some[batch["class"]])


def finetune(model, trees, names, dev, clock, until, tables, options):
    fast = [p for n, p in model.named_parameters() if n.startswith("heads.")]
    slow = [p for n, p in model.named_parameters() if not n.startswith("heads.")]
    opt = torch.optim.AdamW([{"params": slow, "base": 2.5e-4}, {"params": fast, "base": 1e-3}], lr=1, betas=(0.9, 0.98), weight_decay=0.02, fused=True)
    begun, step = clock.now(), 0
    average = copy.deepcopy(model)
    while (part := (clock.now() - begun) / (until - begun)) < 1:
        for group in opt.param_groups:
            group["lr"] = group["base"] * min(1, (step + 1) / 80) * max(0.01, 1 - part)
        batch, *flags = joined([trees.draw(options.some), names.draw(options.some)])
        known, seen, batch = hidden(batch, 0.1, 0.02)
        with torch.autocast("cuda" if known.is_cuda else "cpu", torch.bfloat16):
            _, x = model.read(batch, known, seen, 0.1)
            heads, (is_tree, is_name, is_world) = model.heads, flags
            one = tree_loss(heads, (*heads.tags(x, 0.2), *heads.arcs(x, batch["sentence"], 0.2)), batch, is_tree, 0.2)
            allowed = told_classes(batch, is_world, tables)
            other = 3 * heads.name_loss(heads.names(x, 0.2), allowed, batch["sentence"], is_name)
        opt.zero_grad(set_to_none=True)
        (one + other).backward()
        nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        opt.step()
        step += 1
        if step % 2 == 0:
            with torch.no_grad():
                torch._foreach_lerp_(list(average.parameters()), list(model.parameters()), 1 - min(0.99, step / (step + 20)))
        if step % options.tell == 0:
            print(f"tasks {clock.now():.0f} s, {step} steps, losses {one.item():.3f} {other.item():.3f}", flush=True)
    model.load_state_dict(average.state_dict())
    print("large", json.dumps(evaluate(model, of_teacher, dev)), flush=True)


def distil_losses(student, parts, read, batch, large, rate):
    """How far a small one is from what the large one made of all rows."""
    ok = (batch["sentence"] >= 0).float()
    total = ok.sum()
    soft = lambda z, p: (-(p * F.log_softmax(z, -1)).sum(-1) * ok).sum() / total
    u, x, scores, lh, ld = parts
    labels = student.labels(lh, ld, large["heads"], rate)
    loss = soft(scores, large["arcs"]) + soft(labels, large["labels"]) + 0.4 * (soft(u, large["upos"]) + soft(x, large["xpos"]))
    like = sum((F.mse_loss(layer(own), other, reduction="none").mean(-1) * ok).sum() / total
               for layer, own, other in zip(student.like, (read[1], read[-1]), large["read"]))
    return loss, like


@torch.no_grad()
def opinion(teacher, batch):
    """What the large one makes of rows."""
    ones = torch.ones_like(batch["word"], dtype=torch.float)
    heads = teacher.heads
    middle, x = teacher.read(batch, ones, ones)
    u, p = heads.tags(x, 0)
    scores, lh, ld = heads.arcs(x, batch["sentence"], 0)
    best = scores.argmax(2)
    names = heads.names(x, 0).softmax(-1)
    return {"upos": u.softmax(-1), "xpos": p.softmax(-1), "arcs": scores.softmax(-1), "heads": best, "labels": heads.labels(lh, ld, best, 0).softmax(-1),
            "names": names, "read": (middle.float(), x.float())}


def distil(teacher, students, news, trees, names, dev, clock, until, tables, options, save):
    teacher.eval()
    device = news.start.device
    opts = [torch.optim.AdamW(it.parameters(), lr=1, betas=(0.9, 0.95), weight_decay=0.005, fused=device.type == "cuda") for it in students]
    averages = [copy.deepcopy(it) for it in students]
    begun, step, rounds = clock.now(), 0, Rounds(news, options.news)
    while (part := (clock.now() - begun) / (until - begun)) < 1:
        batch, *flags = joined([(news, rounds.draw()), trees.draw(options.some // 2), names.draw(options.some // 2)])
        kind = "cuda" if device.type == "cuda" else "cpu"
        with torch.autocast(kind, torch.bfloat16):
            large = opinion(teacher, batch)
        # Where nothing is told of names, what the large one deems possible is.
        possible = (large["names"] > 0.25) | (large["names"] >= large["names"].amax(-1, keepdim=True))
        is_tree, is_name, is_world = flags
        gold = told_classes(batch, is_world, tables)
        both = gold & possible
        gold = torch.where(both.any(-1, keepdim=True), both, gold)
        allowed = torch.where(is_name[:, None, None] > 0, gold, possible)
        for student, opt, average in zip(students, opts, averages):
            for group in opt.param_groups:
                group["lr"] = options.small_rate * min(1, (step + 1) / 300) * max(0.01, 1 - part)
            known, seen, own = hidden(batch, 0.12, 0.03)
            with torch.autocast(kind, torch.bfloat16):
                out = student.read(own, known, seen, 0.1)
                parts = (*student.tags(out[2], 0.1), *student.arcs(out[-1], own["sentence"], 0.1))
                far, like = distil_losses(student, parts, out, own, large, 0.1)
                told = tree_loss(student, parts, own, is_tree, 0.1)
                emissions = student.names(torch.cat([out[1], out[-1]], -1), 0.1)
            named = 3 * student.name_loss(emissions, allowed, own["sentence"], 1 + 1.0 * is_name)
            loss = far + 0.5 * told + named + 0.5 * like
            opt.zero_grad(set_to_none=True)
            loss.backward()
            nn.utils.clip_grad_norm_(student.parameters(), 2.0)
            opt.step()
            if step % 4 == 0:
                with torch.no_grad():
                    torch._foreach_lerp_(list(average.parameters()), list(student.parameters()), 1 - min(0.99, (step + 1) / (step + 40)))
            if step % options.tell == 0:
                print(f"small {student.half} {clock.now():.0f} s, {step} steps, losses {far.item():.3f} {told.item():.3f} {named.item():.3f} {like.item():.3f}", flush=True)
        step += 1
        if step % options.often == 0:
            save(averages)
            print(step, [evaluate(it, of_small, dev) for it in averages[:1]], flush=True)
    save(averages)
    for it in averages:
        print("small", it.half, json.dumps(evaluate(it, of_small, dev)), flush=True)


def main(options):
    clock = Clock()
    torch.manual_seed(options.seed)
    torch.backends.cuda.matmul.allow_tf32 = True
    device = torch.device(options.device)
    os.makedirs(options.out, exist_ok=True)
    table = Table(options.packed, device)
    rows = {n: Rows(options.packed, n, device) for n in (("news",) if not options.tiny else ()) + TREES + NAMES}
    print(f"read after {clock.now():.0f} s; rows of news {len(rows.get('news', []))}", flush=True)
    news = rows.get("news") or rows["worldwide-dev"]
    dev = {n: rows[n] for n in ("ewt-dev", "gum-dev", "worldwide-dev", "crossner-politics-dev", "uner-ewt-dev")}
    trees = Mixed([(rows[n], 1) for n in TREES[:6]], 1)
    names = Mixed([(rows["worldwide-train"], 1), (rows["wikineural-train"], 0.7), (rows["crossner-politics-train"], 4)], 2)
    tables = torch.eye(CLASSES, dtype=torch.bool, device=device), allowed_table().to(device)
    large = {} if not options.tiny else {"size": 64, "layers": 2, "heads": 2}
    counts = [1 + max(int(rows[n].columns[what].max()) for n in TREES) for what in ("upos", "xpos", "relation")]
    teacher = Teacher(table, counts, **large).to(device)
    print("weights of the large one", sum(p.numel() for p in teacher.blocks.parameters()), flush=True)
    size = large.get("size", 512)
    students = [Small(table, counts, int(h), int(n), size=size).to(device) for h, n in (it.split("x") for it in options.small.split(","))]
    ends = [options.seconds * it for it in (options.guess, options.guess + options.tasks, 1)]
    pretrain(teacher, news, clock, ends[0], options)
    finetune(teacher, trees, names, dev, clock, ends[1], tables, options)

    def save(averages):
        for it in averages:
            torch.save(it.state(), f"{options.out}/small-{it.half}x{len(it.layers)}.pt")

    distil(teacher, students, news, trees, names, dev, clock, ends[2], tables, options, save)
    print(f"ended after {clock.now():.0f} s", flush=True)


if __name__ == "__main__":
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("packed")
    options.add_argument("out")
    options.add_argument("--seconds", type=float, default=565, help="how long all takes")
    options.add_argument("--guess", type=float, default=0.5, help="the part of the time for guessing words")
    options.add_argument("--tasks", type=float, default=0.08, help="the part for the tasks of the large one")
    options.add_argument("--small", default="160x4", help="numbers in each direction and layers of the small ones")
    options.add_argument("--rows", type=int, default=256, help="rows of news that words are guessed in at once")
    options.add_argument("--news", type=int, default=128, help="rows of news that the small ones read at once")
    options.add_argument("--some", type=int, default=96, help="rows of treebanks and names, each, for the large one, and in all for the small ones")
    options.add_argument("--rate", type=float, default=1e-3, help="the largest step in guessing")
    options.add_argument("--small-rate", type=float, default=3e-3, help="that of the small ones")
    options.add_argument("--tell", type=int, default=500)
    options.add_argument("--often", type=int, default=3000, help="steps between figures")
    options.add_argument("--tiny", action="store_true", help="a large one that is small, to try the program")
    options.add_argument("--device", default="cuda")
    options.add_argument("--seed", type=int, default=1)
    main(options.parse_args())
