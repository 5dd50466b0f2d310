"""Teaches the encoder to guess hidden words of the news."""

import sys, time
import numpy as np
import torch
from torch import nn
import torch.nn.functional as F

from corpus import Corpus, Words, batches, mask, pad
from encoder import Encoder, HIDDEN

TRAINS = ("ewt-train", "gum-train", "worldwide-train", "wikineural-train", "crossner-politics-train")
GUESSES = 5_000  # words that may be guessed
HIDE = 0.2


def main(folder):
    torch.manual_seed(1)
    rng = np.random.default_rng(1)
    trains = [Corpus(folder, n, []) for n in TRAINS]
    news = Corpus(folder, "news", [])
    words = Words(folder, trains, news)
    print("embeddings", len(words.keys), flush=True)
    # A guess is the lower case of a word.
    lower = np.fromfile(f"{folder}/words.u64", np.uint64).reshape(-1, 12)[:, 1]
    every, place = np.unique(lower, return_inverse=True)
    count = np.bincount(place, np.bincount(news.columns["word"], minlength=len(lower)), minlength=len(every))
    best = np.argsort(-count, kind="stable")[:GUESSES]
    number = np.zeros(len(every), np.int64)
    number[best] = np.arange(1, GUESSES + 1)
    guess = torch.from_numpy(number[place])
    encoder = Encoder(words)
    down = nn.Linear(2 * HIDDEN, 128)
    up = nn.Linear(128, GUESSES)
    params = [*encoder.parameters(), *down.parameters(), *up.parameters()]
    print("parameters of the layers", sum(p.numel() for p in encoder.layers.parameters()))
    opt = torch.optim.Adam(params, lr=2e-3, betas=(0.9, 0.98), fused=True)
    started, seen, step, mean = time.time(), 0, 0, None
    todo = batches(news.lengths, 6000, rng, 60)
    todo = [b for b in todo if news.lengths[b].max() >= 6]
    while step < len(todo):
        for group in opt.param_groups:
            group["lr"] = 2.5e-3 * min(1, step / 200) * (0.03 + 0.97 * (1 - step / len(todo)))
        chosen = todo[step]
        word, hint, m = pad(news, chosen, "word"), pad(news, chosen, "hint"), mask(news, chosen)
        target = guess[word] * (m > 0)
        hidden = (torch.rand_like(m) < HIDE) & (target > 0)
        seen_ = 1 - hidden.float()
        known = (torch.rand_like(m) > 0.1).float()
        with torch.autocast("cpu", torch.bfloat16):
            out = encoder(encoder.embed(word, hint, m, known, seen_), 0.05)[-1]
            z = up(F.gelu(down(out[hidden])))
        loss = F.cross_entropy(z.float(), target[hidden] - 1)
        opt.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(params, 2.0)
        opt.step()
        step += 1
        seen += int(m.sum())
        mean = loss.item() if mean is None else 0.98 * mean + 0.02 * loss.item()
        if step % 50 == 0:
            print(f"{time.time() - started:.0f} s, {step} steps, {seen} tokens, loss {mean:.3f}", flush=True)
        if step % 300 == 0:
            torch.save(encoder.state_dict(), f"{folder}/pretrained.pt")
    torch.save(encoder.state_dict(), f"{folder}/pretrained.pt")


main(sys.argv[1])
