"""Teaches encoder and heads on treebanks and names."""

import argparse, copy, json, os, time
import numpy as np
import torch
from torch import nn
import torch.nn.functional as F

from corpus import Corpus, Words, batches, mask, pad
from heads import CLASSES, Model

TREES = ("upos", "xpos", "head", "relation")
TRAINS = ("ewt-train", "gum-train", "worldwide-train", "wikineural-train", "crossner-politics-train")
BUDGET = 3000
# Kinds in the order of the program: PER ORG LOC FAC NORP MISC. Class 1 + 2 kind begins, the next is inside.
ORG, LOC, FAC, NORP, OTHER = 1, 2, 3, 4, 5


def allowed_table():
    """What a class may be truly in a corpus that marks neither nationalities nor facilities."""
    table = np.eye(CLASSES, dtype=bool)
    for edge in (1, 2):
        for kind in (ORG, LOC):
            table[2 * kind + edge, 2 * FAC + edge] = True
        for other in (1, 2):
            table[0, 2 * NORP + other] = table[0, 2 * OTHER + other] = True
            table[2 * OTHER + edge, 2 * NORP + other] = True
    return torch.from_numpy(table)


def spans(classes):
    out, start = set(), None
    for i, c in enumerate([*classes, 0]):
        if start is not None and not (c > 0 and c % 2 == 0):
            kind = (classes[start] - 1) // 2
            out.add((start, i, LOC if kind == FAC else kind))
            start = None
        if c > 0 and start is None:
            start = i
    return out


@torch.no_grad()
def evaluate(model, folder, sets):
    model.eval()
    rng = np.random.default_rng(0)
    report = {}
    for name, corpus in sets["dev trees"].items():
        n = np.zeros(5)
        for chosen in batches(corpus.lengths, 4000, rng, 10**6):
            word, hint, m = pad(corpus, chosen, "word"), pad(corpus, chosen, "hint"), mask(corpus, chosen)
            upos, xpos, head, relation = (pad(corpus, chosen, c) for c in TREES)
            out = model.encode(word, hint, m, torch.ones_like(m), torch.ones_like(m), 0)
            u, x = model.tags(out, 0)
            scores, lh, ld = model.arcs(out, m, 0)
            best = scores.argmax(2).T
            label = model.labels(lh, ld, best, 0).argmax(-1)
            ok = m > 0
            right = (best == head) & ok
            n += [ok.sum(), ((u.argmax(-1) == upos) & ok).sum(), ((x.argmax(-1) == xpos) & ok).sum(),
                  right.sum(), (right & (label == relation)).sum()]
        report[name] = (n[1:] / n[0] * 100).round(2).tolist()
    for name, corpus in sets["dev names"].items():
        count = np.zeros((6, 3))
        for chosen in batches(corpus.lengths, 4000, rng, 10**6):
            word, hint, m = pad(corpus, chosen, "word"), pad(corpus, chosen, "hint"), mask(corpus, chosen)
            out = model.encode(word, hint, m, torch.ones_like(m), torch.ones_like(m), 0)
            found = model.best_names(model.names(out, 0), corpus.lengths[chosen])
            for i, path in zip(chosen, found):
                gold, own = spans(corpus.column(i, "class").astype(int).tolist()), spans(path)
                for span in own:
                    count[span[2]] += [span in gold, 1, 0]
                for span in gold:
                    count[span[2], 2] += 1
        kinds = [0, 1, 2, 4] if name.startswith("world") else [0, 1, 2]
        f1 = lambda c: round(200 * c[0] / max(1, c[1] + c[2]), 1)
        report[name] = [f1(count[k]) for k in kinds] + [f1(count[kinds].sum(0))]
    model.train()
    return report


