// What is told beside the drawing: actors, ties, meetings and statements with their sources.

const panel = document.getElementById("panel");
const trail = [];
/** Rows of a list that are shown before one asks for more. */
const FIRST_ROWS = 40;

/** An element; strings become text, never markup. */
function make(tag, properties, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties || {})) {
    if (name in element) element[name] = value;
    else element.setAttribute(name, value);
  }
  element.append(...children.filter((child) => child !== null && child !== undefined && child !== ""));
  return element;
}

const named = (text) => make("bdi", {}, text || "(no name)");

function actorLink(index) {
  return make("button", { type: "button", className: "link", onclick: () => choose({ type: "actor", index }) }, named(actors[index].name));
}

/** Things with commas between them. */
function listed(things) {
  return things.flatMap((thing, number) => (number ? [", ", thing] : [thing]));
}

/** A link to an article, if its address is one of the web. */
function source(number) {
  if (number === null) return "";
  const article = articles[number];
  const words = article.title || article.id;
  const safe = /^https?:\/\//i.test(article.url);
  const name = safe
    ? make("a", { href: article.url, target: "_blank", rel: "noopener noreferrer" }, named(words))
    : named(words);
  const rest = [article.source, article.published].filter(Boolean).join(", ");
  return make("cite", {}, name, rest ? ` (${rest})` : "");
}

function quotes(meeting) {
  return meeting.quotes.map(([article, text]) => make("blockquote", {}, make("p", { dir: "auto" }, text), source(article)));
}

function tags(...words) {
  return words.filter(Boolean).map((word) => make("span", { className: "tag" }, word));
}

const when = (meeting) => meeting.date || "no date";
const status = (meeting) => (meeting.status === "held" ? "" : meeting.status);

/** Rows of a list, the first of them at once, the others on demand. */
function rows(things, row) {
  const list = make("ul", { className: "rows" });
  const box = make("div", {}, list);
  let next = 0;
  const add = (count) => {
    for (const thing of things.slice(next, next + count)) list.append(make("li", {}, ...[row(thing)].flat()));
    next += count;
    if (next < things.length) {
      const left = things.length - next;
      const more = make("button", { type: "button", className: "more" }, `Show ${Math.min(left, 200)} more of ${left}`);
      more.onclick = () => { more.remove(); add(200); };
      box.append(more);
    }
  };
  add(FIRST_ROWS);
  return box;
}

function meetingRow(index) {
  const meeting = meetings[index];
  const others = meeting.who.map((who) => actors[who].name);
  const words = [meeting.kind, meeting.place ? ` in ${meeting.place}` : ""].join("");
  const title = make("button", { type: "button", className: "link", onclick: () => choose({ type: "meeting", index }) },
    make("span", { className: "when" }, when(meeting)), ` ${words}`);
  const first = meeting.quotes[0];
  return [title, ...tags(status(meeting), meeting.sources > 1 ? `${meeting.sources} sources` : ""),
    make("p", { className: "soft" }, ...listed(others.slice(0, 8).map(named)), others.length > 8 ? ` and ${others.length - 8} more` : ""),
    first ? make("p", { dir: "auto" }, `“${first[1]}”`) : null];
}

function statementRow(index) {
  const statement = statements[index];
  const speakers = statement.by.length ? listed(statement.by.map(actorLink)) : [named(statement.speaker)];
  return [make("blockquote", {}, make("p", { dir: "auto" }, statement.text), make("cite", {}, "— ", ...speakers), ...tags(statement.tone)),
    make("p", {}, statement.about.length ? make("span", { className: "soft" }, "about ", ...listed(statement.about.slice(0, 8).map(actorLink)), ". ") : "", source(statement.article))];
}

/** A part of the panel under its own heading, unless it is empty. */
function part(heading, things, row) {
  return things.length ? [make("h4", {}, `${heading} (${things.length.toLocaleString("en")})`), rows(things, row)] : [];
}

/** The latest first, those without a date last. */
function shownMeetings(list) {
  const all = list.filter((index) => shown.meetings[index]);
  const dated = all.filter((index) => meetings[index].from);
  return [...dated.reverse(), ...all.filter((index) => !meetings[index].from)];
}

function overview() {
  const order = byStrength.filter(isShown).sort((a, b) => shown.strengths[b] - shown.strengths[a] || a - b);
  return [make("h3", {}, meetings.length ? "Who met most" : "The most active"),
    make("p", { className: "soft" }, "Point at an actor or a tie for its sentences; click for all of them. Drag to move, scroll to come nearer."),
    rows(order, (index) => {
      const actor = actors[index];
      const sign = make("span", { className: `sign ${actor.kind}` });
      sign.style.setProperty("--sign", colorOf(actor));
      const side = [actor.roles[0], actor.sides[0]].filter(Boolean).join(", ");
      return make("div", { className: "rank" }, sign,
        make("div", { className: "name" }, actorLink(index), side ? make("div", { className: "soft" }, named(side)) : ""),
        make("span", { className: "many", title: meetings.length ? "shared meetings, counted once for each other participant" : `${data.unit}s` }, shown.strengths[index].toLocaleString("en")));
    })];
}

