/** A local minimum near a start, without derivatives (Nelder and Mead 1965, Computer Journal 7(4), 308-313). */
export function nelderMead(value: (point: readonly number[]) => number, start: readonly number[], step: number): number[] {
  let corners = [start, ...start.map((_, j) => start.map((one, k) => (k === j ? one + step : one)))].map((point) => ({ point: [...point], value: value(point) }));
  for (let round = 0; round < 400; round++) {
    corners.sort((a, b) => a.value - b.value);
    const [best, worst] = [corners[0], corners[corners.length - 1]];
    if (Math.max(...corners.flatMap(({ point }) => point.map((one, j) => Math.abs(one - best.point[j])))) < 1e-9) break;
    const middle = start.map((_, j) => corners.slice(0, -1).reduce((sum, { point }) => sum + point[j], 0) / start.length);
    const along = (factor: number): { point: number[]; value: number } => {
      const point = middle.map((one, j) => one + factor * (worst.point[j] - one));
      return { point, value: value(point) };
    };
    const reflected = along(-1);
    if (reflected.value < best.value) {
      const expanded = along(-2);
      corners[corners.length - 1] = expanded.value < reflected.value ? expanded : reflected;
    } else if (reflected.value < corners[corners.length - 2].value) corners[corners.length - 1] = reflected;
    else {
      const contracted = along(reflected.value < worst.value ? -0.5 : 0.5);
      if (contracted.value < Math.min(reflected.value, worst.value)) corners[corners.length - 1] = contracted;
      else corners = corners.map(({ point }) => point.map((one, j) => (one + best.point[j]) / 2)).map((point) => ({ point, value: value(point) }));
    }
  }
  return corners.reduce((a, b) => (b.value < a.value ? b : a)).point;
}
