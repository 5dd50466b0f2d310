// What the user does: pointer, keys, filters, time.

const one = (id) => document.getElementById(id);
const root = document.documentElement;

/** Anew after a filter has changed. */
function refresh() {
  sift();
  tell();
  one("count").textContent = `${plural(shown.actors, "actor")}, ${plural(shown.tied, "tie")}${meetings.length ? `, ${plural(shown.meetings.filter(Boolean).length, "meeting")}` : ""}`;
  one("empty").hidden = shown.actors > 0;
  one("empty").textContent = actors.length ? "Nothing passes these filters. “Show all” takes them away." : "There is nobody in this network.";
  redraw();
}

function counts(things, key) {
  const counted = new Map();
  for (const thing of things) counted.set(thing[key], (counted.get(thing[key]) || 0) + 1);
  return [...counted].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
}

/** A box for each word, which lets through or holds back. */
function checks(place, list, set, sign) {
  one(place).replaceChildren(...list.map(([word, count]) => {
    const box = make("input", { type: "checkbox", checked: true, value: word });
    box.onchange = () => { if (box.checked) set.add(word); else set.delete(word); refresh(); };
    return make("label", { className: "check", title: word }, box, sign ? sign(word) : null, make("span", { className: "name" }, word), make("span", { className: "many" }, count.toLocaleString("en")));
  }));
}

function signOf(shape, color) {
  const sign = make("span", { className: `sign ${shape}` });
  sign.style.setProperty("--sign", color);
  return sign;
}

function showGroups() {
  const groups = coloring.by === "state" ? data.states : data.communities;
  one("group-section").hidden = coloring.by === "kind";
  one("group-heading").textContent = coloring.by === "state" ? "States and sides" : "Communities";
  const list = groups.slice(0, GROUP_COLORS.length).map((group, number) => [group.name, group.members, groupColor(number)]);
  const rest = actors.filter((actor) => { const group = coloring.by === "state" ? actor.state : actor.community; return group < 0 || group >= GROUP_COLORS.length; }).length;
  if (rest) list.push([coloring.by === "state" ? "other or unknown" : "smaller ones", rest, kindColors.none]);
  one("groups").replaceChildren(...list.map(([name, count, color]) =>
    make("div", { className: "check", title: name }, signOf("dot", color), make("span", { className: "name", dir: "auto" }, name), make("span", { className: "many" }, count.toLocaleString("en")))));
  colorSigns();
}

/** The signs of kinds have their colors only while colors mean kinds. */
function colorSigns() {
  for (const sign of one("actor-kinds").querySelectorAll(".sign")) {
    const kind = sign.classList[1];
    sign.style.setProperty("--sign", coloring.by === "kind" ? kindColors[kind] : kindColors.none);
  }
}

function setTheme(dark) {
  root.classList.toggle("dark", dark);
  readColors();
  showGroups();
  showSigns();
  drawBars();
  tell();
  redraw();
}

// Time

function drawBars() {
  const bars = one("bars");
  if (!time) return;
  const ratio = window.devicePixelRatio || 1;
  const box = bars.getBoundingClientRect();
  [bars.width, bars.height] = [Math.max(1, box.width * ratio), Math.max(1, box.height * ratio)];
  const pen = bars.getContext("2d");
  const most = Math.max(1, ...time.bars);
  const step = bars.width / time.size;
  time.bars.forEach((count, slot) => {
    const high = count ? Math.max(2 * ratio, (count / most) * bars.height) : 0;
    const inside = slot >= asked.since && slot <= asked.until;
    pen.fillStyle = inside ? kindColors.accent : kindColors.none;
    pen.globalAlpha = inside ? 0.75 : 0.35;
    pen.fillRect(slot * step, bars.height - high, Math.max(1, step - (step > 4 ? 1 : 0)), high);
  });
}

function showWindow() {
  const [since, until] = [time.name(asked.since), time.name(asked.until)];
  const held = time.undated && !allTime() ? ` (without ${time.undated} undated)` : "";
  one("window").textContent = `${since === until ? since : `${since} – ${until}`}${held}`;
  drawBars();
}

function setWindow(since, until) {
  asked.since = Math.max(0, Math.min(since, until));
  asked.until = Math.min(time.size - 1, Math.max(since, until));
  one("since").value = asked.since;
  one("until").value = asked.until;
  showWindow();
  refresh();
}

let playing = 0;
function play() {
  if (playing) {
    clearInterval(playing);
    playing = 0;
  } else {
    const wide = allTime() ? Math.max(1, Math.round(time.size / 12)) : asked.until - asked.since + 1;
    const from = allTime() || asked.until >= time.size - 1 ? 0 : asked.since;
    setWindow(from, from + wide - 1);
    playing = setInterval(() => {
      if (asked.until >= time.size - 1) { play(); return; }
      setWindow(asked.since + 1, asked.until + 1);
    }, Math.max(120, Math.min(700, 20000 / time.size)));
  }
  one("play").textContent = playing ? "❚❚" : "▶";
}

