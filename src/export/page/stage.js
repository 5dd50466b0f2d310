// The drawing: where things are on the screen, and how they look.

const canvas = document.getElementById("canvas");
const context = canvas.getContext("2d");
const LABEL = '12px system-ui, -apple-system, "Segoe UI", Roboto, Arial, "Noto Sans", sans-serif';
const LONGEST_LABEL = 32;
/** Actors on the screen, above which names are few and may lie over circles. */
const CROWD = 160;
/** Square points of the screen for each name in a crowd. */
const NAME_AREA = 9000;
/** The most active, who are named even where their name must lie over a circle. */
const FOREMOST = 12;
const view = { scale: 1, x: 0, y: 0, width: 1, height: 1, hover: null, chosen: null };
let waiting = false;

for (const actor of actors) {
  const letters = [...actor.name.replace(/\s+/gu, " ").trim() || "(no name)"];
  actor.label = letters.length > LONGEST_LABEL ? `${letters.slice(0, LONGEST_LABEL - 1).join("")}…` : letters.join("");
}
const byStrength = actors.map((_, index) => index).sort((a, b) => actors[b].strength - actors[a].strength || a - b);
const mostMeetings = ties.reduce((most, tie) => Math.max(most, tie.weight), 1);

const toScreen = (x, y) => [x * view.scale + view.x, y * view.scale + view.y];
const toWorld = (x, y) => [(x - view.x) / view.scale, (y - view.y) / view.scale];
const radius = (actor) => Math.max(2.5, actor.r * view.scale);
const thick = (weight) => Math.min(9, 1 + 1.5 * Math.log2(weight)) * Math.min(1.6, Math.max(0.45, view.scale));

/** Draws in the next moment, once, however often it is asked for. */
function redraw() {
  if (waiting) return;
  waiting = true;
  requestAnimationFrame(() => {
    waiting = false;
    draw(context, window.devicePixelRatio || 1);
  });
}

function resize() {
  const box = canvas.getBoundingClientRect();
  const ratio = window.devicePixelRatio || 1;
  const moved = [(box.width - view.width) / 2, (box.height - view.height) / 2];
  Object.assign(view, { width: box.width, height: box.height, x: view.x + moved[0], y: view.y + moved[1] });
  canvas.width = Math.max(1, Math.round(box.width * ratio));
  canvas.height = Math.max(1, Math.round(box.height * ratio));
  redraw();
}

/** Shows all of these actors, or all there are. */
function fit(which = actors.map((_, index) => index)) {
  if (!which.length) return;
  let [left, top, right, low] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const index of which) {
    const { x, y, r } = actors[index];
    left = Math.min(left, x - r); right = Math.max(right, x + r);
    top = Math.min(top, y - r); low = Math.max(low, y + r);
  }
  const room = 50;
  // The buttons of the corner stand over nobody.
  const side = view.width > 500 ? 70 : room;
  const scale = Math.min((view.width - 2 * side) / Math.max(right - left, 1), (view.height - 2 * room) / Math.max(low - top, 1));
  view.scale = Math.min(2, Math.max(0.02, scale));
  view.x = view.width / 2 - ((left + right) / 2) * view.scale;
  view.y = view.height / 2 - ((top + low) / 2) * view.scale - 6;
  redraw();
}

function zoom(factor, x = view.width / 2, y = view.height / 2) {
  const scale = Math.min(12, Math.max(0.02, view.scale * factor));
  view.x = x - ((x - view.x) * scale) / view.scale;
  view.y = y - ((y - view.y) * scale) / view.scale;
  view.scale = scale;
  redraw();
}

/** Brings an actor into the middle, near enough to read about it. */
function center(index) {
  const { x, y } = actors[index];
  view.scale = Math.max(view.scale, Math.min(1.2, 60 / Math.sqrt(actors.length)));
  view.x = view.width / 2 - x * view.scale;
  view.y = view.height / 2 - y * view.scale;
  redraw();
}

/** The actors and ties that what is pointed at or chosen brings out; nothing if there is none. */
function broughtOut() {
  const focus = view.hover || view.chosen;
  if (!focus) return null;
  const out = { actors: new Set(), ties: new Set() };
  if (focus.type === "actor") {
    out.actors.add(focus.index);
    for (const index of actors[focus.index].ties) {
      if (!shown.ties[index]) continue;
      out.ties.add(index);
      ties[index].ends.forEach((end) => out.actors.add(end));
    }
  } else if (focus.type === "tie") {
    out.ties.add(focus.index);
    ties[focus.index].ends.forEach((end) => out.actors.add(end));
  } else {
    meetings[focus.index].who.forEach((who) => out.actors.add(who));
    ties.forEach((tie, index) => tie.meetings.includes(focus.index) && out.ties.add(index));
  }
  return out.actors.size ? out : null;
}

