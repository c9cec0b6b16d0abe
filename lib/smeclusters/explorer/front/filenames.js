/** Files named after what they hold, and what a reader says of a setting with it: pure functions. */

/** What a reader calls a setting, and why it is so; both may be empty. @typedef {{ label: string, reason: string }} Said */

/** A name without signs that a file may not bear. @param {string} name */
const plainName = (name) =>
  name.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().replace(/[^\p{L}\p{N}]+/gu, "-").slice(0, 40).replace(/^-|-$/g, "");

/**
 * The name of a file: what it holds, and of which setting: as the reader calls it, or as its weights are called.
 * @param {string} what @param {string} ending @param {Said} said @param {{ name: string } | undefined} same the weighting whose weights it has @param {Content} content
 */
export function fileName(what, ending, { label }, same, content) {
  const study = content.words.picture_file.replace(/\.\w+$/, "");
  return `${[study, what, plainName(label) || plainName(same?.name ?? "own weights")].filter(Boolean).join("-")}.${ending}`;
}
