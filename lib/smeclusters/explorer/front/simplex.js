/** A small linear program: the dual simplex method, which begins where all is 0. A pure function, no page. */

const TINY = 1e-11; // what rounding leaves of nothing

/** Lets a variable of the basis, that of the row, and one outside it, that of the column, change places. @param {number[][]} table @param {number} row @param {number} column */
function pivot(table, row, column) {
  const by = table[row][column];
  table[row][column] = 1;
  table[row] = table[row].map((value) => value / by);
  for (const other of table) {
    if (other === table[row]) continue;
    const times = other[column];
    other[column] = 0;
    for (let at = 0; at < other.length; at += 1) other[at] -= times * table[row][at];
  }
}

/** The column that keeps all costs from falling below 0, by Bland's rule the first of equals; −1 if there is none. @param {number[]} row @param {number[]} costs @param {number[]} outside */
function columnFor(row, costs, outside) {
  const ratio = (/** @type {number} */ at) => costs[at] / row[at];
  let found = -1;
  outside.forEach((name, at) => {
    if (row[at] >= -TINY) return;
    const nearer = found < 0 ? -1 : ratio(at) - ratio(found);
    if (nearer < -TINY || (nearer <= TINY && name < outside[found])) found = at;
  });
  return found;
}

/**
 * The x of at least 0 with the smallest sum for which no row · x exceeds its limit; null if there is none.
 * @param {number[][]} rows @param {number[]} limits
 */
export function smallestSum(rows, limits) {
  const width = rows[0].length;
  const table = [...rows.map((row, at) => [...row, limits[at]]), [...Array(width).fill(-1), 0]]; // last the costs
  const inside = rows.map((_, at) => width + at);
  const outside = rows[0].map((_, at) => at);
  for (;;) {
    let row = -1;
    inside.forEach((name, at) => {
      if (table[at][width] < -TINY && (row < 0 || name < inside[row])) row = at;
    });
    if (row < 0) return outside.map((_, name) => (inside.includes(name) ? table[inside.indexOf(name)][width] : 0));
    const column = columnFor(table[row], table[rows.length], outside);
    if (column < 0) return null;
    pivot(table, row, column);
    [inside[row], outside[column]] = [outside[column], inside[row]];
  }
}
