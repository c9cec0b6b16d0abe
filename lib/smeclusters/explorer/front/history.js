/** What the reader has done, to be undone and done again; moves of one control in a row are one step. */

export function openHistory() {
  /** @type {Moment[]} */
  const past = [];
  /** @type {Moment[]} */
  const future = [];
  /** @type {string | null} */
  let gesture = null; // what is still being moved; it counts as one step

  return {
    canUndo: () => past.length > 0,
    canRedo: () => future.length > 0,
    /** The moment before the gesture of a control that is still going on. @param {string} by */
    before: (by) => (gesture === by ? past.at(-1) : undefined),
    /** Ends a gesture: the next move is a step of its own. A form is filled in one step, whatever the pauses. */
    rest() {
      if (!gesture?.startsWith("form")) gesture = null;
    },
    /** A step away from a moment, unless it goes on with a gesture. @param {Moment} moment @param {string | null} by */
    move(moment, by) {
      if (!by || gesture !== by) push(moment);
      gesture = by;
    },
    push,
    /** Forgets what was undone. */
    forget() {
      future.length = 0;
    },
    /** @param {Moment} moment */
    undo: (moment) => step(past, future, moment),
    /** @param {Moment} moment */
    redo: (moment) => step(future, past, moment),
  };

  /** @param {Moment} moment */
  function push(moment) {
    past.push(moment);
    future.length = 0;
  }

  /** @param {Moment[]} from @param {Moment[]} to @param {Moment} moment */
  function step(from, to, moment) {
    const found = from.pop();
    if (found) {
      to.push(moment);
      gesture = null;
    }
    return found;
  }
}
