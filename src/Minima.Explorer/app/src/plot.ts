/** A linear scale from numbers to pixels. */
export interface Scale {
  (value: number): number;
  invert(pixel: number): number;
  low: number;
  high: number;
}

export function scale(low: number, high: number, from: number, to: number): Scale {
  const factor = (to - from) / (high - low);
  return Object.assign((value: number) => from + (value - low) * factor, { invert: (pixel: number) => low + (pixel - from) / factor, low, high });
}

/** Numbers that people like, at most so many. */
export function ticks(low: number, high: number, most: number): number[] {
  const raw = (high - low) / Math.max(1, most);
  const power = 10 ** Math.floor(Math.log10(raw));
  const step = power * ([1, 2, 2.5, 5, 10].find((n) => n * power >= raw * 0.999) ?? 10);
  const places = [];
  for (let k = Math.ceil(low / step - 1e-9); k * step <= high + step * 1e-9; k++) places.push(Number((k * step).toPrecision(12)));
  return places;
}

/** The step of a handle: the smallest pleasant number that a pixel can tell apart. */
export function handleStep(unitsPerPixel: number): number {
  return [0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100].find((step) => step >= unitsPerPixel) ?? 1000;
}

const minus = (text: string): string => text.replace("-", "−");

/** Frame, gridlines and numbers of a panel, as SVG text. */
export function axes(x: Scale, y: Scale, labels: { x: string; y: string }, most = { x: 8, y: 6 }): string {
  const [left, right] = [x(x.low), x(x.high)];
  const [bottom, top] = [y(y.low), y(y.high)];
  const parts = ticks(y.low, y.high, most.y).map((t) => `<path class="gridline" d="M${left} ${y(t).toFixed(1)}H${right}"/><text x="${left - 6}" y="${(y(t) + 4).toFixed(1)}" text-anchor="end">${minus(String(t))}</text>`);
  parts.push(...ticks(x.low, x.high, most.x).map((t) => `<text x="${x(t).toFixed(1)}" y="${bottom + 17}" text-anchor="middle">${minus(String(t))}</text>`));
  parts.push(`<path class="axis" d="M${left} ${top}V${bottom}H${right}"/>`);
  if (labels.x) parts.push(`<text x="${right}" y="${bottom + 32}" text-anchor="end">${labels.x}</text>`);
  if (labels.y) parts.push(`<text x="${left - 30}" y="${top - 8}">${labels.y}</text>`);
  return parts.join("");
}

/** Dashes and colours of series: colour is never the only difference. */
export const dashes = ["", "7 4", "2 3", "11 4 2 4", "14 5", "5 2 2 2 2 2"];

/** A polyline; gaps where a number is not finite. */
export function polyline(points: Iterable<readonly [number, number]>): string {
  let path = "";
  let isDrawing = false;
  for (const [x, y] of points) {
    if (!Number.isFinite(x) || !Number.isFinite(y)) isDrawing = false;
    else {
      path += `${isDrawing ? "L" : "M"}${x.toFixed(2)} ${y.toFixed(2)}`;
      isDrawing = true;
    }
  }
  return path;
}

/** An arrow from one place to another; too short for a head, it is a line. */
export function arrow(x0: number, y0: number, x1: number, y1: number): string {
  const [dx, dy] = [x1 - x0, y1 - y0];
  const length = Math.hypot(dx, dy);
  let path = `M${x0.toFixed(1)} ${y0.toFixed(1)}L${x1.toFixed(1)} ${y1.toFixed(1)}`;
  if (length > 7) {
    const [ux, uy] = [dx / length, dy / length];
    path += `M${(x1 - 6 * ux - 3 * uy).toFixed(1)} ${(y1 - 6 * uy + 3 * ux).toFixed(1)}L${x1.toFixed(1)} ${y1.toFixed(1)}L${(x1 - 6 * ux + 3 * uy).toFixed(1)} ${(y1 - 6 * uy - 3 * ux).toFixed(1)}`;
  }
  return path;
}

/** The line of a series beside its name. */
export function key(series: number): string {
  return `<svg class="key s${series}" width="26" height="10" viewBox="0 0 26 10" aria-hidden="true"><path class="curve" d="M1 5H25" stroke-dasharray="${dashes[series]}"/></svg> `;
}