// Pointer

const held = new Map();
let drag = null;
const spot = (event) => { const box = canvas.getBoundingClientRect(); return [event.clientX - box.left, event.clientY - box.top]; };

canvas.addEventListener("pointerdown", (event) => {
  canvas.setPointerCapture(event.pointerId);
  const [x, y] = spot(event);
  held.set(event.pointerId, [x, y]);
  const hit = at(x, y);
  drag = { x, y, moved: false, hit, actor: hit && hit.type === "actor" ? hit.index : null };
  showTip(null);
});
canvas.addEventListener("pointermove", (event) => {
  const [x, y] = spot(event);
  if (held.size === 2 && held.has(event.pointerId)) {
    const [a, b] = [...held.values()];
    const before = Math.hypot(a[0] - b[0], a[1] - b[1]);
    held.set(event.pointerId, [x, y]);
    const [c, d] = [...held.values()];
    if (before > 0) zoom(Math.hypot(c[0] - d[0], c[1] - d[1]) / before, (c[0] + d[0]) / 2, (c[1] + d[1]) / 2);
    drag.moved = true;
    return;
  }
  if (drag && held.size) {
    if (!drag.moved && Math.hypot(x - drag.x, y - drag.y) < 4) return;
    drag.moved = true;
    canvas.classList.add("moving");
    const [was, wasDown] = held.get(event.pointerId) || [x, y];
    held.set(event.pointerId, [x, y]);
    if (drag.actor !== null) {
      actors[drag.actor].x += (x - was) / view.scale;
      actors[drag.actor].y += (y - wasDown) / view.scale;
    } else {
      view.x += x - was;
      view.y += y - wasDown;
    }
    redraw();
    return;
  }
  const hit = at(x, y);
  canvas.classList.toggle("over", Boolean(hit));
  const same = view.hover && hit && view.hover.type === hit.type && view.hover.index === hit.index;
  if (!same && (hit || view.hover)) { view.hover = hit; redraw(); }
  showTip(hit, x, y);
});
const release = (event) => {
  held.delete(event.pointerId);
  canvas.classList.remove("moving");
  if (drag && !drag.moved && event.type === "pointerup") choose(drag.hit);
  if (!held.size) drag = null;
};
canvas.addEventListener("pointerup", release);
canvas.addEventListener("pointercancel", release);
canvas.addEventListener("pointerleave", () => { if (view.hover) { view.hover = null; redraw(); } showTip(null); });
canvas.addEventListener("wheel", (event) => {
  event.preventDefault();
  const lines = event.deltaMode === 1 ? 18 : 1;
  zoom(Math.exp(-Math.max(-240, Math.min(240, event.deltaY * lines)) * 0.0016), ...spot(event));
}, { passive: false });
canvas.addEventListener("dblclick", (event) => { if (!at(...spot(event))) zoom(1.6, ...spot(event)); });

// Keys

document.addEventListener("keydown", (event) => {
  if (event.target instanceof HTMLInputElement || event.target instanceof HTMLSelectElement || event.ctrlKey || event.metaKey || event.altKey) return;
  const moves = { ArrowLeft: [60, 0], ArrowRight: [-60, 0], ArrowUp: [0, 60], ArrowDown: [0, -60] };
  if (event.key === "/") { one("search").focus(); event.preventDefault(); }
  else if (event.key === "+" || event.key === "=") zoom(1.3);
  else if (event.key === "-") zoom(1 / 1.3);
  else if (event.key === "0") fit();
  else if (event.key === "Escape") choose(null);
  else if (moves[event.key] && document.activeElement === canvas) { view.x += moves[event.key][0]; view.y += moves[event.key][1]; redraw(); event.preventDefault(); }
});

// Search

