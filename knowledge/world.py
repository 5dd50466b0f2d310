#!/usr/bin/env python3
"""Makes world.tsv, the outlines of the world map, from Natural Earth as world-atlas packs it.

    npm pack world-atlas@2.0.2 && tar xzf world-atlas-2.0.2.tgz
    python3 knowledge/world.py package/countries-110m.json

A row is an outline: `land` is a ring of coast, `border` a line between two countries; its points
are degrees east and north in tenths, each after the first as the step from the one before.
"""
import json, sys
from collections import Counter
from pathlib import Path

FINE = 0.12  # degrees that a point may be off the line, which no map of a page's width shows
SOUTHMOST = -60.0  # Antarctica has no meetings, and takes a third of the map


def decoded(topology):
    """The arcs of a topology in degrees."""
    scale, move = topology["transform"]["scale"], topology["transform"]["translate"]
    for arc in topology["arcs"]:
        x = y = 0
        points = []
        for right, up in arc:
            x, y = x + right, y + up
            points.append((x * scale[0] + move[0], y * scale[1] + move[1]))
        yield points


def simplified(points):
    """The points without those that lie nearly on the line of the others (Douglas, Peucker)."""
    if len(points) < 3:
        return points
    (x0, y0), (x1, y1) = points[0], points[-1]
    long = ((x1 - x0) ** 2 + (y1 - y0) ** 2) ** 0.5

    def off(point):
        x, y = point
        if not long:
            return ((x - x0) ** 2 + (y - y0) ** 2) ** 0.5
        return abs((x1 - x0) * (y - y0) - (x - x0) * (y1 - y0)) / long

    far = max(range(1, len(points) - 1), key=lambda index: off(points[index]))
    if off(points[far]) <= FINE:
        return [points[0], points[-1]]
    return simplified(points[: far + 1])[:-1] + simplified(points[far:])


def rings(geometry):
    """The rings of a geometry, as numbers of arcs."""
    if geometry["type"] == "GeometryCollection":
        for part in geometry["geometries"]:
            yield from rings(part)
    for polygon in geometry["arcs"] if geometry["type"] == "MultiPolygon" else [geometry.get("arcs", [])]:
        yield from polygon


def cut(ring):
    """The parts of a ring on this side and beyond the 180th meridian, each a ring."""
    parts = [[ring[0]]]
    for (x, y), (right, up) in zip(ring, ring[1:]):
        if abs(right - x) > 180:
            edge = 180 if x > 0 else -180
            along = (edge - x) / (right + 2 * edge - x) if right + 2 * edge != x else 0
            crossing = y + along * (up - y)
            parts[-1].append((edge, crossing))
            parts.append([(-edge, crossing)])
        parts[-1].append((right, up))
    if len(parts) > 1:
        # The ring began within a part.
        parts[0] = parts.pop() + parts[0][1:]
    return [part if part[0] == part[-1] else [*part, part[0]] for part in parts]


def steps(points):
    """Points in tenths of a degree, each as the step from the one before."""
    tenths = [(round(x * 10), round(y * 10)) for x, y in points]
    tenths = [point for number, point in enumerate(tenths) if not number or point != tenths[number - 1]]
    x = y = 0
    for right, up in tenths:
        yield f"{right - x} {up - y}"
        x, y = right, up


def main():
    topology = json.loads(Path(sys.argv[1]).read_text())
    arcs = [simplified(points) for points in decoded(topology)]
    used = Counter()
    for country in topology["objects"]["countries"]["geometries"]:
        used.update(arc if arc >= 0 else ~arc for ring in rings(country) for arc in ring)
    rows = []
    for ring in rings(topology["objects"]["land"]):
        points = []
        for arc in ring:
            part = arcs[arc] if arc >= 0 else arcs[~arc][::-1]
            points += part[1:] if points else part
        if max(y for _, y in points) > SOUTHMOST:
            coasts = [list(steps(part)) for part in cut(points)]
            # An islet of fewer corners has no area.
            rows += ["land\t" + " ".join(coast) for coast in coasts if len(coast) > 3]
    for arc in sorted(arc for arc, count in used.items() if count > 1):
        border = list(steps(arcs[arc]))
        # Some are shorter than a tenth of a degree, and of one point then.
        if len(border) > 1:
            rows.append("border\t" + " ".join(border))
    (Path(__file__).parent / "world.tsv").write_text("".join(row + "\n" for row in rows))


main()
