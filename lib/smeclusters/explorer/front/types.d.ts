/** What the modules hand to one another. For the type check and for readers; no browser loads it. */

/** The state of what a reader can move; levels and factors in the order of the content. */
interface State {
  levels: number[];
  factors: number[];
  compensation: number;
  thresholds: Thresholds;
  silent: string;
  /** Key of the coding that counts; "" for the study's own. */
  coding: string;
  /** Keys of the layers that lie over the study, in their order. */
  laid: string[];
  overrides: Overrides;
  own: OwnCluster[];
}

/** A cluster that a reader has entered; its texts may be empty. */
interface OwnCluster {
  key: string;
  name: string;
  /** Key of a country of the study, or any text. */
  country: string;
  products: string;
  observed: string;
  rows: OwnRow[];
}

/** A statement on one factor of it, the two ends of its rating whole numbers. */
interface OwnRow {
  determinant: string;
  facet: string;
  lo: number;
  hi: number;
  basis: string;
  period: string;
  summary: string;
  sources: string;
  locator: string;
  vintage: string;
}

/** A row of evidence as the rules for cells see it. */
interface GroundRow extends Interval {
  id: string;
  place: string;
  facet: string;
  basis: string;
}

/** What one end of some rows comes to. */
interface Middle extends Interval {
  facets: string[];
  medians: number[];
  disagree: boolean;
}

interface Combined extends Cell {
  entered: GroundRow[];
  widened: number;
  lower: Middle | null;
  upper: Middle | null;
}

/** A table that came in, its columns by name. */
interface Table {
  names: string[];
  ignored: string[];
  rows: TableRow[];
  note: string;
}

interface TableRow {
  number: number;
  cells: string[];
}

