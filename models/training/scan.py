"""c[t] = f[t] c[t-1] + b[t] along the second dimension, from the end in the second half of the third."""

import torch

try:
    import triton
    import triton.language as tl
except ImportError:
    triton = None


def doubling(f, b):
    """By steps of 1, 2, 4 …; slower, and anywhere."""
    half = f.shape[2] // 2
    f = torch.cat([f[..., :half], f[..., half:].flip(1)], 2)
    b = torch.cat([b[..., :half], b[..., half:].flip(1)], 2)
    step = 1
    while step < f.shape[1]:
        pad = lambda x: torch.nn.functional.pad(x[:, :-step], (0, 0, step, 0))
        b = b + f * pad(b)
        f = f * pad(f)
        step *= 2
    return torch.cat([b[..., :half], b[..., half:].flip(1)], 2)


if triton is not None:

    @triton.jit
    def forward_kernel(f, b, c, places, width, BLOCK: tl.constexpr):
        row, own = tl.program_id(0), tl.program_id(1) * BLOCK + tl.arange(0, BLOCK)
        there = own < width
        back = own >= width // 2
        base = row.to(tl.int64) * places * width + own
        state = tl.zeros([BLOCK], tl.float32)
        for t in range(places):
            at = base + tl.where(back, places - 1 - t, t) * width
            state = tl.load(f + at, there, 0.0) * state + tl.load(b + at, there, 0.0)
            tl.store(c + at, state, there)

    @triton.jit
    def backward_kernel(f, c, g, df, db, places, width, BLOCK: tl.constexpr):
        row, own = tl.program_id(0), tl.program_id(1) * BLOCK + tl.arange(0, BLOCK)
        there = own < width
        back = own >= width // 2
        base = row.to(tl.int64) * places * width + own
        state = tl.zeros([BLOCK], tl.float32)
        factor = tl.zeros([BLOCK], tl.float32)
        for s in range(places):
            t = places - 1 - s
            at = base + tl.where(back, places - 1 - t, t) * width
            before = base + tl.where(back, places - t, t - 1) * width
            state = tl.load(g + at, there, 0.0) + factor * state
            tl.store(db + at, state, there)
            last = tl.load(c + before, there & (t + own * 0 > 0), 0.0)
            tl.store(df + at, state * last, there)
            factor = tl.load(f + at, there, 0.0)


class Scan(torch.autograd.Function):
    @staticmethod
    def forward(ctx, f, b):
        f, b = f.contiguous(), b.contiguous()
        c = torch.empty_like(b)
        rows, places, width = b.shape
        forward_kernel[(rows, triton.cdiv(width, 64))](f, b, c, places, width, BLOCK=64)
        ctx.save_for_backward(f, c)
        return c

    @staticmethod
    def backward(ctx, g):
        f, c = ctx.saved_tensors
        g = g.contiguous()
        df, db = torch.empty_like(f), torch.empty_like(g)
        rows, places, width = g.shape
        backward_kernel[(rows, triton.cdiv(width, 64))](f, c, g, df, db, places, width, BLOCK=64)
        return df, db


def scan(f, b):
    return Scan.apply(f.float(), b.float()) if b.is_cuda and triton is not None else doubling(f.float(), b.float())


def check(device):
    torch.manual_seed(0)
    f = torch.rand(3, 17, 10, device=device, requires_grad=True)
    b = torch.randn(3, 17, 10, device=device, requires_grad=True)
    w = torch.randn(3, 17, 10, device=device)
    out = []
    for way in (doubling, Scan.apply):
        c = way(f, b)
        out.append((c, *torch.autograd.grad((c * w).sum(), (f, b))))
    worst = max(float((x - y).abs().max()) for x, y in zip(*out))
    assert worst < 1e-4, worst
    print("scan right to", worst)


if __name__ == "__main__":
    import sys

    check(sys.argv[1] if len(sys.argv) > 1 else "cuda")
