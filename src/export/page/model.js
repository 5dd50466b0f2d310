// What the network holds, and what of it the filters let through.

const data = JSON.parse(document.getElementById("data").textContent);
const { actors, ties, meetings, statements, articles } = data;

/** The ties of each actor, the meetings of each, and what each says or is said of it. */
for (const actor of actors) Object.assign(actor, { ties: [], meetings: [], says: [], about: [] });
ties.forEach((tie, index) => {
  actors[tie.ends[0]].ties.push(index);
  actors[tie.ends[1]].ties.push(index);
});
meetings.forEach((meeting, index) => meeting.who.forEach((who) => actors[who].meetings.push(index)));
statements.forEach((statement, index) => {
  statement.by.forEach((who) => actors[who].says.push(index));
  statement.about.forEach((who) => actors[who].about.push(index));
});

/** A text as searches have it: without accents and case. */
const folded = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
for (const actor of actors) {
  actor.key = folded(`${actor.name} ${actor.roles.join(" ")} ${actor.sides.join(" ")}`);
}

const plural = (count, word) => `${count.toLocaleString("en")} ${word}${count === 1 ? "" : "s"}`;

/** Time in steps of a day, month or year, so that there are neither few nor too many. */
const time = (() => {
  // Without meetings, time is that of the articles that quote the statements.
  const days = (date) => Math.round(Date.parse(`${date}T00:00:00Z`) / 864e5);
  const all = meetings.length ? meetings : statements;
  const dated = all.filter((one) => one.from);
  if (!dated.length) return null;
  let [first, last] = [dated[0].from, dated[0].to];
  for (const { from, to } of dated) {
    if (from < first) first = from;
    if (to > last) last = to;
  }
  const long = days(last) - days(first);
  const step = long <= 62 ? "day" : long <= 366 * 25 ? "month" : "year";
  const count = {
    day: days,
    month: (date) => Number(date.slice(0, 4)) * 12 + Number(date.slice(5, 7)) - 1,
    year: (date) => Number(date.slice(0, 4)),
  }[step];
  const start = count(first);
  const name = (slot) => {
    const at = slot + start;
    if (step === "year") return String(at);
    if (step === "month") return `${Math.floor(at / 12)}-${String((at % 12) + 1).padStart(2, "0")}`;
    return new Date(at * 864e5).toISOString().slice(0, 10);
  };
  for (const one of dated) one.slots = [count(one.from) - start, count(one.to) - start];
  const size = count(last) - start + 1;
  const bars = new Array(size).fill(0);
  for (const { slots } of dated) bars[slots[0]] += 1;
  return { step, size, name, bars, undated: all.length - dated.length };
})();

/** What is asked for. */
const asked = {
  actorKinds: new Set(actors.map((actor) => actor.kind)),
  meetingKinds: new Set(meetings.map((meeting) => meeting.kind)),
  statuses: new Set(meetings.map((meeting) => meeting.status)),
  weight: 1,
  since: 0,
  until: time ? time.size - 1 : 0,
};

/** What is shown: flags of meetings, weights of ties, strengths of actors. */
const shown = { meetings: [], ties: [], strengths: [], actors: 0, tied: 0 };

const allTime = () => !time || (asked.since === 0 && asked.until === time.size - 1);

const inTime = (one) => allTime() || (Boolean(one.slots) && one.slots[1] >= asked.since && one.slots[0] <= asked.until);
const meetingShown = (meeting) => asked.meetingKinds.has(meeting.kind) && asked.statuses.has(meeting.status) && inTime(meeting);

/** Works out what the filters let through. */
function sift() {
  shown.meetings = meetings.map(meetingShown);
  shown.strengths = new Array(actors.length).fill(0);
  shown.tied = 0;
  shown.ties = ties.map((tie) => {
    if (!tie.ends.every((end) => asked.actorKinds.has(actors[end].kind))) return 0;
    let weight = 0;
    if (tie.meetings.length) {
      for (const meeting of tie.meetings) if (shown.meetings[meeting]) weight += 1;
    } else if (tie.statements.length) {
      for (const statement of tie.statements) if (inTime(statements[statement])) weight += 1;
    } else if (allTime()) {
      weight = tie.weight;
    }
    if (weight < asked.weight) return 0;
    for (const end of tie.ends) shown.strengths[end] += weight;
    shown.tied += 1;
    return weight;
  });
  shown.actors = actors.filter((_, index) => isShown(index)).length;
}

/** Whether an actor is shown in full: one with a tie, or one that has none at all. */
function isShown(index) {
  const actor = actors[index];
  return asked.actorKinds.has(actor.kind) && (shown.strengths[index] > 0 || !actor.ties.length);
}

/** Colors of groups: those of Okabe and Ito, and some more that stand on light and dark ground. */
const GROUP_COLORS = ["#0e7fc4", "#e69f00", "#009e73", "#cc6fa3", "#d55e00", "#56b4e9", "#8f7fe0", "#a8a032", "#a0705a", "#4fa8a0"];
const coloring = { by: data.color || "kind" };
const css = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
let kindColors = {};
function readColors() {
  for (const kind of ["person", "state", "organization", "bloc", "place"]) kindColors[kind] = css(`--${kind}`);
  Object.assign(kindColors, {
    none: css("--none"), text: css("--text"), soft: css("--soft"), ground: css("--ground"), line: css("--line"), accent: css("--accent"), mark: css("--mark"),
    positive: css("--accent"), negative: css("--mark"), neutral: css("--soft"),
  });
}
function groupColor(group) {
  return group >= 0 && group < GROUP_COLORS.length ? GROUP_COLORS[group] : kindColors.none;
}
function colorOf(actor) {
  if (coloring.by === "kind") return kindColors[actor.kind] || kindColors.none;
  return groupColor(coloring.by === "state" ? actor.state : actor.community);
}
