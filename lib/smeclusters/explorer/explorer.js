/**
 * The explorer's front end: a model with get, set, on and save_changes, and an element to fill.
 *
 * Each part of the page is built once and has up to three functions: `now` writes the classes in the
 * same moment as a slider moves, `later` all that goes with them in the next frame, and `after` what
 * can wait until the reader pauses. Everything that is written to the page is text.
 */

import { NOTHING, UNKNOWN, counted, openPaths, placed, score, sum, weigh } from "./model.js";
import {
  SILENT, changes, classesTable, compensationInWords, inARow, inWords, interval, percent, picture, python,
  readLink, readWeights, scored, shareInWords, signed, summary, tally, told, verdict, weightsTable, writeState,
} from "./texts.js";

const PAUSE = 250; // ms for which a slider must rest before its effects are announced and explained
const MARKS = { right: "✓", open: "○", wrong: "✗" };
const VERDICTS = { right: "as observed", open: "left open", wrong: "ruled out" };
const COLOURS = ["ink", "muted", "paper", "low_road", "mixed", "high_road", "wide"];

let instances = 0;

/** An element; attributes that are functions listen to the event of that name. */
function h(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === "function") element.addEventListener(name, value);
    else if (value === true) element.setAttribute(name, "");
    else if (value !== false && value !== undefined) element.setAttribute(name, value);
  }
  element.append(...children);
  return element;
}

function svg(tag, attributes = {}, ...children) {
  const element = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children);
  return element;
}

