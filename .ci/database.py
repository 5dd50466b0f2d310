"""What the scripts here ask of a database that is being written."""
import sqlite3


def count(path):
    """How many articles it has."""
    try:
        with sqlite3.connect(f"file:{path}?mode=ro", uri=True, timeout=20) as db:
            return db.execute("select count(*) from articles").fetchone()[0]
    except sqlite3.OperationalError:
        return 0
