"""Writes the weights as the program reads them: matrices in 8 bits, a scale for each output."""

import struct, sys
import numpy as np
import torch

from corpus import Corpus, Words, batches, mask, pad
from encoder import LAYERS
from heads import SUM, Model, leaky
from train import TRAINS, TREES

MOST = 30_000  # what the largest input of a matrix becomes


def table(keys, rows):
    """Slots found by a key's hash, a scale for each row, and the rows."""
    count = 1 << int(np.ceil(np.log2(len(keys) * 1.5)))
    slots = np.zeros((count, 6), np.uint8)
    taken = np.zeros(count, bool)
    checks = (keys.astype(np.uint64) & np.uint64(0xFFFFFFFF)).astype(np.uint32) | 1
    with np.errstate(over="ignore"):
        starts = ((keys * np.uint64(0x9E3779B97F4A7C15)) >> np.uint64(32)) & np.uint64(count - 1)
    for number, (check, at) in enumerate(zip(checks, starts.astype(np.int64))):
        while taken[at]:
            at = (at + 1) & (count - 1)
        taken[at] = True
        slots[at, :4] = np.frombuffer(struct.pack("<I", check), np.uint8)
        slots[at, 4:] = np.frombuffer(struct.pack("<H", number), np.uint8)
    scales = np.abs(rows).max(1).clip(1e-8) / 127
    small = np.rint(rows / scales[:, None]).astype(np.int8)
    return struct.pack("<III", count, *rows.shape) + slots.tobytes() + scales.astype("<f4").tobytes() + small.tobytes()


def layer(it, largest):
    """The gates of a layer of recurrent units, and what goes past them if that is a matrix."""
    skip = [it.skip.weight] if it.skip is not None else []
    zeros = torch.zeros(len(it.forget))
    offset = torch.cat([zeros, it.forget, it.reset] + [zeros] * len(skip))
    return matrix(torch.cat([it.gates.weight] + skip), offset, largest)


def matrix(weight, offset, largest):
    weight = weight.detach().numpy()
    offset = np.zeros(len(weight)) if offset is None else offset.detach().numpy()
    # A power of two, by which the inputs are made whole.
    scale = 2.0 ** np.floor(np.log2(MOST / largest / 1.3))
    own = np.abs(weight).max(1).clip(1e-8) / 127
    small = np.rint(weight / own[:, None]).astype(np.int8)
    return (struct.pack("<IIf", *weight.shape, scale) + (own / scale).astype("<f4").tobytes()
            + offset.astype("<f4").tobytes() + small.tobytes())


@torch.no_grad()
def main(folder, weights, target):
    sets = [Corpus(folder, n, TREES) for n in ("ewt-train", "gum-train")]
    words = Words(folder, [Corpus(folder, n, []) for n in TRAINS], Corpus(folder, "news", []))
    state = torch.load(weights)
    counts = [
        1 + max(int(c.columns[w].max()) for c in [*sets, Corpus(folder, "ewt-dev", TREES), Corpus(folder, "gum-dev", TREES)])
        for w in ("upos", "xpos", "relation")]
    model = Model(words, counts)
    model.load_state_dict(state)
    model.eval()
    # The largest input of each matrix.
    largest = {}
    def see(name, x):
        largest[name] = max(largest.get(name, 0), float(x.abs().max()))
    rng = np.random.default_rng(0)
    for corpus in sets:
        for chosen in batches(corpus.lengths, 4000, rng)[:25]:
            word, hint, m, head = (pad(corpus, chosen, "word"), pad(corpus, chosen, "hint"), mask(corpus, chosen), pad(corpus, chosen, "head"))
            ones = torch.ones_like(m)
            x = model.encoder.embed(word, hint, m, ones, ones)
            see("layer 0", x)
            out = model.encoder(x)
            for i in range(LAYERS):
                see(f"layer {i + 1}", out[i])
            see("tag", leaky(model.tag_middle(out[2])))
            see("names", torch.cat([out[1], out[3]], -1))
            see("name", leaky(model.name_middle(torch.cat([out[1], out[3]], -1))))
            see("wanted", leaky(model.dependent(out[3])))
            rooted = torch.cat([model.root.expand(1, m.shape[1], -1), out[3]])
            lh, ld = model.label_head(rooted), model.label_dependent(out[3])
            own = torch.gather(lh, 0, head[..., None].expand(-1, -1, lh.shape[2]))
            see("pairs", torch.cat([leaky(own[..., :SUM] + ld[..., :SUM]), own[..., SUM:] * ld[..., SUM:]], -1))
    print({k: round(v, 2) for k, v in largest.items()})
    out = [table(words.keys, model.encoder.table.weight[1:].numpy()), table(words.vector_keys, words.vectors[1:].numpy())]
    out += [layer(it, largest[f"layer {i}"]) for i, it in enumerate(model.encoder.layers)]
    out.append(struct.pack("<II", model.upos, model.xpos))
    out += [matrix(model.tag_middle.weight, model.tag_middle.bias, largest["layer 3"]), matrix(model.tag.weight, model.tag.bias, largest["tag"])]
    out.append(struct.pack("<I", model.relations))
    parts = [model.head, model.dependent, model.label_head, model.label_dependent]
    out.append(matrix(torch.cat([p.weight for p in parts]), torch.cat([p.bias for p in parts]), largest["layer 4"]))
    out.append(matrix(model.arc.weight, model.arc.bias, largest["wanted"]))
    out.append(matrix(model.label.weight, model.label.bias, largest["pairs"]))
    out.append(leaky(model.head(model.root)).numpy().astype("<f4").tobytes())
    out.append(model.label_head(model.root).numpy().astype("<f4").tobytes())
    out.append(matrix(model.name_middle.weight, model.name_middle.bias, largest["names"]))
    out.append(matrix(model.name.weight, model.name.bias, largest["name"]))
    out.append(model.follow.detach().numpy().astype("<f4").tobytes())
    with open(target, "wb") as file:
        file.write(b"".join(out))


if __name__ == "__main__":
    main(*sys.argv[1:])
