/** The penalties of a linear fit: l1 times the sum of absolute coefficients, and l2 / 2 times the sum of their squares. */
export interface Penalties { l1: number; l2: number }

export interface Plane { coefficients: number[]; intercept: number }

const mostRounds = 10_000;
const smallest = 1e-15;

/**
 * The plane with the least mean squared error and penalties, by one coefficient after the other. Each has its optimum in closed form; a coefficient whose pull is below l1 is exactly 0.
 * The mean of each column and of the target is taken off first, so that the intercept, on which no penalty is, falls out.
 */
export function penalized(columns: readonly (readonly number[])[], target: readonly number[], { l1, l2 }: Penalties, start?: readonly number[]): Plane {
  const n = target.length;
  const mean = (values: readonly number[]): number => values.reduce((sum, one) => sum + one, 0) / n;
  const means = columns.map(mean);
  const centred = columns.map((column, j) => column.map((one) => one - means[j]));
  const middle = mean(target);
  const curvatures = centred.map((column) => (2 / n) * column.reduce((sum, one) => sum + one * one, 0));
  const coefficients = start ? [...start] : columns.map(() => 0);
  const rest = target.map((one, i) => one - middle - centred.reduce((sum, column, j) => sum + coefficients[j] * column[i], 0));
  for (let round = 0; round < mostRounds; round++) {
    let furthest = 0;
    centred.forEach((column, j) => {
      const before = coefficients[j];
      const pull = (2 / n) * column.reduce((sum, one, i) => sum + one * rest[i], 0) + curvatures[j] * before;
      const now = (Math.sign(pull) * Math.max(0, Math.abs(pull) - l1)) / (curvatures[j] + l2);
      if (now === before) return;
      coefficients[j] = now;
      for (let i = 0; i < n; i++) rest[i] += (before - now) * column[i];
      furthest = Math.max(furthest, Math.abs(now - before));
    });
    if (furthest <= smallest) break;
  }
  return { coefficients, intercept: middle - coefficients.reduce((sum, one, j) => sum + one * means[j], 0) };
}
