/** What the modules hand to one another. For the type check and for readers; no browser loads it. */

/** The state of what a reader can move; levels and factors in the order of the content. */
interface State {
  levels: number[];
  factors: number[];
  compensation: number;
  thresholds: Thresholds;
  silent: string;
  overrides: Overrides;
}

interface Thresholds {
  low: number;
  high: number;
}

/** By cluster and determinant the two ends of a cell, or null for unknown. */
type Overrides = Record<string, Record<string, number[] | null>>;

/** A cell, its ends from -2 to 2. */
interface Cell {
  lo: number;
  hi: number;
  silent: boolean;
}

interface CodedCell extends Cell {
  entered: string[];
  reasons: string[];
  href: string;
}

interface Interval {
  lo: number;
  hi: number;
}

/** A cluster in a result; path is "" where nothing weighs anything. */
interface Row extends Interval {
  key: string;
  name: string;
  observed: string;
  cells: Cell[];
  path: string;
}

/** What follows from a state. */
interface Result {
  state: State;
  shares: number[];
  weighed: boolean;
  rows: Row[];
}

/** A change of one factor's share, the others in proportion. */
interface Change {
  at: number;
  share: number;
  to: number;
  path: string;
  shares: number[];
}

/** What Python puts in and nothing changes: see content.py. */
interface Content {
  levels: { key: string; name: string }[];
  determinants: { key: string; name: string; level: number; means: string; href: string }[];
  clusters: Cluster[];
  evidence: Record<string, Evidence>;
  weightings: { key: string; name: string; means: string; levels: number[]; weights: number[] }[];
  reference: string;
  thresholds: Thresholds;
  vintage: number | null;
  whole: string;
  paths: Record<string, string>;
  sets: Record<string, string>;
  roads: Record<string, string>;
  silent: Record<string, string>;
  verdicts: Record<string, string>;
  words: Record<string, string>;
  /** The position of each determinant's level; added when the explorer opens. */
  levelOf: number[];
}

interface Cluster {
  key: string;
  name: string;
  observed: string;
  shares: Record<string, number>;
  cells: CodedCell[];
}

interface Evidence {
  text: string;
  about: string;
  facet: string;
  rating: number;
  inferred: boolean;
  label: string;
  href: string;
}

/** The host: anywidget's model, or a few lines on a page. */
interface Model {
  get(name: string): any;
  set(name: string, value: unknown): void;
  save_changes(): void;
  on(name: string, callback: () => void): void;
  off(name: string, callback: () => void): void;
}

/**
 * A part of the page, built once. `now` writes the classes in the same moment as a slider moves,
 * `later` all that goes with them in the next frame, and `after` what can wait until the reader
 * pauses; `asked` answers a reader who wants to know why a cluster has its class.
 */
interface Part {
  node: HTMLElement;
  now?(result: Result): void;
  later?(result: Result): void;
  after?(result: Result): void;
  asked?(): void;
}

/** One step of the history. */
interface Moment {
  state: State;
  kept: Result | null;
}

type Store = ReturnType<typeof import("./state.js").openStore>;