const search = one("search");
const found = one("found");
let marked = 0;
function hits() {
  const words = folded(search.value).split(/\s+/u).filter(Boolean);
  if (!words.length) return [];
  // Names before offices and sides, and of names those with a word that begins so.
  const rank = (index) => {
    const name = ` ${folded(actors[index].name).replace(/[^\p{L}\p{N}]+/gu, " ")}`;
    if (words.every((word) => name.includes(` ${word}`))) return 0;
    return words.every((word) => name.includes(word)) ? 1 : 2;
  };
  const found = byStrength.filter((index) => words.every((word) => actors[index].key.includes(word)));
  return found.map((index) => [rank(index), index]).sort((a, b) => a[0] - b[0]).slice(0, 30).map(([, index]) => index);
}
function showHits() {
  const list = hits();
  marked = 0;
  const none = search.value.trim() && !list.length;
  found.hidden = !list.length && !none;
  search.setAttribute("aria-expanded", String(!found.hidden));
  found.replaceChildren(...(none ? [make("li", { className: "soft" }, "nobody of that name")] : list.map((index, number) => {
    const actor = actors[index];
    const side = [actor.kind, ...actor.roles.slice(0, 2), ...actor.sides.slice(0, 1)].join(" · ");
    const row = make("li", { role: "option" }, named(actor.name), make("small", { dir: "auto" }, side));
    row.setAttribute("aria-selected", String(number === 0));
    row.onpointerdown = (event) => { event.preventDefault(); take(index); };
    return row;
  })));
}
function take(index) {
  search.value = actors[index].name;
  found.hidden = true;
  search.setAttribute("aria-expanded", "false");
  choose({ type: "actor", index });
  center(index);
}
search.addEventListener("input", showHits);
search.addEventListener("focus", showHits);
search.addEventListener("blur", () => { found.hidden = true; });
search.addEventListener("keydown", (event) => {
  const list = hits();
  if (event.key === "Enter" && list.length) { take(list[marked]); search.blur(); }
  else if (event.key === "Escape") { search.value = ""; search.blur(); }
  else if ((event.key === "ArrowDown" || event.key === "ArrowUp") && list.length) {
    marked = (marked + (event.key === "ArrowDown" ? 1 : list.length - 1)) % list.length;
    [...found.children].forEach((row, number) => row.setAttribute("aria-selected", String(number === marked)));
    found.children[marked].scrollIntoView({ block: "nearest" });
    event.preventDefault();
  }
});

// The rest

one("title").textContent = data.title;
one("subtitle").textContent = data.notes.length ? `${data.notes.join("; ")}.` : "";
one("color").value = coloring.by;
one("color").onchange = () => { coloring.by = one("color").value; showGroups(); tell(); redraw(); };
one("theme").onclick = () => setTheme(!root.classList.contains("dark"));
one("picture").onclick = savePicture;
one("nearer").onclick = () => zoom(1.4);
one("farther").onclick = () => zoom(1 / 1.4);
one("fit").onclick = () => fit();
one("weight").max = mostMeetings;
one("unit").textContent = `${data.unit}s`;
one("meeting-section").hidden = !meetings.length;
const SIGNS = { positive: "praise, support", neutral: "neither of them", negative: "criticism, demands" };
function showSigns() {
  const there = Object.keys(SIGNS).filter((sign) => ties.some((tie) => tie.sign === sign));
  one("signs").replaceChildren(...there.map((sign) => make("div", { className: "check", title: `mostly ${SIGNS[sign]}` }, signOf("stroke", kindColors[sign]), make("span", { className: "name" }, SIGNS[sign]))));
}
one("weight").disabled = mostMeetings < 2;
one("weight").oninput = () => { asked.weight = Number(one("weight").value); one("weight-shown").textContent = asked.weight; refresh(); };

function allFilters() {
  actors.forEach((actor) => asked.actorKinds.add(actor.kind));
  meetings.forEach((meeting) => { asked.meetingKinds.add(meeting.kind); asked.statuses.add(meeting.status); });
  asked.weight = 1;
  one("weight").value = 1;
  one("weight-shown").textContent = 1;
  checks("actor-kinds", counts(actors, "kind"), asked.actorKinds, (kind) => signOf(kind, kindColors[kind]));
  checks("meeting-kinds", counts(meetings, "kind"), asked.meetingKinds);
  const statuses = counts(meetings, "status");
  one("statuses").hidden = statuses.length < 2;
  checks("statuses", statuses, asked.statuses);
  colorSigns();
  if (time) setWindow(0, time.size - 1); else refresh();
}
one("reset").onclick = allFilters;

if (time) {
  for (const id of ["since", "until"]) one(id).max = time.size - 1;
  one("since").oninput = () => setWindow(Math.min(Number(one("since").value), asked.until), asked.until);
  one("until").oninput = () => setWindow(asked.since, Math.max(Number(one("until").value), asked.since));
  one("play").onclick = play;
} else {
  one("time").hidden = true;
}

const prefersDark = window.matchMedia("(prefers-color-scheme: dark)");
root.classList.toggle("dark", prefersDark.matches);
prefersDark.addEventListener("change", (event) => setTheme(event.matches));
readColors();
if (window.innerWidth < 1021) one("filterbox").open = false;
allFilters();
setTheme(root.classList.contains("dark"));
const sized = canvas.getBoundingClientRect();
Object.assign(view, { width: sized.width, height: sized.height });
resize();
fit();
new ResizeObserver(() => { resize(); drawBars(); }).observe(one("stage"));

/** For tests and scripts: where an actor is on the screen, and what is shown. */
window.chancery = {
  place: (index) => { const box = canvas.getBoundingClientRect(); const [x, y] = toScreen(actors[index].x, actors[index].y); return [x + box.left, y + box.top]; },
  find: (name) => actors.findIndex((actor) => actor.name === name),
  shown: () => ({ actors: shown.actors, ties: shown.tied, meetings: shown.meetings.filter(Boolean).length, labels: view.labels, scale: view.scale }),
};
