#!/usr/bin/env python3
"""Opens the page of a network in headless Chromium, and uses it as people do: points, clicks,
drags, zooms, searches, filters, moves through time; light and dark, wide and narrow.

    python3 .ci/check_page.py CHROMIUM FOLDER PAGE…

Needs playwright from PyPI. Pictures of each page are left in FOLDER for people to look at.
"""

import json
import pathlib
import re
import sys
import time

from playwright.sync_api import sync_playwright

# Seconds until a page is there, and milliseconds of a frame while one moves: what 2,000 actors may take.
READY, FRAME = 8, 120


def data(path: pathlib.Path) -> dict:
    """What the page holds."""
    text = path.read_text("utf-8")
    return json.loads(re.search(r'id="data">(.*?)</script>', text, re.S)[1])


class Visit:
    """A page that is open; whatever it asks of a network, and whatever it complains of, fails."""

    def __init__(self, browser, path, scheme="light", size=(1440, 900)):
        self.context = browser.new_context(color_scheme=scheme, viewport={"width": size[0], "height": size[1]}, offline=True, accept_downloads=True)
        self.page = self.context.new_page()
        self.faults = []
        self.page.on("pageerror", lambda error: self.faults.append(f"error: {error}"))
        self.page.on("console", lambda line: line.type == "error" and self.faults.append(f"console: {line.text}"))
        self.page.on("request", lambda asked: asked.url.startswith(("file:", "data:", "blob:")) or self.faults.append(f"request: {asked.url}"))
        self.page.on("dialog", lambda dialog: (self.faults.append(f"dialog: {dialog.message}"), dialog.dismiss()))
        before = time.perf_counter()
        self.page.goto(path.resolve().as_uri())
        self.page.wait_for_function("window.chancery && window.chancery.shown().labels !== undefined")
        self.ready = time.perf_counter() - before

    def shown(self):
        return self.page.evaluate("window.chancery.shown()")

    def place(self, index):
        return self.page.evaluate(f"window.chancery.place({index})")

    def text(self, css):
        return self.page.locator(css).inner_text()

    def settle(self):
        self.page.evaluate("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")

    def done(self, picture):
        self.settle()
        self.page.screenshot(path=str(picture))
        self.context.close()
        assert not self.faults, self.faults


def free_spot(visit, holds):
    """A spot of the drawing where there is nothing."""
    box = visit.page.locator("#canvas").bounding_box()
    places = [visit.place(index) for index in range(len(holds["actors"]))]
    for across in range(2, 40):
        for down in range(2, 30):
            x, y = box["x"] + box["width"] * across / 41, box["y"] + box["height"] * down / 31
            if all(abs(x - a) + abs(y - b) > 60 for a, b in places):
                visit.page.mouse.move(x, y)
                visit.settle()
                if "over" not in (visit.page.locator("#canvas").get_attribute("class") or ""):
                    return x, y
    raise AssertionError("the drawing has no free spot")


def seen(visit, holds):
    """The most active actor whose middle is on the screen and under nothing else."""
    box = visit.page.locator("#canvas").bounding_box()
    order = sorted(range(len(holds["actors"])), key=lambda index: -holds["actors"][index]["strength"])
    for index in order:
        x, y = visit.place(index)
        if not (box["x"] < x < box["x"] + box["width"] and box["y"] < y < box["y"] + box["height"] - 60):
            continue
        visit.page.mouse.move(x, y)
        visit.settle()
        tip = visit.page.locator("#tip")
        name = " ".join(holds["actors"][index]["name"].split())
        if tip.is_visible() and " ".join(tip.locator("strong").inner_text().split()).startswith(name[:40]):
            return index, x, y
    raise AssertionError("no actor can be pointed at")


def plain(text):
    return " ".join(text.split())


