#!/usr/bin/env python3
"""Extracts records from articles with Apache Spark: chancery runs on the workers, as a filter.

    spark-submit examples/spark/extract.py ARTICLES RECORDS [--program chancery] [--partitions N]

ARTICLES is a folder or file of JSON Lines, or of Parquet with the columns `text` and, where there
are such, `id`, `url`, `source`, `published`, `title`. RECORDS is the folder to make: one record a
line, an article each. Then, on one machine:

    chancery add --records RECORDS --db talks.db

The database is that of a single run. (Where one text comes under two ids, the first in RECORDS counts:
Spark keeps the order within a file, not that of files.)

The program must be on each worker: in the image, or sent along with `--files target/release/chancery`
(then `--program ./chancery`). It needs no other file, no network, and some 100 MB of memory a core.
"""
import argparse
import shlex

from pyspark.sql import SparkSession
from pyspark.sql import functions as F

FIELDS = ("id", "url", "source", "published", "title", "text")


def lines(spark, path):
    """The articles as an RDD of JSON Lines."""
    if path.rstrip("/").endswith(".parquet"):
        table = spark.read.parquet(path)
        known = [name for name in FIELDS if name in table.columns]
        if "text" not in known:
            raise SystemExit(f"{path} has no column `text`, but {', '.join(table.columns)}")
        table = table.select(F.to_json(F.struct(*known)).alias("value"))
    else:
        table = spark.read.text(path)
    return table.rdd.map(lambda row: row.value)


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("articles", help="JSON Lines, or a path that ends in .parquet")
    parser.add_argument("records", help="the folder to make")
    parser.add_argument("--program", default="chancery", help="chancery, as the workers find it")
    parser.add_argument("--knowledge", action="append", default=[], help="a CSV file, on each worker")
    parser.add_argument("--partitions", type=int, help="parts to make of the articles; by default Spark's")
    given = parser.parse_args()
    spark = SparkSession.builder.appName("chancery extract").getOrCreate()
    articles = lines(spark, given.articles)
    if given.partitions:
        articles = articles.repartition(given.partitions)
    # One process a partition, on one core: Spark sees to the others. A process that fails makes
    # Spark run its partition again; an article that gives nothing is a record that says so.
    command = [given.program, "extract", "--jsonl", "--jobs", "1", "--quiet"]
    for path in given.knowledge:
        command += ["--knowledge", path]
    records = articles.pipe(shlex.join(command), checkCode=True)
    records.saveAsTextFile(given.records, "org.apache.hadoop.io.compress.GzipCodec")
    spark.stop()


if __name__ == "__main__":
    main()
