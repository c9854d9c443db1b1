/** Judges of probabilities of class 1. */

export const sigmoid = (z: number): number => (z >= 0 ? 1 / (1 + Math.exp(-z)) : Math.exp(z) / (1 + Math.exp(z)));

export interface Ranking {
  /** From the highest score down, one entry for each positive. */
  recall: number[];
  precision: number[];
  /** The sum over the positives of the precision at their place, divided by their count. */
  averagePrecision: number;
}

/** Rows of equal score count together, as in scikit-learn. */
export function ranking(scores: readonly number[], target: readonly number[]): Ranking {
  const order = scores.map((_, i) => i).sort((a, b) => scores[b] - scores[a]);
  const positives = target.reduce((sum, t) => sum + t, 0);
  const [recall, precision]: [number[], number[]] = [[], []];
  let [hits, averagePrecision] = [0, 0];
  for (let i = 0; i < order.length; ) {
    const before = hits;
    const at = scores[order[i]];
    while (i < order.length && scores[order[i]] === at) hits += target[order[i++]];
    if (hits === before) continue;
    recall.push(hits / positives);
    precision.push(hits / i);
    averagePrecision += ((hits - before) / positives) * (hits / i);
  }
  return { recall, precision, averagePrecision };
}

export interface Decisions { precision: number; recall: number; predicted: number }

/** Class 1 where the score is above 0, which is a probability above one half. Precision is NaN where no row is called class 1. */
export function decisions(scores: readonly number[], target: readonly number[]): Decisions {
  let [hits, predicted, positives] = [0, 0, 0];
  for (let i = 0; i < scores.length; i++) {
    positives += target[i];
    if (scores[i] > 0) {
      predicted++;
      hits += target[i];
    }
  }
  return { precision: predicted > 0 ? hits / predicted : Number.NaN, recall: hits / positives, predicted };
}

export interface Bin { probability: number; share: number; rows: number }

/** Rows by predicted probability, in bins of 0.1: the mean probability of each and the share of class 1 in it. */
export function calibration(probabilities: readonly number[], target: readonly number[]): Bin[] {
  const bins = Array.from({ length: 10 }, () => ({ probability: 0, share: 0, rows: 0 }));
  for (let i = 0; i < probabilities.length; i++) {
    const bin = bins[Math.min(9, Math.floor(10 * probabilities[i]))];
    bin.probability += probabilities[i];
    bin.share += target[i];
    bin.rows++;
  }
  return bins.filter(({ rows }) => rows > 0).map(({ probability, share, rows }) => ({ probability: probability / rows, share: share / rows, rows }));
}

/** The mean distance between both, weighted by rows. */
export const calibrationError = (bins: readonly Bin[]): number => {
  const rows = bins.reduce((sum, bin) => sum + bin.rows, 0);
  return bins.reduce((sum, bin) => sum + (bin.rows / rows) * Math.abs(bin.probability - bin.share), 0);
};
