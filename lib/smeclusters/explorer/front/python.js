/** The lines of Python that come to the same as a state. */

/** @param {{ key: string }[]} items @param {number[]} values */
const entries = (items, values) => items.map(({ key }, at) => `${JSON.stringify(key)}: ${values[at]}`).join(", ");

/** @param {Overrides} overrides */
function recodedInPython(overrides) {
  const rows = Object.entries(overrides).map(([cluster, row]) => {
    const inside = Object.entries(row).map(
      ([key, ends]) => `${JSON.stringify(key)}: ${ends ? `(${ends.join(", ")})` : "None"}`,
    );
    return `    ${JSON.stringify(cluster)}: {${inside.join(", ")}},\n`;
  });
  return rows.length ? `.recode({\n${rows.join("")}})` : "";
}

/** @param {State} state @param {Content} content */
export function python(state, content) {
  const compensation = state.compensation === -Infinity ? 'float("-inf")' : state.compensation;
  const vintage = content.vintage === null ? "" : `\n    vintage=${content.vintage},`;
  const layers = [...state.laid, ...(state.own.length ? ["clusters.csv"] : [])]; // as the file with own clusters is called
  const given = [
    layers.length ? `layers=[${layers.map((each) => JSON.stringify(each)).join(", ")}]` : "",
    state.coding && `coding="${state.coding}"`,
  ];
  const lines = [
    "from smeclusters import Prepared, Rules, Thresholds, classify, load_study, score",
    "",
    "rules = Rules(",
    `    compensation=${compensation},`,
    `    thresholds=Thresholds(${state.thresholds.low}, ${state.thresholds.high}),`,
    `    silent="${state.silent}",${vintage}`,
    ")",
    `prepared = Prepared(load_study(${given.filter(Boolean).join(", ")}), rules)`,
    "weights = prepared.framework.weigh(",
    `    {${entries(content.determinants, state.factors)}},`,
    `    levels={${entries(content.levels, state.levels)}},`,
    ")",
    `ratings = prepared.ratings${recodedInPython(state.overrides)}`,
    "paths = classify(score(ratings, weights, rules), rules.thresholds)",
    "for cluster, path in zip(paths.clusters, paths.keys()):",
    "    print(cluster, path)",
  ];
  return `${lines.join("\n")}\n`;
}
