#!/usr/bin/env python3
"""Opens exports with software that others wrote, and compares what each finds.

    python3 .ci/check_exports.py FOLDER

FOLDER holds network.dot, network.json, network.graphml, network.gexf, network.svg, network.png,
network.geojson, network-map.svg, network-nodes.csv, network-edges.csv, and where there are any,
tables as .csv and .xlsx. Needs Graphviz, and from PyPI networkx, pandas, openpyxl, geojson and
pillow.
"""

import json
import pathlib
import subprocess
import sys
import xml.dom.minidom

import geojson
import networkx
import openpyxl
import pandas
import PIL.Image

FORMULA = tuple("=+-@\t\r")


def check_network(folder: pathlib.Path) -> None:
    """Every format of one network has the same actors and ties."""
    nodes = pandas.read_csv(folder / "network-nodes.csv", dtype=str, keep_default_na=False)
    edges = pandas.read_csv(folder / "network-edges.csv", dtype=str, keep_default_na=False)
    assert list(nodes.columns[:3]) == ["Id", "Label", "Kind"], nodes.columns
    assert list(edges.columns[:5]) == ["Source", "Target", "Type", "Weight", "Label"], edges.columns
    assert set(edges["Source"]) | set(edges["Target"]) <= set(nodes["Id"])
    counts = (len(nodes), len(edges))
    weight = edges["Weight"].astype(int).sum()

    graphs = {}
    if (path := folder / "network.json").exists():
        graphs["json"] = networkx.node_link_graph(json.loads(path.read_text("utf-8")))
    if (path := folder / "network.graphml").exists():
        graphs["graphml"] = networkx.read_graphml(path)
    if (path := folder / "network.gexf").exists():
        graphs["gexf"] = networkx.read_gexf(path, version="1.3")
    labels = {row.Id: row.Label for row in nodes.itertuples()}
    for name, graph in graphs.items():
        found = (graph.number_of_nodes(), graph.number_of_edges())
        assert found == counts, f"{name}: {found}, not {counts}"
        total = sum(data["weight"] for _, _, data in graph.edges(data=True))
        assert total == weight, f"{name}: weight {total}, not {weight}"
        for node, data in graph.nodes(data=True):
            label = data["label"]
            told = labels[str(node)]
            assert told in (label, "'" + label), f"{name}: {label!r}, not {told!r}"

    for engine in ("dot", "neato", "sfdp"):
        drawing = subprocess.run(
            [engine, "-Tsvg", folder / "network.dot"], check=True, capture_output=True, timeout=300
        )
        # A message is a sign of markup that Graphviz passed over.
        assert not drawing.stderr.strip(), f"{engine}: {drawing.stderr.decode()}"
        groups = xml.dom.minidom.parseString(drawing.stdout).getElementsByTagName("g")
        kinds = [group.getAttribute("class") for group in groups]
        found = (kinds.count("node"), kinds.count("edge"))
        assert found == counts, f"{engine}: {found}, not {counts}"
    if (path := folder / "network.svg").exists():
        xml.dom.minidom.parse(str(path))
    if (path := folder / "network.png").exists():
        with PIL.Image.open(path) as picture:
            picture.load()
            assert picture.format == "PNG" and min(picture.size) > 400, picture
            colors = picture.convert("RGB").getcolors(1 << 24)
            assert len(colors) > 50, f"png: {len(colors)} colors"
    if (path := folder / "network.geojson").exists():
        places = geojson.loads(path.read_text("utf-8"))
        assert places.is_valid, places.errors()
        assert places["features"], "no place"
        held = sum(feature["properties"]["meetings"] for feature in places["features"])
        missing = sum(int(note.split()[0]) for note in places["notes"] if "not on the map" in note)
        print(f"places: {len(places['features'])} with {held} meetings, {missing} without")
    if (path := folder / "network-map.svg").exists():
        circles = xml.dom.minidom.parse(str(path)).getElementsByTagName("circle")
        assert circles, "no place on the map"
    print(f"network: {counts[0]} actors, {counts[1]} ties, in {len(graphs) + 3} formats")


def check_tables(folder: pathlib.Path) -> None:
    """Tables open, nothing in them is a formula, and CSV and XLSX agree."""
    files = sorted(path for path in folder.rglob("*.csv") if not path.name.startswith("network"))
    tables = {}
    for path in files:
        table = pandas.read_csv(path, dtype=str, keep_default_na=False, encoding="utf-8-sig")
        for column in table.columns:
            for cell in table[column]:
                number = cell.lstrip("-").replace(".", "", 1).isdigit()
                assert number or not cell.startswith(FORMULA), f"{path.name}: {column}: {cell!r}"
        tables[path.stem] = table
    for path in folder.rglob("*.xlsx"):
        book = openpyxl.load_workbook(path)
        for sheet in book:
            rows = sheet.max_row - 1
            assert sheet.freeze_panes == "A2", sheet.title
            assert all(cell.data_type != "f" for row in sheet.iter_rows() for cell in row)
            if sheet.title in tables:
                assert rows == len(tables[sheet.title]), f"{sheet.title}: {rows} rows"
    print(f"tables: {', '.join(f'{name} {len(table)}' for name, table in tables.items()) or 'none'}")


if __name__ == "__main__":
    check_network(pathlib.Path(sys.argv[1]))
    check_tables(pathlib.Path(sys.argv[1]))