def main(options):
    folder, epochs, share, minutes = options.folder, options.epochs, options.share, options.minutes
    torch.manual_seed(options.seed)
    rng = np.random.default_rng(options.seed)
    sets = {
        "dev trees": {n: Corpus(folder, n, TREES) for n in ("ewt-dev", "gum-dev")},
        "dev names": {n: Corpus(folder, n, ["class"]) for n in ("worldwide-dev", "crossner-politics-dev", "uner-ewt-dev")},
    }
    words = Words(folder, [Corpus(folder, n, []) for n in TRAINS], Corpus(folder, "news", []))
    trees = [Corpus(folder, n + more, TREES) for n in ("ewt-train", "gum-train") for more in ("", "-disguised", "-renamed")]
    strange = (trees[2], trees[5])
    names = {n: Corpus(folder, n, ["class"]) for n in TRAINS[2:]}
    counts = [1 + max(int(c.columns[what].max()) for c in [*trees, *sets["dev trees"].values()]) for what in ("upos", "xpos", "relation")]
    model = Model(words, counts)
    if options.start:
        state = torch.load(options.start)
        if "encoder.table.weight" in state:
            model.load_state_dict(state)
        else:
            model.encoder.load_state_dict(state)
    some = allowed_table()
    every = torch.eye(CLASSES, dtype=torch.bool)
    table = model.encoder.table.weight
    params = [p for p in model.parameters() if p is not table]
    opt = torch.optim.AdamW(params, lr=1, betas=(0.9, 0.95), weight_decay=0.01, fused=True)
    rare = torch.optim.SparseAdam([table], lr=1, betas=(0.9, 0.95))
    average = copy.deepcopy(model)
    average.encoder.table = model.encoder.table
    means = [p for p in average.parameters() if p is not table]
    begun, step = time.time(), 0
    per_epoch = None
    for epoch in range(epochs):
        tree_batches = [(c, b) for c in trees for b in batches(c.lengths, BUDGET, rng)]
        rng.shuffle(tree_batches)
        pool = []
        for name, corpus in names.items():
            parts = batches(corpus.lengths, BUDGET, rng)
            times = {"crossner-politics-train": 3}.get(name, 1)
            for _ in range(times):
                pool += [(name, corpus, b) for b in parts]
        rng.shuffle(pool)
        pool = pool[: int(share * len(tree_batches))]
        queue = [("trees", *b) for b in tree_batches] + pool
        rng.shuffle(queue)
        per_epoch = per_epoch or len(queue)
        total = per_epoch * epochs
        losses = np.zeros((2, 2))
        for kind, corpus, chosen in queue:
            part = max(step / total, (time.time() - begun) / (60 * minutes))
            if part >= 1:
                break
            rate = min(1, step / 200) * max(0.02, 1 - part)
            for group in opt.param_groups + rare.param_groups:
                group["lr"] = options.rate * rate
            word, hint, m = pad(corpus, chosen, "word"), pad(corpus, chosen, "hint"), mask(corpus, chosen)
            # Now and then nothing is known of a sentence's names; often, where the names are strange.
            hint = hint * (torch.rand(1, hint.shape[1]) > (0.5 if corpus in strange else 0.15))
            known = (torch.rand_like(m) > 0.12).float()
            seen = (torch.rand_like(m) > 0.03).float()
            out = model.encode(word, hint, m, known, seen, 0.2)
            if kind == "trees":
                upos, xpos, head, relation = (pad(corpus, chosen, c) for c in TREES)
                u, x = model.tags(out, 0.25)
                scores, lh, ld = model.arcs(out, m, 0.25)
                ok = m > 0
                ce = lambda z, y: F.cross_entropy(z[ok], y[ok])
                loss = F.cross_entropy(scores[ok.T], head.T[ok.T])
                loss = loss + ce(model.labels(lh, ld, head, 0.25), relation) + 0.4 * (ce(u, upos) + ce(x, xpos))
            else:
                table = every if kind == "worldwide-train" else some
                scores = model.names(out, 0.25)
                loss = 3 * model.name_loss(scores, table[pad(corpus, chosen, "class")], m)
            opt.zero_grad()
            rare.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(params, 2.0)
            opt.step()
            rare.step()
            step += 1
            if step % 4 == 0:
                decay = min(0.997, step / (step + 40))
                with torch.no_grad():
                    torch._foreach_lerp_(means, params, 1 - decay)
            if step % 20 == 0:
                print(f"step {step} of {total}, {time.time() - begun:.0f} s ({time.process_time():.0f} s of the processor)", flush=True)
            losses[int(kind != "trees")] += [loss.item(), 1]
        print(f"epoch {epoch + 1}, {time.time() - begun:.0f} s, {step} steps, losses {(losses[:, 0] / losses[:, 1].clip(1)).round(3)}", flush=True)
        if epoch % 4 == 3 or epoch == epochs - 1 or epoch == 0 or part >= 1:
            print(json.dumps(evaluate(average, folder, sets)), flush=True)
            torch.save(average.state_dict(), options.out or f"{folder}/model.pt")
        if part >= 1:
            break


if __name__ == "__main__":
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("folder", help="where `train features` wrote the corpora")
    options.add_argument("--start", help="the pretrained encoder")
    options.add_argument("--epochs", type=int, default=16, help="rounds over the treebanks")
    options.add_argument("--share", type=float, default=0.5, help="batches of names for each of trees")
    options.add_argument("--minutes", type=float, default=1e9, help="when to end, whatever was planned")
    options.add_argument("--out", help="where the weights are put; FOLDER/model.pt if nowhere else")
    options.add_argument("--rate", type=float, default=1.8e-3, help="the largest step")
    options.add_argument("--seed", type=int, default=2)
    torch.set_num_threads(int(os.environ.get("THREADS", 2)))
    main(options.parse_args())