function trace(pen, kind, x, y, r) {
  pen.beginPath();
  if (kind === "person") {
    pen.arc(x, y, r, 0, 2 * Math.PI);
  } else if (kind === "place") {
    pen.moveTo(x, y - r); pen.lineTo(x + r, y); pen.lineTo(x, y + r); pen.lineTo(x - r, y); pen.closePath();
  } else if (kind === "bloc") {
    for (let corner = 0; corner < 8; corner += 1) {
      const angle = (corner + 0.5) * (Math.PI / 4);
      pen.lineTo(x + 1.06 * r * Math.cos(angle), y + 1.06 * r * Math.sin(angle));
    }
    pen.closePath();
  } else {
    const side = 0.92 * r;
    pen.roundRect(x - side, y - side, 2 * side, 2 * side, kind === "state" ? 0 : 0.5 * side);
  }
}

/** The head of an arrow before the circle in which a tie ends. */
function arrow(pen, ax, ay, bx, by, short, size) {
  const long = Math.hypot(bx - ax, by - ay);
  if (long < short + size) return;
  const [right, down] = [(bx - ax) / long, (by - ay) / long];
  const [x, y] = [bx - right * short, by - down * short];
  for (const side of [-0.5, 0.5]) {
    pen.moveTo(x, y);
    pen.lineTo(x - right * size - down * size * side, y - down * size + right * size * side);
  }
}

function drawTies(pen, out) {
  const groups = new Map();
  ties.forEach((tie, index) => {
    const weight = shown.ties[index];
    if (!weight) return;
    const lit = out && out.ties.has(index);
    const one = actors[tie.ends[0]];
    const other = actors[tie.ends[1]];
    const [ax, ay] = toScreen(one.x, one.y);
    const [bx, by] = toScreen(other.x, other.y);
    const outside = (a, b, end) => (a < -20 && b < -20) || (a > end + 20 && b > end + 20);
    if (outside(ax, bx, view.width) || outside(ay, by, view.height)) return;
    const key = `${lit ? 1 : 0} ${tie.stroke} ${Math.round(thick(weight) * 2) / 2} ${tie.sign || ""}`;
    if (!groups.has(key)) groups.set(key, []);
    groups.get(key).push(ax, ay, bx, by, radius(other) + 2);
  });
  const dense = Math.min(1, 900 / Math.max(1, shown.tied));
  for (const [key, points] of [...groups].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const [lit, stroke, width, sign] = key.split(" ");
    pen.beginPath();
    for (let at = 0; at < points.length; at += 5) {
      const [ax, ay, bx, by, short] = points.slice(at, at + 5);
      pen.moveTo(ax, ay);
      pen.lineTo(bx, by);
      if (data.directed) arrow(pen, ax, ay, bx, by, short, 4 + Number(width));
    }
    pen.strokeStyle = sign ? kindColors[sign] : lit === "1" ? kindColors.accent : kindColors.soft;
    pen.globalAlpha = lit === "1" ? 0.85 : out ? 0.1 : 0.2 + 0.35 * dense;
    pen.lineWidth = Math.max(0.8, Number(width));
    pen.setLineDash({ solid: [], dashed: [7, 5], dotted: [2, 3] }[stroke] || []);
    pen.stroke();
  }
  pen.setLineDash([]);
  pen.globalAlpha = 1;
}

function drawActors(pen, out) {
  for (let rank = byStrength.length - 1; rank >= 0; rank -= 1) {
    const index = byStrength[rank];
    const actor = actors[index];
    const [x, y] = toScreen(actor.x, actor.y);
    const r = radius(actor);
    if (x < -r || y < -r || x > view.width + r || y > view.height + r) continue;
    const lit = out ? out.actors.has(index) : true;
    if (!asked.actorKinds.has(actor.kind)) continue;
    pen.globalAlpha = !isShown(index) ? 0.12 : lit ? 1 : 0.22;
    trace(pen, actor.kind, x, y, r);
    pen.fillStyle = colorOf(actor);
    pen.fill();
    pen.lineWidth = 1.2;
    pen.strokeStyle = kindColors.ground;
    pen.stroke();
    const chosen = view.chosen && view.chosen.type === "actor" && view.chosen.index === index;
    const pointed = view.hover && view.hover.type === "actor" && view.hover.index === index;
    if (chosen || pointed) {
      trace(pen, actor.kind, x, y, r + 3);
      pen.lineWidth = 2.5;
      pen.strokeStyle = chosen ? kindColors.mark : kindColors.text;
      pen.stroke();
    }
  }
  pen.globalAlpha = 1;
}

/** Boxes of the screen by the squares that they lie in, so that what a box meets is soon found. */
function boxes() {
  const cells = new Map();
  const size = 48;
  const squares = function* ([left, top, right, low]) {
    for (let column = Math.floor(left / size); column <= Math.floor(right / size); column += 1) {
      for (let row = Math.floor(top / size); row <= Math.floor(low / size); row += 1) yield `${column} ${row}`;
    }
  };
  return {
    add(box) {
      for (const square of squares(box)) {
        if (!cells.has(square)) cells.set(square, []);
        cells.get(square).push(box);
      }
    },
    meets(box) {
      for (const square of squares(box)) {
        for (const other of cells.get(square) || []) {
          if (other[0] < box[2] && other[2] > box[0] && other[1] < box[3] && other[3] > box[1]) return true;
        }
      }
      return false;
    },
  };
}

