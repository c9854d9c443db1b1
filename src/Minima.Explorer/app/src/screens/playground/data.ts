import scene from "../../../../../../explorer/scenes/playground.json";
import { normal, uniform } from "../../random";
import type { Words } from "../../words";

export type Kind = (typeof scene.kinds)[number]["id"] | "own";

/** Rows of one or two numbers and a target: class 0 or 1, or a number. */
export interface Rows {
  /** The numbers of all rows, one after the other. */
  features: number[];
  target: number[];
}

/** What both trainings learn from, and the rows that judge them. */
export interface Table {
  inputs: 1 | 2;
  isClasses: boolean;
  training: Rows;
  /** Not seen in training; their labels are true and no target is an outlier. */
  judging: Rows;
  /** The training rows that differ from the rest, and what they are called. */
  marked: boolean[];
  markedName: Words | null;
  /** What 1 in the target is in the units of the reader. */
  unit: number;
}

const judges = 400;

/** Four digits, so that a table in CSV holds the same numbers. */
const rounded = (value: number): number => Number(value.toFixed(4));

export function draw(kind: Exclude<Kind, "own">, seed: number): Table {
  const { rows, inputs, isClasses, rare, flips, outliers } = scene.kinds.find(({ id }) => id === kind)!;
  const training = sample(kind, uniform(2 * seed), rows, rare ?? 0.5);
  const judging = sample(kind, uniform(2 * seed + 1), judges, rare ?? 0.5);
  const next = uniform(seed);
  const marked = training.target.map((label) => (flips || outliers ? next() < (flips ?? outliers ?? 0) : rare ? label === 1 : false));
  if (flips) training.target = training.target.map((label, i) => (marked[i] ? 1 - label : label));
  if (outliers) training.target = training.target.map((value, i) => (marked[i] ? rounded(value + 4) : value));
  const markedName: Words | null = flips ? { en: "flipped labels", zh: "翻转的标签" } : outliers ? { en: "outliers", zh: "离群点" } : rare ? { en: "class 1", zh: "类别 1" } : null;
  return { inputs: inputs as 1 | 2, isClasses, training, judging, marked, markedName, unit: 1 };
}

function sample(kind: string, next: () => number, count: number, share: number): Rows {
  const gauss = normal(next);
  const rows: Rows = { features: [], target: [] };
  for (let i = 0; i < count; i++) {
    if (kind === "outliers") {
      const x = 6 * next() - 3;
      rows.features.push(rounded(x));
      rows.target.push(rounded(Math.sin(1.5 * x) + 0.1 * gauss()));
      continue;
    }
    const label = i < Math.round(share * count) ? 1 : 0;
    rows.features.push(...place(kind, label, next, gauss).map(rounded));
    rows.target.push(label);
  }
  return rows;
}

function place(kind: string, label: number, next: () => number, gauss: () => number): [number, number] {
  const side = 2 * label - 1;
  if (kind === "spiral") {
    const turn = Math.sqrt(next()) * 2.25 * Math.PI;
    const radius = (side * turn) / Math.PI;
    return [radius * Math.cos(turn) + 0.08 * gauss(), radius * Math.sin(turn) + 0.08 * gauss()];
  }
  if (kind === "blobs" || kind === "rare") return [1.1 * side + 0.8 * gauss(), 0.7 * side + 0.8 * gauss()];
  const angle = Math.PI * next();
  const [x, y] = label === 0 ? [Math.cos(angle), Math.sin(angle)] : [1 - Math.cos(angle), 0.5 - Math.sin(angle)];
  return [1.5 * (x - 0.5) + 0.22 * gauss(), 1.5 * (y - 0.25) + 0.22 * gauss()];
}

/**
 * A table of the reader: every fifth row judges. Features are standardised, and so is a target that is no class; errors are told in its own units. A target of two values is
 * a class.
 */
export function ownTable(columns: readonly number[][], target: readonly number[]): Table {
  const values = [...new Set(target)].sort((a, b) => a - b);
  const isClasses = values.length === 2;
  const isJudge = (i: number): boolean => i % 5 === 4;
  const scaled = columns.map((column) => standardised(column, isJudge).values);
  const { values: numbers, deviation } = isClasses ? { values: target.map((t) => (t === values[1] ? 1 : 0)), deviation: 1 } : standardised(target, isJudge);
  const part = (judging: boolean): Rows => {
    const kept = target.map((_, i) => i).filter((i) => isJudge(i) === judging);
    return { features: kept.flatMap((i) => scaled.map((column) => column[i])), target: kept.map((i) => numbers[i]) };
  };
  const training = part(false);
  return { inputs: columns.length as 1 | 2, isClasses, training, judging: part(true), marked: training.target.map(() => false), markedName: null, unit: deviation };
}

function standardised(column: readonly number[], isLeftOut: (i: number) => boolean): { values: number[]; deviation: number } {
  const kept = column.filter((_, i) => !isLeftOut(i));
  const mean = kept.reduce((sum, x) => sum + x, 0) / kept.length;
  const deviation = Math.sqrt(kept.reduce((sum, x) => sum + (x - mean) ** 2, 0) / kept.length) || 1;
  return { values: column.map((x) => Number(((x - mean) / deviation).toFixed(6))), deviation };
}

export const csv = ({ inputs }: Table, { features, target }: Rows): string =>
  `${inputs === 1 ? "x" : "x,y"},t\n${target.map((t, i) => `${features.slice(i * inputs, (i + 1) * inputs).join(",")},${t}\n`).join("")}`;
