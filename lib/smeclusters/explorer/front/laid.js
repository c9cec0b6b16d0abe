/** Layers that a reader lays over the study: which clusters they bring, and the study as it is with them. */

/** @type {WeakMap<Coding, Record<string, Coding>>} */
const layered = new WeakMap(); // each is put together once, however often a slider moves

/** The layers that lie over the study in a state. @param {{ laid: string[] }} state @param {Content} content */
export const overlaysOf = ({ laid }, { layers }) => layers.filter(({ key }) => laid.includes(key));

/** Those of which nothing is here yet but their names. @param {{ laid: string[] }} state @param {Content} content */
export const absent = (state, content) => overlaysOf(state, content).filter(({ data }) => !data);

/** Keys of the clusters that they add. @param {{ laid: string[] }} state @param {Content} content */
export const addedKeys = (state, content) => overlaysOf(state, content).flatMap(({ rows }) => rows);

/** Their names, but for those that only add clusters; the study's own where there is none. @param {State} state @param {Content} content */
export const evidenceInWords = (state, content) => overlaysOf(state, content).find(({ moves }) => moves)?.name ?? content.words.evidence_own;

/** A coding with what layers that are here make of it. @param {Coding} coding @param {State} state @param {Content} content @returns {Coding} */
export function laidOver(coding, state, content) {
  const here = overlaysOf(state, content).filter(({ data }) => data);
  if (!here.length) return coding;
  const made = layered.get(coding) ?? {};
  layered.set(coding, made);
  const datas = here.flatMap(({ data }) => data ?? []);
  const moved = datas.map((data) => data.moved[coding.key]).find(Boolean) ?? coding;
  return (made[String(here.map(({ key }) => key))] ??= {
    ...coding, clusters: [...moved.clusters, ...datas.flatMap(({ rows }) => rows)], grounds: moved.grounds,
  });
}

/** Takes up what a layer brings, once it is here. @param {Overlay} overlay @param {LayerData} data @param {Content} content */
export function takeUp(overlay, data, { evidence }) {
  overlay.data = data;
  Object.assign(evidence, data.evidence);
}