/** Names where there is room for them: those of the most active first, none over another, and none over a circle unless it must. */
function drawLabels(pen, out) {
  pen.font = LABEL;
  pen.textAlign = "center";
  pen.textBaseline = "top";
  pen.lineJoin = "round";
  const focus = view.hover || view.chosen;
  const first = focus && focus.type === "actor" ? [focus.index] : [];
  const order = out ? [...first, ...byStrength.filter((index) => out.actors.has(index) && index !== first[0])] : byStrength;
  const seen = [];
  for (const index of order) {
    if (!isShown(index)) continue;
    const [x, y] = toScreen(actors[index].x, actors[index].y);
    if (x < -60 || y < -20 || x > view.width + 60 || y > view.height + 20) continue;
    seen.push({ index, x, y, r: radius(actors[index]) });
  }
  const crowded = seen.length > CROWD;
  const most = crowded ? Math.max(20, (view.width * view.height) / NAME_AREA) : Infinity;
  const [names, circles] = [boxes(), boxes()];
  if (!crowded) seen.forEach(({ x, y, r }) => circles.add([x - r, y - r, x + r, y + r]));
  const placed = [];
  for (const [rank, { index, x, y, r }] of seen.entries()) {
    if (placed.length >= most) break;
    const actor = actors[index];
    if (actor.wide === undefined) actor.wide = pen.measureText(actor.label).width;
    const half = actor.wide / 2 + 3;
    // Above and below, a name keeps within the screen if its actor does.
    const middle = x > 0 && x < view.width && 2 * half < view.width ? Math.min(Math.max(x, half), view.width - half) : x;
    const spots = [[middle, y + r + 3], [middle, y - r - 17], [x + r + half, y - 7], [x - r - half, y - 7]];
    const box = ([across, top]) => [across - half, top, across + half, top + 15];
    const within = (spot) => x < 0 || x > view.width || (spot[0] >= half && spot[0] <= view.width - half);
    const free = (spot) => within(spot) && !names.meets(box(spot));
    let spot = spots.find((one) => free(one) && !circles.meets(box(one)));
    if (!spot && (rank < FOREMOST || out)) spot = spots.find(free);
    if (!spot) continue;
    names.add(box(spot));
    placed.push([actor.label, ...spot]);
  }
  pen.strokeStyle = kindColors.ground;
  pen.lineWidth = 3.5;
  pen.fillStyle = kindColors.text;
  for (const [label, x, top] of placed) {
    pen.strokeText(label, x, top);
    pen.fillText(label, x, top);
  }
  return placed.length;
}

function draw(pen, ratio) {
  pen.setTransform(ratio, 0, 0, ratio, 0, 0);
  pen.fillStyle = kindColors.ground;
  pen.fillRect(0, 0, view.width, view.height);
  const out = broughtOut();
  drawTies(pen, out);
  drawActors(pen, out);
  view.labels = drawLabels(pen, out);
}

/** The actor or tie at a point of the screen. */
function at(x, y) {
  for (const index of byStrength.slice().reverse()) {
    const actor = actors[index];
    if (!isShown(index)) continue;
    const [ax, ay] = toScreen(actor.x, actor.y);
    const reach = radius(actor) + 3;
    if ((ax - x) ** 2 + (ay - y) ** 2 <= reach ** 2) return { type: "actor", index };
  }
  let best = null;
  let least = 6;
  ties.forEach((tie, index) => {
    if (!shown.ties[index]) return;
    const [ax, ay] = toScreen(actors[tie.ends[0]].x, actors[tie.ends[0]].y);
    const [bx, by] = toScreen(actors[tie.ends[1]].x, actors[tie.ends[1]].y);
    const long = (bx - ax) ** 2 + (by - ay) ** 2;
    const along = long ? Math.max(0, Math.min(1, ((x - ax) * (bx - ax) + (y - ay) * (by - ay)) / long)) : 0;
    const far = Math.hypot(ax + along * (bx - ax) - x, ay + along * (by - ay) - y) - thick(shown.ties[index]) / 2;
    if (far < least) [best, least] = [{ type: "tie", index }, far];
  });
  return best;
}

/** Saves what is shown as a picture, twice as fine as the screen. */
function savePicture() {
  const picture = document.createElement("canvas");
  const head = 30;
  [picture.width, picture.height] = [view.width * 2, (view.height + head) * 2];
  const pen = picture.getContext("2d");
  const lower = pen.setTransform.bind(pen);
  pen.setTransform = (a, b, c, d, e) => lower(a, b, c, d, e, head * 2);
  draw(pen, 2);
  lower(2, 0, 0, 2, 0, 0);
  pen.fillStyle = kindColors.ground;
  pen.fillRect(0, 0, view.width, head);
  pen.fillStyle = kindColors.text;
  pen.font = LABEL.replace("12px", "bold 15px");
  pen.textAlign = "left";
  pen.textBaseline = "top";
  pen.fillText(data.title, 12, 9, view.width - 24);
  picture.toBlob((blob) => {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(blob);
    link.download = "network.png";
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
  });
}