function actorPage(index) {
  const actor = actors[index];
  const partners = actor.ties.filter((tie) => shown.ties[tie]).sort((a, b) => shown.ties[b] - shown.ties[a] || a - b);
  const other = (tie) => ties[tie].ends[0] === index ? ties[tie].ends[1] : ties[tie].ends[0];
  const measures = [meetings.length ? plural(actor.meetings.length, "meeting") : plural(actor.says.length, "statement"), plural(actor.ties.length, "tie"), `betweenness ${actor.betweenness}`, `PageRank ${actor.pagerank}`];
  return [make("h3", { dir: "auto" }, actor.name || "(no name)"),
    make("p", {}, ...tags(actor.kind)),
    actor.roles.length ? make("p", { dir: "auto" }, actor.roles.join(", ")) : null,
    actor.sides.length ? make("p", { className: "soft", dir: "auto" }, actor.sides.join(", ")) : null,
    make("p", { className: "soft" }, measures.join(" · ")),
    ...part("Tied to", partners, (tie) => make("div", { className: "rank" }, make("div", { className: "name" }, actorLink(other(tie))),
      make("button", { type: "button", className: "link many", onclick: () => choose({ type: "tie", index: tie }) }, weighs(ties[tie])))),
    ...part("Meetings", shownMeetings(actor.meetings), meetingRow),
    ...part("Said", actor.says, statementRow),
    ...part("Said about it", actor.about, statementRow)];
}

const dash = data.directed ? " → " : " – ";
const weighs = (tie) => tie.meetings.length ? plural(shown.ties[ties.indexOf(tie)], "meeting") : tie.label;

function tiePage(index) {
  const tie = ties[index];
  const [one, other] = tie.ends;
  const between = (from, to) => actors[from].says.filter((number) => statements[number].about.includes(to) || (statements[number].by.includes(to) && to !== from));
  const said = [...new Set([...tie.statements, ...between(one, other), ...between(other, one)])];
  return [make("h3", {}, actorLink(one), dash, actorLink(other)),
    make("p", { className: "soft" }, tie.label || plural(tie.weight, "meeting")),
    ...part("Meetings", shownMeetings(tie.meetings), meetingRow),
    ...part("Said of or with each other", said, statementRow)];
}

function meetingPage(index) {
  const meeting = meetings[index];
  const there = meeting.who.map(actorLink);
  if (meeting.others) there.push(`${plural(meeting.others, "other")} not shown here`);
  return [make("h3", {}, `${when(meeting)} ${meeting.kind}`),
    make("p", {}, ...tags(meeting.status, plural(meeting.sources, "source"), `confidence ${meeting.confidence}`)),
    make("h4", {}, "Who"), make("p", {}, ...listed(there)),
    meeting.place ? make("h4", {}, "Where") : null, meeting.place ? make("p", {}, named(meeting.place)) : null,
    make("h4", {}, "What was written"),
    ...(meeting.quotes.length ? quotes(meeting) : [make("p", { className: "soft" }, "No sentences are in this file.")])];
}

/** Shows what is chosen. */
function tell() {
  const pages = { actor: actorPage, tie: tiePage, meeting: meetingPage };
  const chosen = view.chosen;
  const crumbs = [];
  if (chosen) {
    if (trail.length) crumbs.push(make("button", { type: "button", onclick: back }, "‹ Back"));
    crumbs.push(make("button", { type: "button", id: "close", onclick: () => choose(null) }, "× All actors"));
  }
  const content = chosen ? pages[chosen.type](chosen.index) : overview();
  panel.replaceChildren(...(crumbs.length ? [make("div", { className: "crumbs" }, ...crumbs)] : []), ...content.filter(Boolean));
}

function choose(what, { keep = true } = {}) {
  if (keep && view.chosen && what) trail.push(view.chosen);
  if (!what) trail.length = 0;
  view.chosen = what;
  view.hover = null;
  tell();
  panel.scrollTop = 0;
  redraw();
}

function back() {
  choose(trail.pop() || null, { keep: false });
}

/** The words beside the pointer. */
const tip = document.getElementById("tip");
const cut = (text) => { const letters = [...text]; return letters.length > 220 ? `${letters.slice(0, 219).join("")}…` : text; };
function tipFor(what) {
  if (what.type === "actor") {
    const actor = actors[what.index];
    const latest = shownMeetings(actor.meetings).map((index) => meetings[index]).find((meeting) => meeting.quotes.length);
    return [make("strong", {}, named(actor.name)), make("p", { className: "soft", dir: "auto" }, [actor.kind, ...actor.roles.slice(0, 3), ...actor.sides.slice(0, 2)].join(" · ")),
      make("p", {}, `${meetings.length ? plural(shownMeetings(actor.meetings).length, "meeting") : plural(actor.says.length, "statement")}, ${plural(actor.ties.filter((tie) => shown.ties[tie]).length, "tie")}`),
      latest ? make("p", {}, make("span", { className: "when" }, when(latest)), make("q", { dir: "auto" }, cut(latest.quotes[0][1]))) : null];
  }
  const tie = ties[what.index];
  const list = shownMeetings(tie.meetings);
  const said = tie.statements.slice(0, 2).map((number) => statements[number]);
  return [make("strong", {}, named(actors[tie.ends[0]].name), dash, named(actors[tie.ends[1]].name)),
    make("p", {}, weighs(tie)),
    ...said.map((one) => make("q", { dir: "auto" }, cut(one.text))),
    ...list.slice(0, 3).map((index) => {
      const meeting = meetings[index];
      const first = meeting.quotes[0];
      return make("p", {}, make("span", { className: "when" }, when(meeting)), ` ${meeting.kind}${meeting.place ? `, ${meeting.place}` : ""} ${status(meeting)}`,
        first ? make("q", { dir: "auto" }, cut(first[1])) : null);
    }),
    list.length > 3 ? make("p", { className: "soft" }, `and ${list.length - 3} more; click for all`) : null];
}
function showTip(what, x, y) {
  tip.hidden = !what;
  if (!what) return;
  tip.replaceChildren(...tipFor(what).filter(Boolean));
  const box = tip.getBoundingClientRect();
  tip.style.left = `${Math.max(4, Math.min(x + 16, view.width - box.width - 8))}px`;
  tip.style.top = `${Math.max(4, y + 18 + box.height > view.height ? y - box.height - 12 : y + 18)}px`;
}
