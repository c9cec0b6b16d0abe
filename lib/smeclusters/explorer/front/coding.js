/** Whose coding of the study counts. */

/** @param {State} state @param {Content} content */
export const codingOf = ({ coding }, { codings }) => codings.find(({ key }) => key === coding) ?? codings[0];

/** The name of a coder other than the study's own; "" where its own counts. @param {State} state @param {Content} content */
export const coderOf = (state, content) => (state.coding ? codingOf(state, content).name : "");
