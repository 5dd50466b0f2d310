#!/usr/bin/env python3
"""Opens networks and what is linked with software that others wrote, and compares what each finds.

    python3 .ci/check_graphs.py PROGRAM DATABASE FOLDER

Names of actors are first made as hard as names come (in a copy of the database in FOLDER), then
every kind of network and every linked format is written to FOLDER and read back: by networkx
(GraphML, GEXF, JSON), pandas (CSV), Graphviz (DOT), rdflib (Turtle), followthemoney (its entities),
GraphQLite (Cypher), PyYAML (properties of notes).

Needs Graphviz, and from PyPI networkx, scipy, pandas, rdflib, followthemoney, graphqlite, apsw, pyyaml.
"""

import csv
import json
import re
import subprocess

import networkx
import pandas
import yaml
from hard import folder, harden, run

TIES = ["met", "state-met", "spoke-about", "co-statement", "met-at", "affiliated"]
DIRECTED = {"spoke-about", "affiliated"}
NAMES = [
    "محمد بن سلمان",
    "习近平 «主席»",
    "Владимир «Вова» Путин",
    "O'Neill & \"Sons\" <b>; \\ `x` {y} %z",
    "😀 Émile\nSecond line\tTab",
    "x" * 499 + "é",
]

def armed(cell: str) -> str:
    """A cell without the apostrophe that keeps spreadsheets from running it."""
    return cell[1:] if re.match(r"'[\s']*[=+\-@＝＋－＠\t\r]", cell) else cell


def check_network(ties: str, names: dict[int, str]) -> int:
    """Every format of a network has the same parties, ties, names, measures, weights and signs."""
    for end in ("json", "graphml", "gexf", "csv", "dot"):
        run("network", "--ties", ties, "--output", folder / f"{ties}.{end}")
    whole = json.loads((folder / f"{ties}.json").read_text("utf-8"))
    graph = networkx.node_link_graph(whole, edges="edges")
    assert graph.is_directed() == (ties in DIRECTED), ties
    assert graph.number_of_nodes() > 1 and graph.number_of_edges() > 0, f"{ties}: nothing in it"
    for node, data in graph.nodes(data=True):
        assert not isinstance(node, int) or data["label"] == names[node], (ties, node)
    plain = networkx.DiGraph(graph) if ties in DIRECTED else networkx.Graph(graph)
    rank = networkx.pagerank(plain, weight="weight", tol=1e-10, max_iter=1000)
    flat = plain.to_undirected()
    if ties in DIRECTED:
        for one, other in plain.edges:
            back = plain.get_edge_data(other, one, {"weight": 0})
            flat[one][other]["weight"] = plain[one][other]["weight"] + back["weight"]
    between = networkx.betweenness_centrality(flat)
    close = networkx.closeness_centrality(flat)
    for node, data in graph.nodes(data=True):
        for measure, value in (("pagerank", rank), ("betweenness", between), ("closeness", close)):
            difference = abs(data[measure] - value[node])
            assert difference < 2e-6, f"{ties}: {measure} of {node} is {data[measure]}, not {value[node]}"
        assert data["strength"] == flat.degree(node, weight="weight"), f"{ties}: strength of {node}"
        assert data["partners"] == flat.degree(node), f"{ties}: partners of {node}"
    count = networkx.number_connected_components(flat)
    assert len({data["component"] for _, data in graph.nodes(data=True)}) == count, ties
    groups = {}
    for node, data in graph.nodes(data=True):
        groups.setdefault(data["community"], set()).add(node)
    own = networkx.community.modularity(flat, groups.values(), weight="weight")
    best = networkx.community.modularity(
        flat, networkx.community.louvain_communities(flat, weight="weight", seed=1), weight="weight"
    )
    assert own > best - 0.02, f"{ties}: modularity {own}, networkx finds {best}"

    others = {
        "graphml": networkx.read_graphml(folder / f"{ties}.graphml"),
        "gexf": networkx.read_gexf(folder / f"{ties}.gexf", version="1.3"),
    }
    for name, other in others.items():
        assert other.is_directed() == graph.is_directed(), f"{ties}: {name}"
        assert other.number_of_nodes() == graph.number_of_nodes(), f"{ties}: {name}"
        assert other.number_of_edges() == graph.number_of_edges(), f"{ties}: {name}"
        for node, data in graph.nodes(data=True):
            read = other.nodes[str(node)]
            assert read["label"] == data["label"], f"{ties}: {name}: {read['label']!r}"
            for measure in ("partners", "strength", "community", "component"):
                assert read[measure] == data[measure], f"{ties}: {name}: {measure}"
            assert abs(read["pagerank"] - data["pagerank"]) < 2e-6, f"{ties}: {name}"
        weights = {}
        for one, end, data in graph.edges(data=True):
            weights[frozenset((str(one), str(end))) if ties not in DIRECTED else (str(one), str(end))] = data
        for one, end, read in other.edges(data=True):
            key = frozenset((one, end)) if ties not in DIRECTED else (one, end)
            assert read["weight"] == weights[key]["weight"], f"{ties}: {name}: {key}"
            assert read.get("sign") == weights[key].get("sign"), f"{ties}: {name}: {key}"
    table = pandas.read_csv(folder / f"{ties}.csv", dtype=str, keep_default_na=False)
    assert len(table) == graph.number_of_edges(), ties
    assert set(table["Type"]) == {"Directed" if ties in DIRECTED else "Undirected"}, ties
    for row in table.to_dict("records"):
        if row["Source"].isdigit():
            assert armed(row["Source Label"]) == names[int(row["Source"])], row
        for interval in re.findall(r"\[[^\]]*\]", row["Timeset"]):
            assert re.fullmatch(r"\[\d{4}-\d\d-\d\d, \d{4}-\d\d-\d\d\]", interval), row
    drawn = subprocess.run(
        ["dot", "-Tplain", folder / f"{ties}.dot"], check=True, capture_output=True, text=True
    )
    assert not drawn.stderr.strip(), drawn.stderr
    kinds = [line.split(" ", 1)[0] for line in drawn.stdout.splitlines()]
    assert kinds.count("edge") == graph.number_of_edges(), ties
    ranked = json.loads(run("rank", "--ties", ties, "--by", "pagerank", "--format", "json"))
    assert len(ranked) == graph.number_of_nodes(), ties
    assert all(row["pagerank"] == graph.nodes[row["id"]]["pagerank"] for row in ranked), ties
    return graph.number_of_edges()