interface Gathered {
  clusters: OwnCluster[];
  faults: string[];
  cut: string[];
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

/** A cluster in a result; path is "" where nothing weighs anything, observed where nothing is; both in key form. */
interface Row extends Interval {
  key: string;
  name: string;
  observed: string;
  cells: Cell[];
  path: string;
  /** Who brought it, where it is none of the study's: "yours" or a layer's name. */
  from: string;
}

/** What follows from a state. */
interface Result {
  state: State;
  shares: number[];
  weighed: boolean;
  rows: Row[];
  clusters: Cluster[];
}

/** A change of one factor's share, the others in proportion. */
interface Change {
  at: number;
  share: number;
  to: number;
  path: string;
  shares: number[];
}

/** In what share of all ways to choose the narrow framework rules out so many more of the observed paths. */
interface Curve {
  /** Which determinants the narrow framework counts. */
  narrow: boolean[];
  values: number[];
  shares: number[];
  count: number;
  /** The page that tells of them. */
  name: string;
  href: string;
}

/** What Python puts in and nothing changes: see content.py. */
interface Content {
  levels: { key: string; name: string }[];
  determinants: { key: string; name: string; level: number; means: string; href: string }[];
  clusters: Cluster[];
  /** Whose cells can count; the study's own, the first, is added when the explorer opens. */
  codings: Coding[];
  /** What became of clusters later, in words, by key. */
  since: Record<string, string>;
  /** All ways to choose, where the page shows how a setting lies among them. */
  curve: Curve | null;
  /** The layers that can be laid over the study. */
  layers: Overlay[];
  /** The statements of all codings, and of the layers that are here. */
  evidence: Record<string, Evidence>;
  /** Places that are no clusters, with those in which they lie, from the specific to the general. */
  places: Record<string, { name: string; kind: string; within: string[] }>;
  /** Countries in which clusters of the study lie. */
  countries: string[];
  /** By determinant, the rows on places that are no clusters. */
  grounds: Record<string, GroundRow[]>;
  facets: Record<string, { name: string; determinant: string }>;
  bases: string[];
  periods: string[];
  /** How many own clusters there may be, and how many signs in their texts. */
  limits: Record<string, number>;
  /** Columns of a table of own clusters, and other names for some. */
  columns: string[];
  aliases: Record<string, string>;
  /** Names of months, of several languages. */
  months: Record<string, number>;
  /** A pattern of cells that a spreadsheet would run or turn. */
  turns: string;
  /** What each rule did to a cell. */
  reasons: Record<string, string>;
  weightings: { key: string; name: string; sentence: string; means: string; levels: number[]; weights: number[] }[];
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
  /** What it plays, whether sections of the page do so, and what a step may hold. */
  story: { steps: StoryStep[]; scrolled: boolean; limits: Record<string, number>; fills: string[] };
  /** The position of each determinant's level; added when the explorer opens. */
  levelOf: number[];
}

/** One step of a story, as it is written. */
interface StoryStep {
  link: string;
  title: string;
  text: string;
  ask: string;
}

/** A step with the state to which its link leads; its texts filled in. */
interface Told extends StoryStep {
  state: State;
  kept: State | null;
  chosen: string;
  /** Whether the link brings own clusters. */
  brought: boolean;
  /** How many clusters are likely to be on the high road. */
  likely: number;
}

/** A layer that a reader may lay over the study; what it brings may come later. */
interface Overlay {
  key: string;
  name: string;
  means: string;
  /** Above the clusters that it adds, and the address of the page that tells of them. */
  heading: string;
  href: string;
  /** Whether it speaks of places of the study; such a layer stands alone. */
  moves: boolean;
  /** Keys of the clusters that it adds. */
  rows: string[];
  data?: LayerData;
}

/** What a layer brings. */
interface LayerData {
  /** The clusters that it adds. */
  rows: Cluster[];
  /** By coding, the study's clusters as it moves them; nothing where it does not. */
  moved: Record<string, { clusters: Cluster[]; grounds: Record<string, GroundRow[]> }>;
  evidence: Record<string, Evidence>;
}

/** One coder's reading of the study. */
interface Coding {
  key: string;
  name: string;
  clusters: Cluster[];
  /** By determinant, the rows on places that are no clusters. */
  grounds: Record<string, GroundRow[]>;
}

interface Cluster {
  key: string;
  name: string;
  observed: string;
  /** The layer that brought it; "" for the study's own and the reader's. */
  layer: string;
  /** Shares of all weightings by class; null where nobody has counted them. */
  shares: Record<string, number> | null;
  cells: CodedCell[];
  /** What the reader says of a cluster of their own. */
  evidence?: Record<string, Evidence>;
}

interface Evidence {
  text: string;
  about: string;
  facet: string;
  rating: number;
  to: number;
  inferred: boolean;
  label: string;
  href: string;
}

/** What a sentence that moves carries; `high` is a threshold, or the name of the number that is one. */
interface Moving {
  clusters: { name: string; cells: Cell[] }[];
  numbers: Record<string, { start: number; label: string; least: number; most: number; step: number }>;
  /** Names of the numbers that the sides weigh; "" weighs what is left of a hundred. */
  sides: string[];
  /** By determinant, on which side it is, and what it weighs there. */
  sideOf: number[];
  factors: number[];
  compensation: number;
  silent: string;
  low: number;
  high: number | string;
  slots: Record<string, Slot>;
  /** Says what the numbers were before they were changed. */
  back: string;
}

/** What is told of all clusters, or of the one at a position, in words from Python. */
type Slot =
  | { kind: "members"; among: string[][]; forms: string[] }
  | { kind: "score"; at: number; forms: string[] }
  | { kind: "class"; at: number; forms: Record<string, string> };

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
 * pauses; `asked` answers a reader who wants to know why a cluster has its class, and `given` opens
 * what is folded where a link has brought something that can be seen only there.
 */
interface Part {
  node: HTMLElement;
  now?(result: Result): void;
  later?(result: Result): void;
  after?(result: Result): void;
  asked?(): void;
  given?(result: Result, step: number): void;
}

/** A triangle's measures, in units of its drawing. */
interface Shape {
  side: number;
  padding: number;
  height: number;
  lines: number;
  corners: number[][];
  outline: string;
  box: string;
}

/** A setting saved by name: the fragment of its link. */
interface Saved {
  name: string;
  fragment: string;
}

/** One step of the history. */
interface Moment {
  state: State;
  kept: Result | null;
}

/** What a link restores. */
type FromLink = ReturnType<typeof import("./links.js").readLink>;

type Store = ReturnType<typeof import("./state.js").openStore>;

/** What a class has handed in: one file, or what was pasted, whose name is "". */
interface HandedIn {
  settings: { file: string; name: string; line: number; state: State }[];
  problems: LineProblem[];
  layers: Layer[];
}

interface LineProblem {
  file: string;
  /** 0 where it is no single line. */
  line: number;
  /** Whose link it is, or which column of a table. */
  name: string;
  sentence: string;
}

/** Own clusters that came as a table, without weights. */
interface Layer {
  name: string;
  own: OwnCluster[];
}

/** An own cluster, by whom it was handed in; its path is "" where it came without weights. */
interface OwnHandedIn {
  setting: string;
  key: string;
  name: string;
  statements: number;
  path: string;
  average: string;
}

/** One setting of a class, and what follows from it. */
interface Member {
  file: string;
  name: string;
  line: number;
  result: Result;
}

/** Settings of one mix, and where they lie in the triangle. */
interface Heap {
  names: string[];
  mix: number[];
  x: number;
  y: number;
  radius: number;
}

/** Least, quartiles, median and most of a weight. */
interface Spread {
  key: string;
  name: string;
  kind: string;
  five: number[];
}

interface Recoded {
  cluster: string;
  determinant: string;
  names: string[];
  count: number;
  mean: number;
  was: number;
}

interface Pair {
  one: string;
  other: string;
  clusters: number;
  distance: number;
}

interface ClassSummary {
  weights: Spread[];
  classes: { key: string; name: string; counts: Record<string, number> }[];
  recoded: Recoded[];
  pairs: Pair[];
  average: { shares: number[]; levels: number[]; classes: { key: string; name: string; path: string; lo: number; hi: number; hidden: number }[] };
}

interface ClassFile {
  name: string;
  text: string;
}

/** The files that stand there, and why others could not be read. */
interface Intake {
  node: HTMLElement;
  readonly files: ClassFile[];
  readonly refused: string[];
  clear(): void;
}

/** What may stand in a coding sheet, in the order of the study, and the study's own rows in that form. */
interface Keys {
  passages: string[];
  places: [string, string][];
  own: SheetRow[];
}

interface SheetRow {
  passage: string;
  place: string;
  determinant: string;
  facet: string;
  rating: number;
}

/** The ratings of a sheet, and all passages that stand in it. */
interface Sheet {
  rows: SheetRow[];
  passages: string[];
}

interface Coder extends Sheet {
  name: string;
}

/** What each coder says of one thing; null where one says nothing. */
interface Unit {
  of: string[];
  ratings: (number | null)[];
}

interface Agreement {
  units: number;
  shared: number;
  inAll: number;
  exact: number | null;
  ordinal: number | null;
  interval: number | null;
  reason: string;
}
