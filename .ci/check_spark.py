#!/usr/bin/env python3
"""Extracts with Spark on two local cores, from JSON Lines and from Parquet, and compares what comes of
it with a single run: the exports must be the same byte for byte.

    check_spark.py PROGRAM OUT
"""
import json, os, shutil, subprocess, sys
from pathlib import Path

import pyarrow
import pyarrow.parquet

ROOT = Path(__file__).parent.parent
ARTICLES = 80
# Parts of some 40 kB, so that both cores have some.
SUBMIT = "--master local[2] --conf spark.sql.files.maxPartitionBytes=40000 pyspark-shell"
FIELDS = ("id", "url", "source", "published", "title", "text")


def articles():
    """Those of `tests/gold` and the samples, some twice, some that give nothing."""
    found = []
    for path in sorted((ROOT / "tests/gold").glob("*.json"))[:ARTICLES]:
        record = json.loads(path.read_text())
        found.append({name: str(record[name]) for name in FIELDS if record.get(name)})
    found.insert(7, {"id": "empty", "text": " "})
    found.insert(9, {"id": "german", "text": "Der Minister traf am Freitag in Berlin seinen Kollegen aus Wien, "
                                             "um über die Lage zu sprechen, und reiste dann wieder ab."})
    found.append({**found[0], "id": "copy"})
    return found


def run(*command):
    """Runs a command; 1 says that some articles were bad."""
    done = subprocess.run([str(word) for word in command], capture_output=True, text=True)
    if done.returncode not in (0, 1):
        sys.exit(f"{command} ended with {done.returncode}:\n{done.stderr[-3000:]}")
    return done.stderr


def exported(program, database):
    """What each file of an export holds."""
    out = database.with_name(f"tables-of-{database.stem}")
    run(program, "--db", database, "export", "--output", out)
    return {path.name: path.read_bytes() for path in sorted(out.iterdir())}


def main():
    program, out = Path(sys.argv[1]).resolve(), Path(sys.argv[2]).resolve()
    shutil.rmtree(out, ignore_errors=True)
    out.mkdir(parents=True)
    made = articles()
    lines, table = out / "articles.jsonl", out / "articles.parquet"
    lines.write_text("".join(json.dumps(it, ensure_ascii=False) + "\n" for it in made))
    columns = {name: [it.get(name) for it in made] for name in FIELDS}
    pyarrow.parquet.write_table(pyarrow.table(columns), table, row_group_size=8)
    whole = out / "whole.db"
    told = run(program, "--db", whole, "add", lines)
    wanted = exported(program, whole)
    for source in (lines, table):
        records = out / f"records-{source.suffix[1:]}"
        environment = {**os.environ, "PYSPARK_PYTHON": sys.executable, "SPARK_LOCAL_IP": "127.0.0.1"}
        command = [sys.executable, ROOT / "examples/spark/extract.py", source, records, "--program", program]
        done = subprocess.run(
            [str(word) for word in command],
            env={**environment, "PYSPARK_SUBMIT_ARGS": SUBMIT},
            capture_output=True,
            text=True,
        )
        if done.returncode:
            sys.exit(f"Spark failed on {source.name}:\n{done.stderr[-3000:]}")
        parts = sorted(records.glob("part-*"))
        if len(parts) < 2:
            sys.exit(f"Spark made {len(parts)} part of {source.name}, which shows nothing")
        database = out / f"{source.suffix[1:]}.db"
        run(program, "--db", database, "add", "--records", records)
        found = exported(program, database)
        for name, bytes_ in wanted.items():
            if found.get(name) != bytes_:
                sys.exit(f"{source.name}: {name} differs from that of a single run")
        print(f"{source.name}: {len(made)} articles in {len(parts)} parts; {len(wanted)} tables as of a single run")
    print(next(line for line in told.splitlines() if line.startswith("articles")))


main()