def rows(table: str) -> list[dict[str, str]]:
    with open(folder / "tables" / f"{table}.csv", encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def check_turtle(names: dict[int, str]) -> None:
    import rdflib

    run("export", "--output", folder / "all.ttl")
    graph = rdflib.Graph().parse(folder / "all.ttl", format="turtle")
    sem = rdflib.Namespace("http://semanticweb.cs.vu.nl/2009/11/sem/")
    prov = rdflib.Namespace("http://www.w3.org/ns/prov#")
    kind = rdflib.RDF.type
    assert len(set(graph.subjects(kind, sem.Actor))) == len(names)
    assert len(set(graph.subjects(kind, sem.Event))) == len(rows("meetings"))
    assert len(set(graph.subjects(kind, sem.Place))) == len(rows("locations"))
    assert len(list(graph.triples((None, sem.hasActor, None)))) == len(rows("meeting_participants"))
    assert len(set(graph.subjects(kind, prov.Derivation))) == len(rows("evidence"))
    for actor in graph.subjects(kind, sem.Actor):
        number = int(str(actor).rsplit(":", 1)[1])
        assert str(graph.value(actor, rdflib.RDFS.label)) == names[number], number
    found = graph.query(
        """
        select ?name (count(distinct ?meeting) as ?meetings) (count(distinct ?article) as ?articles) {
            ?meeting a sem:Event ; sem:hasActor ?actor ; ch:status ch:held ;
                prov:wasDerivedFrom ?article .
            ?actor rdfs:label ?name .
        } group by ?actor ?name order by desc(?meetings) ?name limit 1
        """
    )
    [(name, meetings, articles)] = [tuple(term.toPython() for term in row) for row in found]
    held = {row["meeting_id"] for row in rows("meetings") if row["status"] == "held"}
    counts = {}
    for row in rows("meeting_participants"):
        if row["meeting_id"] in held:
            counts[int(row["actor_id"])] = counts.get(int(row["actor_id"]), 0) + 1
    assert meetings == max(counts.values()) and articles > 0, (name, meetings)
    print(f"turtle: {len(graph)} triples; most meetings: {name[:30]!r} {meetings}")


def check_entities(names: dict[int, str]) -> None:
    from followthemoney import model

    run("export", "--format", "ftm", "--output", folder / "all.ftm.json")
    schemata = {}
    entities = {}
    for line in (folder / "all.ftm.json").read_text("utf-8").split("\n"):
        if not line:
            continue
        data = json.loads(line)
        entity = model.get_proxy(data, cleaned=True)
        assert not (problems := entity.schema.validate(data)), f"{data['id']}: {problems}"
        for prop, value in entity.itervalues():
            assert prop.type.validate(value), f"{data['id']}: {prop.name}: {value!r}"
        for name in entity.schema.required:
            assert entity.get(name), f"{data['id']}: no {name}"
        assert data["id"] not in entities, data["id"]
        entities[data["id"]] = entity
        schemata[entity.schema.name] = schemata.get(entity.schema.name, 0) + 1
    for entity in entities.values():
        for prop, value in entity.itervalues():
            if prop.type.name == "entity":
                found = entities[value].schema
                assert found.is_a(prop.range), f"{entity.id}: {prop.name} is {found.name}"
    actors = sum(schemata.get(name, 0) for name in ("Person", "PublicBody", "Organization"))
    assert actors == len(names), schemata
    assert schemata["Event"] == len(rows("meetings")), schemata
    assert schemata["Article"] == len(rows("articles")), schemata
    assert schemata["Occupancy"] and schemata["Mention"], schemata
    for number, name in names.items():
        actor = entities[f"chancery-actor-{number}"]
        # A name longer than the platform takes is cut there, and whole in the notes.
        assert (actor.get("notes") or actor.get("name")) == [name], number
        assert name.startswith(actor.get("name")[0].removesuffix("…")), number
    print("followthemoney:", ", ".join(f"{count} {name}" for name, count in sorted(schemata.items())))


def check_cypher(names: dict[int, str]) -> None:
    import apsw
    import graphqlite

    run("export", "--output", folder / "all.cypher")
    database = apsw.Connection(":memory:")
    database.enable_load_extension(True)
    database.load_extension(graphqlite.loadable_path())

    def ask(query: str) -> list[dict]:
        [[answer]] = database.execute("select cypher(?)", (query,))
        return json.loads(answer)

    script = (folder / "all.cypher").read_text("utf-8")
    statements = []
    for statement in script.split(";\n"):
        lines = [line for line in statement.split("\n") if not line.startswith("//")]
        if any(lines):
            statements.append("\n".join(lines))
            ask(statements[-1])
    # Run again, it changes nothing.
    for statement in statements:
        ask(statement)
    told = {row["a.id"]: row["a.name"] for row in ask("MATCH (a:Actor) RETURN a.id, a.name")}
    assert told == names
    people = sum(row["kind"] == "person" for row in rows("actors"))
    assert ask("MATCH (a:Person) RETURN count(a) AS n") == [{"n": people}]
    speakers = sum(len(row["speaker_ids"].split("; ")) for row in rows("statements") if row["speaker_ids"])
    about = sum(len(row["about_ids"].split("; ")) for row in rows("statements") if row["about_ids"])
    service = {
        (row["actor_id"], row["role"], row["affiliation_id"]) for row in rows("affiliations") if row["affiliation_id"]
    }
    links = {
        "TOOK_PART_IN": len(rows("meeting_participants")),
        "SAID": speakers,
        "ABOUT": about,
        "ACTS_FOR": len(service),
    }
    for kind, count in links.items():
        assert ask(f"MATCH ()-[r:{kind}]->() RETURN count(r) AS n") == [{"n": count}], kind
    for label, table in (("Meeting", "meetings"), ("Statement", "statements"), ("Place", "locations")):
        assert ask(f"MATCH (a:{label}) RETURN count(a) AS n") == [{"n": len(rows(table))}], label
    [most] = ask(
        "MATCH (a:Actor)-[:TOOK_PART_IN]->(m:Meeting) WHERE m.status = 'held' "
        "RETURN a.name AS name, count(m) AS n ORDER BY n DESC LIMIT 1"
    )
    print(f"cypher: {len(told)} actors; most meetings: {most['name'][:30]!r} {most['n']}")


def check_notes(names: dict[int, str]) -> None:
    run("export", "--format", "obsidian", "--output", folder / "notes")
    pages = {page.stem: page.read_text("utf-8") for page in (folder / "notes").glob("*.md")}
    assert len(pages) == len(names), f"{len(pages)} pages"
    links = 0
    for page, text in pages.items():
        _, head, body = text.split("---\n", 2)
        properties = yaml.safe_load(head)
        assert properties["name"] == names[properties["chancery"]], page
        for link in re.findall(r"\[\[([^]|]+)(?:\|[^]]*)?\]\]", body):
            assert link in pages, f"{page}: a link to {link!r}"
            links += 1
    assert links, "no links"
    print(f"obsidian: {len(pages)} pages, {links} links")


if __name__ == "__main__":
    all_names = harden(NAMES)
    run("export", "--output", folder / "tables")
    for ties_kind in TIES:
        print(f"{ties_kind}: {check_network(ties_kind, all_names)} ties in 5 formats")
    check_turtle(all_names)
    check_entities(all_names)
    check_cypher(all_names)
    check_notes(all_names)
