import type { Formula } from "./engine";

/** The score of a row is the sum of its numbers times the coefficients, plus the intercept. */
export interface LinearModel { coefficients: number[]; intercept: number }

export const score = ({ coefficients, intercept }: LinearModel, row: readonly number[]): number => coefficients.reduce((sum, one, j) => sum + one * row[j], intercept);

export const penalty = (l2: number, { coefficients }: LinearModel): number => (l2 / 2) * coefficients.reduce((squares, one) => squares + one * one, 0);

/** The largest absolute derivative of the objective, from the gradient of the mean loss at the scores. */
export function steepest(gradient: readonly number[], rows: readonly (readonly number[])[], l2: number, { coefficients }: LinearModel): number {
  const slopes = coefficients.map((one, j) => rows.reduce((sum, row, i) => sum + gradient[i] * row[j], l2 * one));
  return Math.max(...[...slopes, gradient.reduce((a, b) => a + b, 0)].map(Math.abs));
}

/** What is minimised: the mean loss plus l2 / 2 times the sum of the squared coefficients, the intercept's not among them. */
export function objective(formula: Formula, rows: readonly (readonly number[])[], target: readonly number[], l2: number, model: LinearModel): number {
  let sum = 0;
  for (let i = 0; i < rows.length; i++) sum += formula.value(score(model, rows[i]), target[i]);
  return sum / rows.length + penalty(l2, model);
}

/**
 * A minimum of the objective for a smooth loss, by Newton's method, fast enough to follow a slider; the library checks what it finds. Where the matrix of second derivatives is not positive definite,
 * or a step does not descend, a multiple of the unit matrix is added (Levenberg).
 */
export function fitLinear(formula: Formula, rows: readonly (readonly number[])[], target: readonly number[], l2: number, start: LinearModel): LinearModel {
  const width = (rows[0]?.length ?? 0) + 1;
  let now = [...start.coefficients, start.intercept];
  const model = (numbers: readonly number[]): LinearModel => ({ coefficients: numbers.slice(0, -1), intercept: numbers[numbers.length - 1] });
  let value = objective(formula, rows, target, l2, model(now));
  let damping = 0;
  for (let round = 0; round < 60; round++) {
    const gradient = new Array<number>(width).fill(0);
    const hessian = Array.from({ length: width }, () => new Array<number>(width).fill(0));
    for (let i = 0; i < rows.length; i++) {
      const z = score(model(now), rows[i]);
      const [g, h] = [formula.slope(z, target[i]) / rows.length, formula.curvature(z, target[i]) / rows.length];
      for (let a = 0; a < width; a++) {
        const xa = a === width - 1 ? 1 : rows[i][a];
        gradient[a] += g * xa;
        for (let b = 0; b <= a; b++) hessian[a][b] += h * xa * (b === width - 1 ? 1 : rows[i][b]);
      }
    }
    for (let a = 0; a < width - 1; a++) {
      gradient[a] += l2 * now[a];
      hessian[a][a] += l2;
    }
    if (Math.max(...gradient.map(Math.abs)) < 1e-14) break;
    let moved = false;
    for (let tries = 0; tries < 40 && !moved; tries++) {
      const step = solve(hessian, gradient, damping);
      if (step) {
        const next = now.map((one, a) => one - step[a]);
        const reached = objective(formula, rows, target, l2, model(next));
        if (reached <= value) {
          moved = next.some((one, a) => one !== now[a]);
          [now, value] = [next, reached];
          damping /= 10;
          if (damping < 1e-12) damping = 0;
          if (!moved) return model(now);
          break;
        }
      }
      damping = Math.max(1e-8, damping * 10);
    }
    if (!moved) break;
  }
  return model(now);
}

/** Solves (H + damping I) s = g by Cholesky's decomposition; null where the matrix is not positive definite. Of H the lower half is read. */
function solve(hessian: readonly (readonly number[])[], gradient: readonly number[], damping: number): number[] | null {
  const n = gradient.length;
  const factor = Array.from({ length: n }, () => new Array<number>(n).fill(0));
  for (let a = 0; a < n; a++) {
    for (let b = 0; b <= a; b++) {
      let sum = hessian[a][b] + (a === b ? damping : 0);
      for (let k = 0; k < b; k++) sum -= factor[a][k] * factor[b][k];
      if (a === b && !(sum > 0)) return null;
      factor[a][b] = a === b ? Math.sqrt(sum) : sum / factor[b][b];
    }
  }
  const step = [...gradient];
  for (let a = 0; a < n; a++) {
    for (let k = 0; k < a; k++) step[a] -= factor[a][k] * step[k];
    step[a] /= factor[a][a];
  }
  for (let a = n - 1; a >= 0; a--) {
    for (let k = a + 1; k < n; k++) step[a] -= factor[k][a] * step[k];
    step[a] /= factor[a][a];
  }
  return step;
}
