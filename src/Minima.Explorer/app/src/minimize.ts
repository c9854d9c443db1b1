import type { Formula } from "./engine";

export interface Line { slope: number; intercept: number }

/**
 * The line, or the constant, with the lowest mean loss, fast enough for each frame of a drag; the library's own answer replaces it once the hand rests.
 * Newton's method on the loss averaged over a window of half-width w, whose derivative is (L(p + w) - L(p - w)) / 2w and whose second derivative is (g(p + w) - g(p - w)) / 2w:
 * a kink is smooth to it. The window shrinks by steps; a smooth loss ends with its own derivatives. Of many points the optimum of a wide window, which is on the way only, is followed to 1 % of the width.
 */
export function minimize(formula: Formula, x: readonly number[] | null, target: readonly number[], start: Line): Line {
  const n = target.length;
  let { slope, intercept } = start;
  const many = 60;
  const spread = Math.max(...target) - Math.min(...target) || 1;
  for (const width of [spread, spread / 10, spread / 100, spread / 1e3, spread / 1e5, spread / 1e7, 0]) {
    const at = (a: number, b: number): number => {
      let sum = 0;
      for (let i = 0; i < n; i++) {
        const p = (x ? a * x[i] : 0) + b;
        sum += width > 0 ? (formula.value(p + width, target[i]) + 4 * formula.value(p, target[i]) + formula.value(p - width, target[i])) / 6 : formula.value(p, target[i]);
      }
      return sum;
    };
    const near = n > many && width > spread / 1e6 ? width / 100 : 0;
    let before: number | null = null;
    for (let round = 0; round < 25; round++) {
      let [g0, g1, h00, h01, h11] = [0, 0, 0, 0, 0];
      for (let i = 0; i < n; i++) {
        const xi = x ? x[i] : 0;
        const p = (x ? slope * xi : 0) + intercept;
        const g = width > 0 ? (formula.value(p + width, target[i]) - formula.value(p - width, target[i])) / (2 * width) : formula.slope(p, target[i]);
        const h = width > 0 ? (formula.slope(p + width, target[i]) - formula.slope(p - width, target[i])) / (2 * width) : formula.curvature(p, target[i]);
        g0 += g * xi;
        g1 += g;
        h00 += h * xi * xi;
        h01 += h * xi;
        h11 += h;
      }
      const ridge = 1e-12 * (1 + Math.abs(h11));
      const determinant = x ? (h00 + ridge) * (h11 + ridge) - h01 * h01 : 1;
      let da = x ? -((h11 + ridge) * g0 - h01 * g1) / determinant : 0;
      let db = x ? -((h00 + ridge) * g1 - h01 * g0) / determinant : -g1 / (h11 + ridge);
      if (!Number.isFinite(da) || !Number.isFinite(db) || da * g0 + db * g1 >= 0) break;
      before ??= at(slope, intercept);
      let reached = at(slope + da, intercept + db);
      for (let halvings = 0; !(reached <= before) && halvings < 30; halvings++) {
        [da, db] = [da / 2, db / 2];
        reached = at(slope + da, intercept + db);
      }
      if (!(reached <= before)) break;
      [slope, intercept, before] = [slope + da, intercept + db, reached];
      if (Math.abs(da) + Math.abs(db) <= Math.max(near, 1e-13 * (1 + Math.abs(slope) + Math.abs(intercept)))) break;
    }
  }
  return { slope, intercept };
}
