import scene from "../../../../../explorer/scenes/imbalance.json";
import { normal, uniform } from "../random";

export interface Sample {
  /** Two numbers a row. */
  rows: number[][];
  target: number[];
  /** Whether the label of a row was turned round. */
  flipped: boolean[];
}

/** About so many rows, at least two of class 1, and for each of them so many of class 0, which has a large cluster far away and a small one next to class 1. */
export function draw(seed: number, ratio: number, count: number, flips: number): Sample {
  const next = uniform(seed);
  const gauss = normal(next);
  const positives = Math.max(2, Math.round(count / (ratio + 1)));
  const sample: Sample = { rows: [], target: [], flipped: [] };
  for (let i = 0; i < positives * (ratio + 1); i++) {
    const label = i < positives ? 1 : 0;
    const own = scene.clusters.filter((cluster) => cluster.label === label);
    let place = next();
    const cluster = own.find(({ share }) => (place -= share) < 0) ?? own[own.length - 1];
    // Four digits, so that a table in CSV holds the same numbers.
    sample.rows.push(cluster.mean.map((mean) => Number((mean + cluster.deviation * gauss()).toFixed(4))));
    const flipped = next() < flips;
    sample.flipped.push(flipped);
    sample.target.push(flipped ? 1 - label : label);
  }
  return sample;
}

export const csv = ({ rows, target }: Sample): string => `a,b,t\n${rows.map((row, i) => `${row.join(",")},${target[i]}\n`).join("")}`;
