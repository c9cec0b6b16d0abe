/** A story under way: its steps, at which of them it stands, and what a reader has guessed. */

import { fragmentOf } from "./address.js";
import { follow } from "./results.js";
import { fillStep } from "./stories.js";

/** @param {Store} store @param {StoryStep[]} written */
export function openTale(store, written) {
  const { content } = store;
  const steps = written.map((step) => fillStep(step, content));
  /** @type {(number | null)[]} */
  const guesses = steps.map(() => null); // forgotten with the page
  /** What an address says of a step: nothing of one that does not come with the page. @param {number} at */
  const told = (at) => (written === content.story.steps ? at + 1 : 0);
  const linkTo = (/** @type {Told} */ { state, kept, chosen }, /** @type {number} */ at) =>
    fragmentOf(state, kept && follow(content, kept), chosen, content, told(at)).fragment;
  // A reader's own clusters stay, unless the step brings some.
  const stateAt = (/** @type {Told} */ { state, brought }) => (brought ? state : { ...state, own: store.here.state.own });

  return {
    steps,
    links: steps.map(linkTo),
    told,
    /** Shows a step. @param {number} at */
    show: (at) => store.visit({ ...steps[at], state: stateAt(steps[at]) }),
    /** @param {number} at @param {number} count */
    guess(at, count) { guesses[at] = count; },
    /** What a guess at the step before has come to, or "". @param {number} at */
    answer(at) {
      const guessed = guesses[at - 1] ?? null;
      if (guessed === null) return "";
      const { likely } = steps[at];
      return `You said ${guessed || "none"}. ${guessed === likely ? "That is right." : `The answer is ${likely || "none"}.`}`;
    },
  };
}
