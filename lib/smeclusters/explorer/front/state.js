/**
 * The one state of an explorer: what the reader has set, how it came about, where it is written to,
 * and who is told of it. Parts of the page read `here`, `kept` and `chosen` and call the rest.
 */

import { fragmentOf, given, readWhole, writeAddress } from "./address.js";
import { withoutAbsent } from "./fetched.js";
import { openHistory } from "./history.js";
import { listen, readModel, referenceOf, writeModel } from "./host.js";
import { readKept } from "./kept.js";
import { sameState } from "./links.js";
import { follow, onSameClusters, usualRows } from "./results.js";

const PAUSE = 250; // ms for which a slider must rest before its effects are announced and explained

/**
 * @param {Model} model
 * @param {Content} content with what layers bring that stand in the model or in the address, as far as it could be loaded
 * @param {string} id of this explorer, for the names on its page
 * @param {{ busy(moving: boolean): void, say(problem: string): void }} view
 */
export function openStore(model, content, id, { busy, say }) {
  const linked = Boolean(model.get("linked")); // on a page of the book, whose other pages can be reached
  const reference = referenceOf(content);
  const history = openHistory();
  const parts = /** @type {Part[]} */ ([]);
  const opened = { ...withoutAbsent(readModel(model, content), content), ...(linked && !model.get("small") ? readKept(content).some : {}) };
  const usual = usualRows(content, reference);
  let here = follow(content, opened);
  let kept = /** @type {Result | null} */ (null); // the state A that the present one is compared with
  let former = /** @type {Result | null} */ (null); // what stood before the last change
  let chosen = content.clusters[0].key;
  let [frame, pause, brought, step] = [0, 0, 0, 0]; // brought: how often a link has come with own clusters; step: of the story that is told, or 0
  let [started, held] = [false, false]; // held by a mouse or a finger, which may pause

  const moment = () => /** @type {Moment} */ ({ state: here.state, kept });
  const isThere = (/** @type {string} */ key) => here.clusters.some((each) => each.key === key);
  const linkOf = () => fragmentOf(here.state, kept, isThere(chosen) ? chosen : content.clusters[0].key, content, step);

  /** @param {State} state @param {boolean} moving @param {boolean} goesOn with a gesture that has begun */
  function show(state, moving = false, goesOn = false) {
    if (!goesOn && started && !sameState(state, here.state)) former = here;
    here = follow(content, state);
    kept = kept && onSameClusters(kept, state, content);
    for (const part of parts) part.now?.(here);
    clearTimeout(pause);
    if (!moving) return conclude();
    busy(true);
    frame ||= requestAnimationFrame(settle);
    pause = setTimeout(conclude, PAUSE);
  }

  function settle() {
    cancelAnimationFrame(frame);
    frame = 0;
    for (const part of parts) part.later?.(here);
    if (!sameState(readModel(model, content), here.state)) writeModel(model, content, here.state);
  }

  function conclude() {
    clearTimeout(pause);
    settle();
    for (const part of parts) part.after?.(here);
    if (linked && (history.canUndo() || kept || step || given())) writeAddress(linkOf().fragment);
    if (!held) history.rest();
    busy(false);
  }

  /** A change by the reader. Moves of one `by` in a row, until a pause, are one step. @param {Partial<State>} some @param {string | null} by */
  function change(some, by = null) {
    const goesOn = Boolean(by && history.before(by));
    history.move(moment(), by);
    say("");
    show({ ...here.state, ...some }, Boolean(by), goesOn);
  }

  /** @param {Moment | undefined} found */
  function back(found) {
    if (!found) return;
    say("");
    kept = found.kept;
    show(found.state);
  }

  function keep(/** @type {Result | null} */ result) {
    history.push(moment());
    kept = result;
    show(here.state);
  }

  const restore = () => { if (linked && given()) readWhole(content, here.state.own, arrive); };

  /** @param {FromLink | null} found @param {string} problem */
  function arrive(found, problem) {
    if (found?.brought) brought += 1;
    step = found?.step ?? 0;
    visit(found ?? { state: { ...opened, own: here.state.own }, kept: null, chosen: content.clusters[0].key });
    say(problem);
    if (found) for (const part of parts) part.given?.(here, found.step);
  }

  /** Goes where a link leads, in one step. @param {{ state: State, kept: State | null, chosen: string }} found */
  function visit({ state, kept: other, chosen: key }) {
    const before = moment();
    kept = other ? follow(content, other) : null;
    chosen = key;
    say("");
    history.rest();
    if (!sameState(before.state, state)) history.push(before);
    else history.forget();
    show(state);
  }

  function hear() {
    const state = readModel(model, content);
    if (sameState(state, here.state)) return;
    history.push(moment());
    show(state);
  }
  const choose = (/** @type {string} */ key) => { chosen = key; conclude(); };
  const tell = (/** @type {number} */ to) => { step = to; };
  const hold = () => { held = true; };
  const release = () => { held = false; history.rest(); };
  const deafen = listen(model, hear);
  addEventListener("hashchange", restore);
  restore(); // before anything is drawn, or a reader who is quick would lose what the link holds

  return {
    content, id, linked, opened, reference, parts, change, visit, choose, linkOf, tell, hold, keep, release,
    small: Boolean(model.get("small")),
    get here() { return here; },
    get kept() { return kept; },
    get former() { return former; },
    get chosen() { return isThere(chosen) ? chosen : content.clusters[0].key; },
    get brought() { return brought; },
    /** A row under the reference weighting and the usual rules. @param {string} key */
    usual: (key) => usual(here.state).find((row) => row.key === key),
    canUndo: history.canUndo, canRedo: history.canRedo,
    undo: () => back(history.undo(moment())),
    redo: () => back(history.redo(moment())),
    /** The state before the gesture that goes on, or the present one. @param {string} by */
    before: (by) => (history.before(by) ?? here).state,
    /** Chooses a cluster, and has its class explained. @param {string} key */
    ask(key) {
      choose(key);
      for (const part of parts) part.asked?.();
    },
    reset() {
      change({ ...opened, own: here.state.own });
      kept = null;
      conclude();
    },
    swap() {
      const other = kept;
      if (!other) return;
      keep(here);
      show(other.state);
    },
    start() { // once all parts have been drawn
      if (linked && given()) for (const part of parts) part.given?.(here, step);
      started = true;
    },
    stop() {
      deafen();
      removeEventListener("hashchange", restore);
      cancelAnimationFrame(frame);
      clearTimeout(pause);
    },
  };
}