function write(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

/** What follows from a state. */
function follow(content, state) {
  const shares = weigh(state.factors, state.levels, content.levelOf);
  const rows = content.clusters.map((cluster) => {
    const cells = cellsOf(content, state, cluster);
    const { lo, hi } = shares ? score(cells, shares, state.compensation, state.silent) : NOTHING;
    const path = shares ? openPaths({ lo, hi }, state.thresholds) : "";
    return { key: cluster.key, name: cluster.name, observed: cluster.observed, cells, lo, hi, path };
  });
  return { state, shares: shares ?? state.factors.map(() => 0), weighed: Boolean(shares), rows };
}

function cellsOf(content, state, cluster) {
  const own = state.overrides[cluster.key];
  if (!own) return cluster.cells;
  return cluster.cells.map((cell, at) => {
    const ends = own[content.determinants[at].key];
    if (ends === undefined) return cell;
    return ends ? { lo: ends[0], hi: ends[1], silent: false } : UNKNOWN;
  });
}

const pathAt = (cells, shares, state) =>
  openPaths(score(cells, shares, state.compensation, state.silent), state.thresholds);

const roundTo = (value, digits) => Number(value.toFixed(digits));

/** Shares of the determinants as positions of the sliders. */
function sliders(content, shares) {
  const levels = content.levels.map((_, level) => sum(shares.filter((_, at) => content.levelOf[at] === level)));
  const factors = shares.map((share, at) => {
    const whole = levels[content.levelOf[at]];
    return whole > 0 ? roundTo((100 * share) / whole, 4) : 25;
  });
  return { levels: levels.map((level) => roundTo(100 * level, 4)), factors };
}

/** The shares with one of them set to another value, the others in proportion; null if there are none. */
function moved(shares, at, share) {
  const others = 1 - shares[at];
  return others > 1e-9 ? shares.map((one, other) => (other === at ? share : (one * (1 - share)) / others)) : null;
}

/**
 * The nearest change of one factor's share, the others in proportion, that changes a cluster's class.
 *
 * A score only rises or only falls as one share grows, so that the shares which leave the class as it
 * is form an interval around the present one; its ends are found by bisection.
 */
function nearestChange({ shares, state }, row) {
  let nearest = null;
  shares.forEach((share, at) => {
    for (const end of [0, 1]) {
      const pathWith = (value) => {
        const others = moved(shares, at, value);
        return others ? pathAt(row.cells, others, state) : row.path;
      };
      if (pathWith(end) === row.path) continue;
      let [same, other] = [share, end];
      while (Math.abs(other - same) > 1e-7) {
        const middle = (same + other) / 2;
        if (pathWith(middle) === row.path) same = middle;
        else other = middle;
      }
      const outward = end ? Math.ceil(1000 * other) : Math.floor(1000 * other); // to a tenth of a per cent
      const to = Math.min(Math.max(outward / 1000, 0), 1);
      if (!nearest || Math.abs(to - share) < Math.abs(nearest.to - nearest.share)) {
        nearest = { at, share, to, path: pathWith(to), shares: moved(shares, at, to) };
      }
    }
  });
  return nearest;
}

/** The rules and the number of own cells of a state, in words. */
function rulesInWords({ compensation, silent, thresholds, overrides }) {
  const own = sum(Object.values(overrides).map((row) => Object.keys(row).length));
  return [
    compensationInWords(compensation), `silence: ${SILENT[silent].toLowerCase()}`,
    `thresholds ${thresholds.low} and ${thresholds.high}`, `own cells: ${own || "none"}`,
  ];
}

/** Pairs of those in which two states differ. */
function differing(before, now) {
  const others = rulesInWords(now);
  return rulesInWords(before).map((rule, at) => [rule, others[at]]).filter(([one, other]) => one !== other);
}

/** Under what share of all weightings a row has its class; null where the rules or its cells are not the usual ones. */
function shareOf(row, state, usual, shares) {
  const same = row.path && !state.overrides[row.key] && !differing({ ...usual, overrides: {} }, { ...state, overrides: {} }).length;
  return same ? shares[row.path] : null;
}

function render({ model, el }) {
  const content = { ...model.get("content") };
  content.levelOf = content.determinants.map(({ level }) => level);
  const linked = Boolean(model.get("linked")); // on a page of the book, whose other pages can be reached
  const small = model.get("small");
  const id = `explorer-${(instances += 1)}`;
  const preset = (key) => content.weightings.find((weighting) => weighting.key === key);
  const reference = {
    levels: preset(content.reference).levels,
    factors: preset(content.reference).weights,
    compensation: 1,
    thresholds: content.thresholds,
    silent: "range",
    overrides: {},
  };
  const inPaper = follow(content, reference).rows;

  /* ---- What the reader has done, and how it comes about. ---- */

  const calm = matchMedia("(prefers-reduced-motion: reduce)");
  let here = follow(content, fromModel());
  let kept = null; // the state A that the present one is compared with
  let chosen = content.clusters[0].key;
  const opened = here.state;
  const past = [];
  const future = [];
  let gesture = null; // what is still being moved; it counts as one step
  let held = false; // by a mouse or a finger, which may pause
  let announced = here.rows;
  let frame = 0;
  let pause = 0;
  const parts = [];

  function fromModel() {
    const [levels, weights] = [model.get("levels"), model.get("weights")];
    return {
      levels: content.levels.map(({ key }) => levels[key]),
      factors: content.determinants.map(({ key }) => weights[key]),
      compensation: model.get("compensation") ?? -Infinity,
      thresholds: model.get("thresholds"),
      silent: model.get("silent"),
      overrides: model.get("overrides"),
    };
  }

  function toModel({ levels, factors, compensation, thresholds, silent, overrides }) {
    const byKey = (items, values) => Object.fromEntries(items.map(({ key }, at) => [key, values[at]]));
    model.set("levels", byKey(content.levels, levels));
    model.set("weights", byKey(content.determinants, factors));
    model.set("compensation", compensation === -Infinity ? null : compensation);
    model.set("thresholds", thresholds);
    model.set("silent", silent);
    model.set("overrides", overrides);
    model.save_changes();
  }

  function show(state, moving = false) {
    here = follow(content, state);
    for (const part of parts) part.now?.(here);
    clearTimeout(pause);
    if (!moving) return conclude();
    el.dataset.busy = "";
    frame ||= requestAnimationFrame(settle);
    pause = setTimeout(conclude, PAUSE);
    return undefined;
  }

  function settle() {
    cancelAnimationFrame(frame);
    frame = 0;
    for (const part of parts) part.later?.(here);
    if (writeState(fromModel()) !== writeState(here.state)) toModel(here.state);
  }

  function conclude() {
    clearTimeout(pause);
    settle();
    for (const part of parts) part.after?.(here);
    if (here.rows.some((row, at) => row.path !== announced[at].path)) {
      write(live, `${changes(announced, here.rows, content.paths)} ${summary(here.rows)}`);
      announced = here.rows;
    }
    remember();
    if (!held) gesture = null;
    delete el.dataset.busy;
  }

  const moment = () => ({ state: here.state, kept });

  /** A change by the reader. Moves of one `by` in a row, until a pause, are one step to undo. */
  function change(some, by = null) {
    if (!by || gesture !== by) {
      past.push(moment());
      future.length = 0;
    }
    gesture = by;
    write(notice, "");
    show({ ...here.state, ...some }, Boolean(by));
  }

  function step(from, to) {
    if (!from.length) return;
    to.push(moment());
    gesture = null;
    write(notice, "");
    const { state, kept: other } = from.pop();
    kept = other;
    show(state);
  }

  function choose(key) {
    chosen = key;
    conclude();
  }

  function keep(result) {
    past.push(moment());
    future.length = 0;
    kept = result;
    show(here.state);
  }

  /* ---- The address: the reader's state, so that a link restores it. ---- */

  function fragment() {
    const fields = [`w=${writeState(here.state)}`];
    if (kept) fields.push(`a=${writeState(kept.state)}`);
    if (chosen !== content.clusters[0].key) fields.push(`c=${chosen}`);
    return `#${fields.join("&")}`;
  }

  function remember() {
    const untouched = !past.length && !kept && !given();
    if (!linked || untouched || location.hash === fragment()) return;
    try {
      history.replaceState(history.state, "", fragment());
    } catch {
      // Safari allows a hundred of these in half a minute; the next pause writes it.
    }
  }

  const given = () => linked && location.hash.startsWith("#w=");

  function restore() {
    if (!given()) return;
    const before = moment();
    let next = opened;
    kept = null;
    chosen = content.clusters[0].key;
    try {
      const found = readLink(location.hash.slice(1), content);
      next = found.state;
      kept = found.kept && follow(content, found.kept);
      chosen = found.chosen;
      write(notice, "");
    } catch (problem) {
      write(notice, `The link could not be read: ${problem.message}. The explorer stands as it does without a link.`);
      history.replaceState(history.state, "", location.pathname + location.search);
    }
    gesture = null;
    if (writeState(before.state) !== writeState(next)) past.push(before);
    future.length = 0;
    show(next);
  }

  /* ---- Parts. ---- */

  const live = h("p", { class: "unseen", role: "status", "aria-live": "polite", "data-live": true });
  const notice = h("p", { class: "notice", role: "status" });

  function button(label, act, attributes = {}) {
    return h("button", { type: "button", click: act, ...attributes }, label);
  }

  function section(name, title, ...children) {
    const heading = `${id}-${name}`;
    return h(
      "section", { class: name, "aria-labelledby": heading },
      h(small ? "h3" : "h2", { class: "title", id: heading }, title), ...children,
    );
  }

  /** A range with its name and, beside it, what it means. */
  function slider(name, label, { min = 0, max = 100, step = "any", value, of, set, words }) {
    const output = h("output", { for: `${id}-${name}` });
    const input = h("input", {
      type: "range", id: `${id}-${name}`, name, min, max, step, value,
      input: () => set(input.valueAsNumber, name),
    });
    const node = h("div", { class: "slider" }, h("label", { for: input.id }, label), output, input);
    let was = "";
    const later = (result) => {
      const position = of(result.state);
      if (input.valueAsNumber !== position) input.value = position;
      const said = words(result);
      if (said === was) return;
      was = said;
      output.textContent = said;
      input.setAttribute("aria-valuetext", said);
    };
    return { node, later };
  }

  function results() {
    const rows = content.clusters.map(({ key, name, observed }) => {
      const path = h("span", { class: "path" });
      const mark = h("span", { class: "apart" });
      const share = h("span", { class: "share", "aria-hidden": "true" }); // what is read out says more
      const bar = h("span", { class: "bar" });
      const other = h("span", { class: "bar kept", hidden: true });
      const seen = h("span", { class: "seen" });
      const number = h("span", { class: "unseen" });
      const why = small ? h("b", { title: name }, name) : button("", () => { choose(key); el.dispatchEvent(new Event("why")); }, { class: "name", title: `Why ${name}?` });
      if (!small) why.append(h("span", {}, name));
      const node = h(
        "li", { "data-cluster": key }, why, path, mark, share,
        h("span", { class: "scale" }, observed && h("span", { class: `observed ${observed}` }), other, bar), seen, number,
      );
      return { key, node, why, path, mark, share, bar, other, seen, number, observed, was: null };
    });
    const bands = Object.keys(content.paths).map((key) => h("span", { class: key }));
    const list = h("ol", { role: "list", class: "rows" }, ...rows.map(({ node }) => node));
    const head = h("p", { class: "head" });
    const sentence = h("p", { class: "summary" });
    const undo = button("Undo", () => step(past, future), { title: "Ctrl + Z" });
    const redo = button("Redo", () => step(future, past), { title: "Ctrl + Shift + Z" });
    const paper = button("As in the paper", () => change({ ...reference, overrides: here.state.overrides }), {
      "data-action": "paper", title: "Levels and factors of Box 1 equal, and all rules as they were; your own cells stay",
    });
    const reset = button("Reset", () => { change(opened); kept = null; conclude(); }, {
      "data-action": "reset", title: "Everything as it was, your own cells too",
    });
    undo.dataset.action = "undo";
    redo.dataset.action = "redo";
    const pinned = section(
      "results", "Which road is open?", h("p", { class: "bands" }, ...bands), head, list,
    );
    const node = h(
      "div", { class: "outcomes" }, pinned, h("div", { class: "buttons" }, undo, redo, paper, reset), sentence,
    );
    const now = ({ rows: found, weighed }) => {
      found.forEach((row, at) => {
        const shown = rows[at];
        shown.node.dataset.scoreLo = weighed ? row.lo.toFixed(9) : "";
        shown.node.dataset.scoreHi = weighed ? row.hi.toFixed(9) : "";
        if (shown.node.dataset.path === row.path) return;
        shown.node.dataset.path = row.path;
        shown.path.textContent = inWords(row.path, content.paths);
      });
    };
    const place = (bar, row) => {
      // Moved and stretched rather than laid out, which would cost every frame of a transition.
      const width = Math.max(row.hi - row.lo, 0.012);
      bar.style.transform = `translateX(${100 * Math.min(row.lo, 1 - width)}%) scaleX(${width})`;
    };
    let scale = "";
    const later = ({ rows: found, state, weighed }) => {
      const { low, high } = state.thresholds;
      if (scale !== `${low} ${high}`) {
        scale = `${low} ${high}`;
        pinned.style.setProperty("--low", `${100 * low}%`);
        pinned.style.setProperty("--high", `${100 * high}%`);
        const names = Object.values(content.paths);
        [`${names[0]} below ${low}`, names[1], `${names[2]} from ${high}`].forEach((text, at) => write(bands[at], text));
      }
      const shares = found.map((row, at) => shareOf(row, state, reference, content.clusters[at].shares));
      // Where no number stands the line stays, or what lies below would move under a reader's finger.
      write(head, shares.every((share) => share === null) ? "\u00a0" : "Number: the share of all weightings that give this class");
      found.forEach((row, at) => {
        const shown = rows[at];
        const share = shares[at] === null ? "" : shareInWords(shares[at]);
        write(shown.share, share.replace("less than ", "<").replace("more than ", ">"));
        shown.share.title = share && `under ${share} of all weightings`;
        place(shown.bar, row);
        shown.bar.hidden = !weighed;
        shown.other.hidden = !kept?.weighed;
        if (kept) place(shown.other, kept.rows[at]);
        if (shown.was === row.path) return;
        if (shown.was !== null && !calm.matches) {
          shown.path.animate({ backgroundColor: ["var(--high_road)", "transparent"] }, 600);
        }
        shown.was = row.path;
        const differs = weighed && row.path !== inPaper[at].path;
        shown.mark.textContent = differs ? "≠" : "";
        shown.mark.title = differs ? `With weights, rules and cells as in the paper: ${inWords(inPaper[at].path, content.paths)}` : "";
        shown.seen.textContent = row.observed ? `observed: ${content.paths[row.observed]} ${MARKS[verdict(row)] ?? ""}` : "not observed";
        shown.seen.title = VERDICTS[verdict(row)] ?? "";
      });
      write(sentence, summary(found));
      // Not `disabled`, which would take the focus away from under the reader's fingers.
      undo.setAttribute("aria-disabled", !past.length);
      redo.setAttribute("aria-disabled", !future.length);
    };
    const after = ({ rows: found }) => {
      found.forEach((row, at) => {
        const shown = rows[at];
        const differs = row.path && row.path !== inPaper[at].path ? `; ${shown.mark.title}` : "";
        const share = shown.share.title && `; ${shown.share.title}`;
        write(shown.number, ` Score ${scored(row)}${share}${row.observed && row.path ? `; ${VERDICTS[verdict(row)]}` : ""}${differs}.`);
        if (!small) shown.why.setAttribute("aria-pressed", row.key === chosen);
      });
    };
    return { node, now, later, after };
  }

  function presets() {
    const buttons = content.weightings.map((weighting) => ({
      weighting,
      node: button(weighting.name, () => change({ levels: weighting.levels, factors: weighting.weights }), {
        "data-preset": weighting.key, "aria-describedby": `${id}-preset-${weighting.key}`,
      }),
    }));
    const shares = (weighting) => weigh(weighting.weights, weighting.levels, content.levelOf);
    const known = buttons.map(({ weighting }) => shares(weighting));
    const node = section(
      "presets", "Named weightings",
      h("ul", { role: "list" }, ...buttons.map(({ weighting, node }) =>
        h("li", {}, node, h("span", { id: `${id}-preset-${weighting.key}` }, weighting.means)),
      )),
    );
    const after = ({ shares: found }) =>
      buttons.forEach(({ node }, at) =>
        node.setAttribute("aria-pressed", known[at].every((share, factor) => Math.abs(share - found[factor]) < 1e-9)),
      );
    return { node, after };
  }

  function levels() {
    const inputs = content.levels.map(({ key, name }, at) =>
      slider(`level-${key}`, name, {
        value: 0,
        of: (state) => state.levels[at],
        set: (value, by) => change({ levels: here.state.levels.with(at, roundTo(value, 1)) }, by),
        words: ({ shares, state }) => {
          const inside = state.factors.filter((_, factor) => content.levelOf[factor] === at);
          const share = percent(sum(shares.filter((_, factor) => content.levelOf[factor] === at)));
          return state.levels[at] > 0 && !inside.some(Boolean) ? `${share}: its factors stand at 0` : share;
        },
      }),
    );
    const mix = content.levels.length === 3 ? triangle() : null;
    const node = section(
      "levels", "Three levels",
      ...(mix ? [mix.node] : []), h("div", { class: "sliders" }, ...inputs.map((input) => input.node)),
    );
    if (!mix) node.firstChild.textContent = "Levels";
    return {
      node,
      later: (result) => { for (const part of [...inputs, mix]) part?.later(result); },
      after: () => mix?.after(),
    };
  }

  function triangle() {
    const [SIDE, PAD] = [200, 26];
    const HEIGHT = SIDE * Math.sqrt(0.75);
    const ROWS = 86;
    // The first level at the left, the second at the top, the third at the right.
    const corners = [[PAD, PAD + HEIGHT], [PAD + SIDE / 2, PAD], [PAD + SIDE, PAD + HEIGHT]];
    const place = (mix) => [0, 1].map((axis) => sum(corners.map((corner, at) => mix[at] * corner[axis])));
    const names = content.levels.map(({ name }) => name.replace(/ level$/, ""));
    const fill = (path) => (path.includes("|") ? `url(#${id}-${path.replaceAll("|", "-")})` : `var(--${path})`);
    const sets = Object.keys(content.paths).flatMap((_, from, keys) => keys.slice(from).map((_, to) => keys.slice(from, from + to + 1)));
    const turned = (set) => (set.length > 2 ? 0 : set[0] === Object.keys(content.paths)[0] ? 45 : -45);
    const patterns = sets.filter((set) => set.length > 1).map((set) =>
      svg("pattern", { id: `${id}-${set.join("-")}`, width: 4 * set.length, height: 8, patternUnits: "userSpaceOnUse", patternTransform: `rotate(${turned(set)})` },
        ...set.map((key, at) => svg("rect", { x: 4 * at, width: 4, height: 8, fill: set.length < 3 ? `var(--${key})` : ["var(--paper)", "var(--line)", "var(--paper)"][at] }))),
    );
    const areas = new Map(sets.map((set) => [set.join("|"), svg("path", { fill: fill(set.join("|")) })]));
    const outline = corners.map((corner) => corner.join()).join(" ");
    const handle = svg("circle", {
      r: 10, class: "handle", tabindex: 0, role: "slider", "aria-label": "Mix of the levels",
      "aria-roledescription": "point in a triangle", "aria-valuemin": 0, "aria-valuemax": 100,
    });
    const drawing = svg(
      "svg", { viewBox: `0 0 ${SIDE + 2 * PAD} ${HEIGHT + 2 * PAD}`, role: "group", "aria-label": "Triangle of the levels" },
      svg("defs", {}, ...patterns, svg("clipPath", { id: `${id}-clip` }, svg("polygon", { points: outline }))),
      svg("g", { class: "field", "clip-path": `url(#${id}-clip)` }, ...areas.values()),
      svg("polygon", { points: outline, class: "outline" }),
      ...names.map((name, at) => {
        const label = svg("text", { x: corners[at][0], y: corners[at][1] + (at === 1 ? -15 : 20), "text-anchor": ["start", "middle", "end"][at] });
        label.append(name);
        return label;
      }),
      handle,
    );
    const legend = h("ul", { role: "list", class: "legend" });
    const cluster = h("select", { id: `${id}-of`, change: () => choose(cluster.value) },
      ...content.clusters.map(({ key, name }) => h("option", { value: key }, name)));
    const node = h("div", { class: "triangle" }, drawing, h("div", {},
      h("label", { for: cluster.id }, "Coloured by the class of "), cluster, legend));

    const mixOf = (result) => {
      const whole = sum(result.state.levels);
      return result.state.levels.map((level) => (whole > 0 ? level / whole : 1 / 3));
    };
    /** Moves to a mix, kept within the triangle, in tenths of a per cent that add up to 100. */
    function go(mix, by) {
      const inside = mix.map((share) => Math.max(share, 0));
      const [first, second] = inside.map((share) => Math.round((1000 * share) / sum(inside)) / 10);
      change({ levels: [first, second, Math.max(roundTo(100 - first - second, 1), 0)] }, by);
    }
    function drag(event) {
      const box = drawing.getBoundingClientRect();
      const scale = (SIDE + 2 * PAD) / box.width;
      const [x, y] = [(event.clientX - box.left) * scale - PAD, (event.clientY - box.top) * scale - PAD];
      const top = 1 - y / HEIGHT;
      const right = x / SIDE - top / 2;
      go([1 - top - right, top, right], "triangle");
    }
    // Beside the triangle a finger scrolls. Browsers apply touch-action to boxes, not to shapes.
    let dragged = null; // the pointer that drags; one that starts beside the triangle is captured too
    const inside = (event) => Boolean(event.target.closest(".field, .handle"));
    drawing.addEventListener("touchstart", (event) => { if (inside(event)) event.preventDefault(); }, { passive: false });
    drawing.addEventListener("pointerdown", (event) => {
      if (event.button || !inside(event)) return;
      event.preventDefault();
      drawing.setPointerCapture(event.pointerId);
      dragged = event.pointerId;
      handle.focus({ preventScroll: true });
      drag(event);
    });
    drawing.addEventListener("pointermove", (event) => {
      if (event.pointerId === dragged) drag(event);
    });
    drawing.addEventListener("lostpointercapture", ({ target }) => { if (target === drawing) dragged = null; });
    handle.addEventListener("keydown", (event) => {
      const ways = { ArrowLeft: [1, 0, -1], ArrowRight: [-1, 0, 1], ArrowUp: [-0.5, 1, -0.5], ArrowDown: [0.5, -1, 0.5] };
      const way = ways[event.key];
      if (!way || event.ctrlKey || event.metaKey || event.altKey) return;
      event.preventDefault();
      go(mixOf(here).map((share, at) => share + way[at] * (event.shiftKey ? 0.1 : 0.01)), "triangle-keys");
    });

    let painted = "";
    function paint(result) {
      const row = result.rows.find(({ key }) => key === chosen);
      const needed = JSON.stringify([chosen, result.state.factors, String(result.state.compensation), result.state.thresholds, result.state.silent, row.cells]);
      if (needed === painted) return;
      painted = needed;
      const drawn = new Map([...areas.keys()].map((path) => [path, []]));
      const edge = 1e-6; // on an edge a level has dropped out, and the class may jump
      for (let line = 0; line < ROWS; line += 1) {
        const top = 1 - (line + 0.5) / ROWS;
        const at = (t) => {
          const mix = [(1 - top) * (1 - t), top, (1 - top) * t];
          const shares = weigh(result.state.factors, mix, content.levelOf);
          return shares ? pathAt(row.cells, shares, result.state) : "";
        };
        const strip = (from, to, path) => {
          const x = (t) => PAD + SIDE * (top / 2 + (1 - top) * t);
          const width = x(to) - x(from) + 0.2;
          drawn.get(path)?.push(`M${x(from).toFixed(2)} ${(PAD + (HEIGHT * line) / ROWS).toFixed(2)}h${width.toFixed(2)}v${(HEIGHT / ROWS + 0.2).toFixed(2)}h${(-width).toFixed(2)}z`);
        };
        // Along a line a score only rises or only falls: where both ends agree, all between does.
        const split = (from, first, to, last) => {
          if (first === last) return strip(from, to, first);
          const middle = (from + to) / 2;
          if ((to - from) * (1 - top) * SIDE < 0.4) {
            strip(from, middle, first);
            return strip(middle, to, last);
          }
          const between = at(middle);
          split(from, first, middle, between);
          return split(middle, between, to, last);
        };
        const margin = Math.min((SIDE / ROWS / 2 / ((1 - top) * SIDE)) * 1.2, 0.6); // up to the slanting side, which clips
        const [first, last] = [at(edge), at(1 - edge)];
        split(0, first, 1, last);
        strip(-margin, 0, first);
        strip(1, 1 + margin, last);
      }
      for (const [path, area] of areas) area.setAttribute("d", drawn.get(path).join(""));
      legend.replaceChildren(...[...areas.keys()].filter((path) => drawn.get(path).length).map((path) =>
        h("li", {}, svg("svg", { width: 18, height: 14, "aria-hidden": "true" }, svg("rect", { width: 18, height: 14, fill: fill(path) })), inWords(path, content.paths)),
      ));
    }
    const later = (result) => {
      const mix = mixOf(result);
      const [x, y] = place(mix);
      handle.setAttribute("cx", x.toFixed(2));
      handle.setAttribute("cy", y.toFixed(2));
      handle.setAttribute("aria-valuenow", Math.round(100 * mix[1]));
      handle.setAttribute("aria-valuetext", inARow(names.map((name, at) => `${name} ${percent(mix[at])}`)));
      paint(result);
    };
    const after = () => { cluster.value = chosen; };
    return { node, later, after };
  }

  function factors() {
    const inputs = content.determinants.map(({ key, name, means }, at) => {
      const input = slider(`weight-${key}`, name, {
        value: 0,
        of: (state) => state.factors[at],
        set: (value, by) => change({ factors: here.state.factors.with(at, roundTo(value, 1)) }, by),
        words: ({ shares }) => percent(shares[at]),
      });
      input.node.firstChild.title = means;
      return input;
    });
    const node = section(
      "factors", `${content.determinants.length === 12 ? "Twelve" : content.determinants.length} factors`,
      h("p", { class: "hint" }, "Within each level what counts is the proportion of its factors. Beside each slider stands the factor’s share of the whole."),
      ...content.levels.map(({ name }, level) => h("fieldset", {}, h("legend", {}, name),
        ...inputs.filter((_, at) => content.levelOf[at] === level).map((input) => input.node))),
    );
    return { node, later: (result) => { for (const input of inputs) input.later(result); } };
  }

  function rules() {
    // Half way along is the geometric mean; at the end nothing makes up for anything.
    const exponent = (position) => (position > 0 ? roundTo(2 - 100 / position, 4) : -Infinity);
    const compensation = slider("compensation", "How much can strength make up for weakness?", {
      value: 100,
      of: (state) => roundTo(100 / (2 - state.compensation), 2),
      set: (value, by) => change({ compensation: exponent(Math.round(value)) }, by),
      words: ({ state }) => compensationInWords(state.compensation),
    });
    const threshold = (end, label, set) => slider(`threshold-${end}`, label, {
      max: 1, step: 0.01, value: 0,
      of: (state) => state.thresholds[end],
      set: (value, by) => {
        const start = gesture === by ? past.at(-1).state : here.state; // what has been pushed comes back
        change({ thresholds: set(roundTo(value, 2), start.thresholds) }, by);
      },
      words: ({ state }) => String(roundTo(state.thresholds[end], 4)),
    });
    const low = threshold("low", "Mixed begins at", (value, { high }) => {
      const from = Math.min(value, 0.99);
      return { low: from, high: Math.max(high, roundTo(from + 0.01, 2)) };
    });
    const high = threshold("high", "High road begins at", (value, { low: from }) => {
      const to = Math.max(value, 0.01);
      return { low: Math.min(from, roundTo(to - 0.01, 2)), high: to };
    });
    const radios = Object.entries(SILENT).map(([key, name]) => {
      const input = h("input", { type: "radio", name: "silent", value: key, id: `${id}-${key}`, change: () => change({ silent: key }) });
      return { key, input, node: h("span", {}, input, h("label", { for: input.id }, name)) };
    });
    // A form, or the radio buttons of two explorers on one page would be one group.
    const node = section("rules", "Rules", h("form", { submit: (event) => event.preventDefault() },
      compensation.node,
      h("fieldset", { class: "silent" }, h("legend", {}, "Where the paper is silent"), h("div", {}, ...radios.map((radio) => radio.node))),
      h("fieldset", {}, h("legend", {}, "Thresholds"), low.node, high.node)));
    const later = (result) => {
      for (const part of [compensation, low, high]) part.later(result);
      for (const { key, input } of radios) input.checked = key === result.state.silent;
    };
    return { node, later };
  }

  function link(href, text) {
    return linked && href ? h("a", { href }, text) : text;
  }

  function why() {
    const title = h("span", { tabindex: -1 });
    const adds = h("th", { scope: "col" });
    const body = h("tbody");
    const outcome = h("p", { class: "outcome" });
    const hint = h("p", { class: "hint" });
    const needed = h("p", { class: "needed" });
    const trial = button("Try it", () => { change(sliders(content, tried)); title.focus({ preventScroll: true }); });
    const own = h("div", { class: "own" });
    let tried = null;
    let shown = "";
    let rows = [];
    const node = section(
      "why", title,
      h("div", { class: "scrolling", role: "region", tabindex: 0, "aria-label": "What each factor adds" },
        h("table", {}, h("thead", {}, h("tr", {}, h("th", { scope: "col" }, "Factor"), h("th", { scope: "col" }, "Cell"), h("th", { scope: "col" }, "Share"), adds)), body)),
      outcome, hint, h("h3", { class: "title" }, "What would it take?"), needed, trial, own,
    );

    el.addEventListener("why", () => {
      node.scrollIntoView({ behavior: calm.matches ? "auto" : "smooth" });
      title.focus({ preventScroll: true });
    });

    function recode(cluster, at, value) {
      const { key } = content.determinants[at];
      const overrides = { ...here.state.overrides };
      const row = { ...overrides[cluster.key] };
      if (value === "coded") delete row[key];
      else row[key] = value === "unknown" ? null : value.split(",").map(Number);
      if (Object.keys(row).length) overrides[cluster.key] = row;
      else delete overrides[cluster.key];
      change({ overrides });
    }

    function build(cluster) {
      write(title, `Why ${cluster.name}?`);
      rows = content.determinants.map((determinant, at) => {
        const coded = cluster.cells[at];
        const select = h("select", {
          name: `cell-${cluster.key}-${determinant.key}`, "aria-label": `${determinant.name} of ${cluster.name}`,
          change: () => recode(cluster, at, select.value),
        },
          h("option", { value: "coded" }, coded.silent ? "silent" : interval(coded.lo, coded.hi, signed)),
          ...[-2, -1, 0, 1, 2].map((rating) => h("option", { value: [rating, rating] }, `your ${signed(rating)}`)),
          h("option", { value: "unknown" }, "your “unknown”"),
        );
        const weight = h("td");
        const part = h("td");
        const evidence = coded.entered.map((row) => content.evidence[row]);
        const folded = h("details", {},
          h("summary", {}, `${evidence.length || "No"} statement${evidence.length === 1 ? "" : "s"}`, h("span", { class: "unseen" }, ` on ${determinant.name} of ${cluster.name}`)),
          h("ul", {}, ...evidence.map((each) => h("li", {},
            `${each.text} (${each.facet} ${signed(each.rating)}; about ${each.about}${each.inferred ? "; inferred" : ""}) `, link(each.href, each.label)))),
          h("p", {}, `${coded.reasons.join(" ")} `, linked ? link(coded.href, "How this cell was made") : ""),
        );
        const node = h("tr", {}, h("th", { scope: "row" }, link(determinant.href, determinant.name)), h("td", {}, select), weight, part);
        return { node, more: h("tr", { class: "evidence" }, h("td", { colspan: 4 }, folded)), select, weight, part };
      });
      body.replaceChildren(...rows.flatMap(({ node, more }) => [node, more]));
    }

    function after(result) {
      const cluster = content.clusters.find(({ key }) => key === chosen);
      if (shown !== chosen) build(cluster);
      shown = chosen;
      const { state, shares, weighed } = result;
      const row = result.rows.find(({ key }) => key === chosen);
      const arithmetic = state.compensation === 1;
      const weights = (weighed && counted(row.cells, shares, state.silent)) || shares.map(() => 0);
      const [lo, hi] = ["lo", "hi"].map((end) => placed(row.cells, end, state.silent));
      const left = state.silent === "leave_out" ? " Shares here are of the factors of which the paper speaks." : "";
      write(adds, arithmetic ? "Adds" : "Moves");
      rows.forEach(({ node, select, weight, part }, at) => {
        const ends = state.overrides[chosen]?.[content.determinants[at].key];
        const value = ends === undefined ? "coded" : ends === null ? "unknown" : String(ends);
        if (![...select.options].some((option) => option.value === value)) {
          select.append(h("option", { value }, `your ${interval(...ends, signed)}`));
        }
        select.value = value;
        node.classList.toggle("recoded", ends !== undefined);
        write(weight, percent(weights[at]));
        write(part, weights[at] ? contribution(result, row, at, arithmetic, weights, lo, hi) : "nothing");
      });
      const share = shareOf(row, state, reference, cluster.shares);
      const counts = share === null ? "" : ` Of all weightings, ${shareInWords(share, 1)} give this class.`;
      write(outcome, row.path ? `Together ${scored(row)}: ${inWords(row.path, content.paths)}.${row.observed ? ` Observed: ${content.paths[row.observed]}.` : ""}${counts}` : summary(result.rows));
      write(hint, arithmetic
        ? `A factor adds its share times its cell on the scale from 0 (−2) to 1 (+2): an unfavourable one adds little, and what all add is the score.${left}`
        : `A factor moves the two ends of the score from where they would be without it, the others keeping their proportions.${left}`);
      const nearest = weighed ? nearestChange(result, row) : null;
      tried = nearest?.shares ?? null;
      trial.hidden = !tried;
      write(needed, nearest
        ? `The nearest change of one factor’s weight: ${content.determinants[nearest.at].name} ${nearest.to > nearest.share ? "up" : "down"} from ${percent(nearest.share)} to ${percent(nearest.to)} of the whole, the others keeping their proportions. Then ${cluster.name} is classed “${inWords(nearest.path, content.paths)}”.`
        : "No change of a single factor’s weight, the others keeping their proportions, changes the class.");
      list(state);
    }

    function contribution(result, row, at, arithmetic, weights, lo, hi) {
      const three = (value) => value.toFixed(3);
      if (arithmetic) return interval(weights[at] * lo[at], weights[at] * hi[at], three);
      const without = weights.map((weight, other) => (other === at ? 0 : weight));
      const left = sum(without);
      if (left < 1e-9) return "all of it";
      const rest = score(row.cells, without.map((weight) => weight / left), result.state.compensation, result.state.silent);
      const by = (value) => `${value < -5e-4 ? "−" : value >= 5e-4 ? "+" : ""}${three(Math.abs(value))}`;
      return `lower end ${by(row.lo - rest.lo)}, upper end ${by(row.hi - rest.hi)}`;
    }

    function list({ overrides }) {
      const cells = content.clusters.flatMap((cluster) => content.determinants
        .map((determinant, at) => ({ cluster, determinant, at, ends: overrides[cluster.key]?.[determinant.key] }))
        .filter(({ ends }) => ends !== undefined));
      const known = JSON.stringify(cells.map(({ cluster, determinant, ends }) => [cluster.key, determinant.key, ends]));
      if (own.dataset.cells === known) return;
      own.dataset.cells = known;
      own.replaceChildren(...(cells.length ? [
        h("h3", { class: "title" }, "Cells of your own"),
        h("ul", {}, ...cells.map(({ cluster, determinant, at, ends }) => h("li", {},
          `${cluster.name}, ${determinant.name}: ${told(ends ? { lo: ends[0], hi: ends[1] } : UNKNOWN)} instead of ${cluster.cells[at].silent ? "silence" : told(cluster.cells[at])} `,
          button("Reset", () => { recode(cluster, at, "coded"); (own.querySelector("button") ?? title).focus({ preventScroll: true }); }, { "aria-label": `Reset ${determinant.name} of ${cluster.name}` })))),
        button("Reset all cells", () => { change({ overrides: {} }); title.focus({ preventScroll: true }); }, { "data-action": "reset-cells" }),
      ] : []));
    }
    return { node, after };
  }

  function compare() {
    const body = h("tbody");
    const table = h("div", { class: "scrolling", role: "region", tabindex: 0, "aria-label": "A and B" },
      h("table", {}, h("thead", {}, h("tr", {}, ...["Cluster", "A", "B (now)", "Observed"].map((name) => h("th", { scope: "col" }, name)))), body));
    const weights = h("p");
    const first = button("Keep this as A", () => keep(here), { "data-action": "keep" });
    const back = button("Swap A and B", () => { const { state } = kept; keep(here); show(state); }, { "data-action": "swap" });
    const drop = button("Drop A", () => { keep(null); first.focus(); }, { "data-action": "drop" });
    const count = h("p", { class: "count" });
    const node = section("compare", "Compare two settings",
      h("p", { class: "hint" }, "Keep what you see as A, whose bar then stays above that of B, and move on to B."),
      h("div", { class: "buttons" }, first, back, drop), count, table, weights);
    const inFull = (rows) => {
      const { right, open, wrong } = tally(rows);
      return `${right} as observed, ${open} left open, ${wrong} ruled out`;
    };
    const after = (result) => {
      for (const each of [back, drop, table, weights]) each.hidden = !kept;
      write(count, `${kept ? `A: ${inFull(kept.rows)}. B: ` : "Now: "}${inFull(result.rows)}.`);
      if (!kept) return;
      body.replaceChildren(...result.rows.map((row, at) => {
        const other = kept.rows[at];
        const said = (each) => `${inWords(each.path, content.paths)} ${MARKS[verdict(each)] ?? ""}`;
        const differs = row.path !== other.path;
        return h("tr", { class: differs ? "differs" : "" },
          h("th", { scope: "row" }, row.name), h("td", {}, said(other)),
          h("td", {}, `${differs ? "≠ " : ""}${said(row)}`), h("td", {}, row.observed ? content.paths[row.observed] : "not observed"));
      }));
      const moves = content.determinants
        .map(({ name }, at) => [name, kept.shares[at], result.shares[at]])
        .filter(([, before, after]) => Math.abs(before - after) > 5e-4)
        .map(([name, before, after]) => `${name} ${percent(before)} → ${percent(after)}`);
      const ruled = differing(kept.state, result.state).map(([before, now]) => `${before} → ${now}`);
      write(weights, [
        moves.length ? `Weights from A to B: ${moves.join("; ")}.` : "A and B have the same weights.",
        ruled.length ? `Rules and cells from A to B: ${ruled.join("; ")}.` : "",
      ].join(" ").trim());
    };
    return { node, after };
  }

  function along() {
    const address = h("input", { type: "text", readonly: true, "aria-label": "Link to this state", focus: () => address.select() });
    const code = h("pre", { tabindex: 0 });
    const said = h("span", { role: "status" });
    const copy = async (text, what) => {
      try {
        await navigator.clipboard.writeText(text);
        write(said, `${what} copied.`);
      } catch {
        write(said, "The browser does not let a page copy here; select the text instead.");
      }
    };
    const save = (name, type, text) => {
      const url = URL.createObjectURL(new Blob([text], { type: `${type};charset=utf-8` }));
      h("a", { href: url, download: name }).click();
      setTimeout(() => URL.revokeObjectURL(url), 1000);
    };
    const url = () => location.href.split("#")[0] + fragment();
    const colours = () => {
      const style = getComputedStyle(el);
      return Object.fromEntries(COLOURS.map((name) => [name, style.getPropertyValue(`--${name}`).trim()]));
    };
    const file = h("input", { type: "file", accept: ".csv,text/csv", id: `${id}-file`, change: async () => {
      const [given] = file.files;
      file.value = "";
      if (!given) return;
      try {
        const weights = readWeights(given.size > 100000 ? "x".repeat(100000) : await given.text(), content);
        change(sliders(content, weigh(weights, content.levels.map((_, level) => sum(weights.filter((_, at) => content.levelOf[at] === level))), content.levelOf)));
        write(said, "Weights read.");
      } catch (problem) {
        write(said, `${problem.message} Nothing has been changed.`);
      }
    } });
    const links = linked ? [h("div", { class: "address" }, address, button("Copy link", () => copy(url(), "Link"), { "data-action": "link" }))] : [];
    const lines = h("details", {}, h("summary", {}, "Python"), code, button("Copy Python", () => copy(python(here.state, content), "Python"), { "data-action": "python" }));
    const node = section(
      "along", "Take it along", ...links,
      h("div", { class: "buttons" },
        button("Scores and classes (CSV)", () => save("classes.csv", "text/csv", classesTable(here.state, here.shares, here.rows, content)), { "data-action": "classes" }),
        button("Weights (CSV)", () => save("weights.csv", "text/csv", weightsTable(here.shares, content)), { "data-action": "weights" }),
        button("Picture (SVG)", () => save("which-road.svg", "image/svg+xml", picture(here.state, here.shares, here.rows, content, colours())), { "data-action": "picture" })),
      h("p", {}, h("label", { for: file.id }, "Use weights from a CSV file with the columns determinant and weight "), file),
      said, lines,
    );
    const after = ({ state }) => {
      if (linked) address.value = url();
      write(code, python(state, content));
    };
    return { node, after };
  }

  /* ---- The page. ---- */

  el.classList.add("sme-explorer");
  el.dataset.explorer = "";
  if (small) {
    parts.push(results(), levels(), presets());
    const whole = h("a", {}, "The whole explorer: factors, rules, cells, reasons");
    const unseen = h("p", { class: "hint" });
    parts.push({ node: unseen, after: ({ state }) => {
      const brought = differing(opened, state).map(([, now]) => now);
      write(unseen, brought.length ? `Not shown here, but in force: ${brought.join("; ")}. Reset takes it back.` : "");
    } });
    parts.push({ node: linked ? h("p", {}, whole) : h("p"), after: () => { whole.href = `explorer.html${fragment()}`; } });
  } else {
    parts.push(results(), levels(), presets(), factors(), rules(), why(), compare(), along());
  }
  const [rows, ...controls] = parts.map(({ node }) => node);
  el.replaceChildren(notice, live, h("div", { class: "main" }, rows, h("div", { class: "controls" }, ...controls)));
  el.addEventListener("keydown", (event) => {
    if (!(event.ctrlKey || event.metaKey) || event.altKey || event.target.type === "text") return;
    const key = event.key.toLowerCase();
    if (key !== "z" && key !== "y") return;
    event.preventDefault();
    event.stopPropagation();
    if (key === "y" || event.shiftKey) step(future, past);
    else step(past, future);
  });
  const heard = ["levels", "weights", "compensation", "thresholds", "silent", "overrides"].map((name) => `change:${name}`);
  let hearing = false;
  const hear = () => {
    if (!hearing) queueMicrotask(() => { // what was set in one go is one step
      hearing = false;
      const state = fromModel();
      if (writeState(state) === writeState(here.state)) return;
      past.push(moment());
      future.length = 0;
      show(state);
    });
    hearing = true;
  };
  const release = () => { held = false; gesture = null; };
  el.addEventListener("pointerdown", () => { held = true; });
  for (const end of ["pointerup", "pointercancel"]) addEventListener(end, release);
  for (const name of heard) model.on(name, hear);
  if (given()) restore();
  else show(here.state);
  addEventListener("hashchange", restore);
  el.dataset.ready = "true";
  return () => {
    for (const name of heard) model.off(name, hear);
    removeEventListener("hashchange", restore);
    for (const end of ["pointerup", "pointercancel"]) removeEventListener(end, release);
    cancelAnimationFrame(frame);
    clearTimeout(pause);
  };
}

const explorer = { render };
export default explorer;