def use(visit, holds):
    """All that one can do."""
    page = visit.page
    assert plain(visit.text("#title")) == plain(holds["title"])
    all_shown = visit.shown()
    counts = (len(holds["actors"]), len(holds["ties"]), len(holds["meetings"]))
    assert (all_shown["actors"], all_shown["ties"], all_shown["meetings"]) == counts, (all_shown, counts)
    assert all_shown["labels"] >= min(15, len(holds["actors"]) // 2), all_shown

    # Point at an actor: its name, and a sentence where there is one.
    index, x, y = seen(visit, holds)
    actor = holds["actors"][index]
    own = [meeting for meeting in holds["meetings"] if index in meeting["who"]]
    if any(meeting["quotes"] for meeting in own):
        assert page.locator("#tip q").count() == 1, visit.text("#tip")

    # Click on it: meetings with their sentences, and the sources of these.
    page.mouse.click(x, y)
    assert plain(visit.text("#panel h3")) == plain(actor["name"])
    assert f"Meetings ({len(own):,})".lower() in visit.text("#panel").lower()
    row = page.locator("#panel .link:has(.when)").first
    row.click()
    assert "What was written" in page.locator("#panel h4").last.inner_text().capitalize() or "written" in visit.text("#panel").lower()
    shown_sentence = page.locator("#panel blockquote p").first.inner_text()
    sentences = {plain(text) for meeting in own for _, text in meeting["quotes"]}
    assert plain(shown_sentence) in sentences, shown_sentence
    for link in page.locator("#panel a").all():
        assert link.get_attribute("href").startswith(("http://", "https://"))
        assert "noopener" in link.get_attribute("rel")
    page.get_by_role("button", name="‹ Back").click()
    assert plain(visit.text("#panel h3")) == plain(actor["name"])
    said = [it for it in holds["statements"] if index in it["by"]]
    if said:
        assert plain(said[0]["text"]) in plain(visit.text("#panel"))

    # A tie, by its middle on the way from the panel.
    page.locator("#panel .rank .many").first.click()
    assert "–" in visit.text("#panel h3")
    page.keyboard.press("Escape")
    assert visit.text("#panel h3") == "Who met most"

    # Zoom, and back to all.
    scale = visit.shown()["scale"]
    page.mouse.move(x, y)
    page.mouse.wheel(0, -300)
    visit.settle()
    assert visit.shown()["scale"] > 1.2 * scale
    page.locator("#fit").click()
    visit.settle()
    assert abs(visit.shown()["scale"] - scale) < 1e-6 * scale

    # Drag the ground, then an actor.
    free = free_spot(visit, holds)
    before = visit.place(index)
    page.mouse.move(*free)
    page.mouse.down()
    page.mouse.move(free[0] + 40, free[1] + 25, steps=3)
    page.mouse.up()
    after = visit.place(index)
    assert abs(after[0] - before[0] - 40) < 2 and abs(after[1] - before[1] - 25) < 2, (before, after)
    other = next(number for number in range(len(holds["actors"])) if number != index)
    still = visit.place(other)
    page.mouse.move(*after)
    page.mouse.down()
    page.mouse.move(after[0] - 30, after[1] - 20, steps=3)
    page.mouse.up()
    moved = visit.place(index)
    assert abs(moved[0] - after[0] + 30) < 2 and abs(moved[1] - after[1] + 20) < 2, (after, moved)
    assert visit.place(other) == still

    # Search, with the keyboard and without accents.
    page.keyboard.press("/")
    target = max(range(len(holds["actors"])), key=lambda number: (holds["actors"][number]["name"].isascii(), holds["actors"][number]["strength"]))
    page.keyboard.type(holds["actors"][target]["name"].lower()[:40])
    page.locator("#found li").first.wait_for()
    page.keyboard.press("Enter")
    assert plain(visit.text("#panel h3")).lower().startswith(plain(holds["actors"][target]["name"]).lower()[:40])
    page.locator("#close").click()
    page.locator("#search").fill("qqqq")
    assert "nobody" in visit.text("#found")
    page.locator("#search").fill("")

    # Filters: a kind of actor, a kind of meeting, a weight.
    kind = holds["actors"][0]["kind"]
    page.locator(f"#actor-kinds input[value={kind}]").uncheck()
    assert visit.shown()["actors"] <= sum(it["kind"] != kind for it in holds["actors"])
    page.locator("#reset").click()
    assert visit.shown()["actors"] == counts[0]
    kind = holds["meetings"][0]["kind"]
    page.locator(f"#meeting-kinds input[value={kind}]").uncheck()
    assert visit.shown()["meetings"] == sum(it["kind"] != kind for it in holds["meetings"])
    page.locator("#reset").click()
    heaviest = max(it["weight"] for it in holds["ties"])
    if heaviest > 1:
        page.locator("#weight").fill("2")
        assert visit.shown()["ties"] == sum(it["weight"] >= 2 for it in holds["ties"])
        page.locator("#reset").click()

    # Time: the first half of it, then its flow.
    last = int(page.locator("#until").get_attribute("max"))
    if last > 1:
        page.locator("#until").fill(str(last // 2))
        early = visit.shown()
        assert 0 < early["meetings"] < counts[2], early
        assert "–" in visit.text("#window") or last // 2 == 0
        page.locator("#play").click()
        page.wait_for_timeout(900)
        page.locator("#play").click()
        assert int(page.locator("#until").input_value()) > last // 2
        page.locator("#reset").click()
    assert visit.shown()["meetings"] == counts[2]

    # Colors and their meaning.
    page.locator("#color").select_option("community")
    assert page.locator("#groups .check").count() >= 1
    page.locator("#color").select_option("state")
    assert page.locator("#group-section").is_visible()

    # The picture.
    with page.expect_download() as saved:
        page.locator("#picture").click()
    assert pathlib.Path(saved.value.path()).read_bytes().startswith(b"\x89PNG")


def frame(visit):
    """Milliseconds of the slower frames while one drags the ground about."""
    return visit.page.evaluate("""async () => {
        const times = [];
        let last = performance.now();
        for (let turn = 0; turn < 30; turn += 1) {
            document.getElementById(turn % 2 ? "nearer" : "farther").click();
            await new Promise((done) => requestAnimationFrame(done));
            const now = performance.now();
            times.push(now - last);
            last = now;
        }
        return times.sort((a, b) => a - b)[24];
    }""")


def main():
    chromium, folder = sys.argv[1], pathlib.Path(sys.argv[2])
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        for path in map(pathlib.Path, sys.argv[3:]):
            holds = data(path)
            visit = Visit(browser, path)
            # What else runs on the machine only slows a frame: the best of three tells of the page.
            ready, slow = visit.ready, min(frame(visit) for _ in range(3))
            visit.page.locator("#fit").click()
            visit.settle()
            visit.page.screenshot(path=str(folder / f"{path.stem}-light.png"))
            use(visit, holds)
            visit.done(folder / f"{path.stem}-used.png")
            dark = Visit(browser, path, "dark")
            assert "dark" in dark.page.locator("html").get_attribute("class")
            dark.page.locator("#theme").click()
            assert "dark" not in (dark.page.locator("html").get_attribute("class") or "")
            dark.page.locator("#theme").click()
            index, x, y = seen(dark, holds)
            dark.page.mouse.click(x, y)
            dark.done(folder / f"{path.stem}-dark.png")
            narrow = Visit(browser, path, size=(420, 840))
            wide = narrow.page.evaluate("document.documentElement.scrollWidth")
            assert wide <= 420, f"{wide} pixels in a window of 420"
            narrow.done(folder / f"{path.stem}-narrow.png")
            assert ready <= READY and slow <= FRAME, f"{path.name}: there in {ready:.1f} s, {slow:.0f} ms a frame"
            print(f"{path.name}: {len(holds['actors'])} actors, {len(holds['ties'])} ties; there in {ready:.1f} s, {slow:.0f} ms a frame; no request")
        browser.close()


if __name__ == "__main__":
    main()
