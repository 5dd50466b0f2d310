#!/usr/bin/env python3
"""Adds many generated articles, and measures memory, speed and size on the way.

    soak.py PROGRAM [--articles 200000] [--bound-minutes M] [--jobs N]

The articles come through standard input, one after the other, so that nothing but the program holds
them; half of them tell of meetings, the others of none. Memory is read from /proc at the first tenth
(at 10,000 of 200,000 or more) and after every further tenth of the articles; the last must not be more than 10 %
above the first, and none more than 10 % off the middle one. What grouping at the end takes is measured
apart: it grows with what it groups. If the minutes are over, no more articles are sent, and what came
in so far is measured.
"""
import argparse, json, random, re, resource, statistics, subprocess, sys, tempfile, threading, time
from pathlib import Path

import database

WORDS, FLAT = 500, 1.10
# Fewer articles than this tell nothing of memory that grows: buffers are still filling.
ENOUGH = 5_000


def material():
    """Paragraphs of the annotated articles: those that name a meeting, and the others."""
    gold = Path(__file__).resolve().parent.parent / "tests" / "gold"
    with_meeting, without = [], []
    for path in sorted(gold.glob("*.json")):
        article = json.loads(path.read_text())
        for paragraph in re.split(r"\n+", article["text"]):
            if len(paragraph.split()) > 15:
                told = re.search(r"\b(met|meet|meeting|talks|summit|visit|call)", paragraph)
                (with_meeting if told else without).append(paragraph)
    return with_meeting, without


def article(number, draw, kinds):
    """One article of 50 to 1,500 words, about 500 on the average."""
    words = int(draw.choice([0.1, 0.5, 0.8, 1, 1, 1, 1.2, 1.5, 3]) * WORDS)
    paragraphs = kinds[number % 2]
    chosen, count = [f"This is report number {number}."], 0
    while count < words:
        paragraph = draw.choice(paragraphs)
        chosen.append(paragraph)
        count += len(paragraph.split())
    day = f"20{number % 24 + 1:02}-{number % 12 + 1:02}-{number % 28 + 1:02}"
    return {"id": f"soak-{number}", "published": day, "title": f"Report {number}", "text": "\n\n".join(chosen)}


def resident(process):
    """MiB of memory that the process has, and the most it had."""
    status = Path(f"/proc/{process.pid}/status").read_text()
    return [int(re.search(rf"{name}:\s+(\d+)", status)[1]) / 1024 for name in ("VmRSS", "VmHWM")]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("program", type=Path)
    parser.add_argument("--articles", type=int, default=200_000)
    parser.add_argument("--bound-minutes", type=float, default=120)
    parser.add_argument("--jobs", type=int)
    given = parser.parse_args()
    draw, kinds = random.Random(1815), material()
    step = max(1, min(10_000, given.articles // 10))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "soak.db"
        jobs = ["--jobs", str(given.jobs)] if given.jobs else []
        command = [given.program.resolve(), "--quiet", "--db", path, "add", "-", "--from", "jsonl", *jobs]
        start = time.perf_counter()
        process = subprocess.Popen(command, stdin=subprocess.PIPE, text=True)
        samples, sent = [], 0
        while sent < given.articles and time.perf_counter() - start < given.bound_minutes * 60:
            process.stdin.write(json.dumps(article(sent, draw, kinds)) + "\n")
            sent += 1
            if sent % step == 0:
                process.stdin.flush()
                rss, peak = resident(process)
                samples.append((sent, rss, peak))
                rate = sent / (time.perf_counter() - start)
                print(f"{sent:>8} articles: {rss:6.0f} MiB, at most {peak:6.0f}; {rate:5.0f} articles/s", flush=True)
        process.stdin.flush()
        # The end of the intake: all that was sent is stored, and standard input is open still.
        count, since = 0, time.perf_counter()
        while count < sent and process.poll() is None:
            time.sleep(0.2)
            if (there := database.count(path)) != count:
                count, since = there, time.perf_counter()
            elif time.perf_counter() - since > 120:
                sys.exit(f"of {sent} articles {sent - count} did not come in")
        seconds = time.perf_counter() - start
        rss, peak = resident(process)
        samples.append((sent, rss, peak))
        before = time.perf_counter()
        size = sum(file.stat().st_size for file in Path(folder).glob("soak.db*"))
        process.stdin.close()
        highest = [peak]

        def sample():
            while process.poll() is None:
                try:
                    highest.append(resident(process)[1])
                except (OSError, TypeError):
                    return
                time.sleep(0.05)

        sampler = threading.Thread(target=sample)
        sampler.start()
        code = process.wait()
        sampler.join()
        grouping = time.perf_counter() - before
        user = resource.getrusage(resource.RUSAGE_CHILDREN)
        whole = sum(file.stat().st_size for file in Path(folder).glob("soak.db*"))
        first, last = samples[0], samples[-1]
        print(f"intake: {sent} articles in {seconds:.0f} s, {sent / seconds:.0f} articles/s")
        print(f"memory: {first[1]:.0f} MiB at {first[0]}, {last[1]:.0f} MiB at the end ({last[1] / first[1] - 1:+.1%}), at most {last[2]:.0f} MiB")
        print(f"database: {size / sent:.0f} bytes an article before grouping, {whole / sent:.0f} after")
        print(f"grouping: {grouping:.1f} s, at most {max(highest):.0f} MiB")
        print(f"processor: {(user.ru_utime + user.ru_stime) / sent * 1000:.2f} ms an article in all")
        if code:
            sys.exit(f"add ended with {code}")
        all = [rss for _, rss, _ in samples]
        middle = statistics.median(all)
        if sent >= ENOUGH and (last[1] > first[1] * FLAT or max(all) > middle * FLAT or min(all) * FLAT < middle):
            sys.exit("memory grows with the number of articles")


main()
