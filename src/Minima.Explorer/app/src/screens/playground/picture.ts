import { find } from "../../dom";
import { axes, dashes, polyline, scale, type Scale } from "../../plot";
import { labelled, say } from "../../words";
import type { Rows, Table } from "./data";
import { forward } from "./network";
import { median, type Race } from "./race";

const margins = { left: 42, right: 12, top: 18, bottom: 40 };
/** Cells of the field, and of the grid along which the boundary is drawn. */
const columns = 72;
const rows = 56;
/** Radii of marks, in pixels: a row of average loss has one, a row without loss the other. */
const [least, average, most] = [1.6, 2.6, 9];
/** Class 0 and class 1 in the field: mid tones, which both light and dark pages bear. */
const tones = [[0, 114, 178], [208, 100, 30]];
const strongest = 0.4;

interface Frame { x: Scale; y: Scale; width: number; height: number }

/** What a race has learned: of two features the field of its predictions with the boundary between the classes, of one feature its curve; and the training rows, the larger the more of the loss they have. */
export function drawPanel(plot: HTMLElement, race: Race, step: number, place: number): void {
  const { table, runner } = race;
  const frame = frameOf(table, Math.max(260, plot.clientWidth || 400));
  const { x, y, width, height } = frame;
  const weights = race.states[step];
  const clip = `playground-clip-${place}`;
  const label = { en: `Training ${"AB"[place]} after ${step} steps: what the network predicts, and the training rows`, zh: `训练 ${"AB"[place]}，${step} 步之后：网络的预测与训练样本` };
  plot.innerHTML = `<canvas aria-hidden="true"></canvas><svg viewBox="0 0 ${width} ${height}" role="img" ${labelled(label)}><defs><clipPath id="${clip}"><rect x="${x(x.low)}" y="${y(y.high)}" width="${x(x.high) - x(x.low)}" height="${y(y.low) - y(y.high)}"/></clipPath></defs>${axes(x, y, table.inputs === 1 ? { x: "x", y: "t" } : { x: "x", y: "y" }, { x: 6, y: 5 })}<g clip-path="url(#${clip})">${marks(race, step, x, y)}${weights ? model(weights, race, place, frame) : ""}</g></svg>`;
  find(plot, "svg").setAttribute("aria-label", say(label));
  if (table.inputs === 2 && weights) field(find<HTMLCanvasElement>(plot, "canvas"), weights, runner.layers, middleOf(race), median(race.predict(table.training.features, step).map((p) => Math.abs(p - middleOf(race)))), frame);
}

/** Above it a prediction counts as high: as class 1, or as more than the mean of standardised numbers. */
const middleOf = ({ table, middle }: Race): number => (table.isClasses ? middle : 0);

function frameOf({ inputs, training }: Table, width: number): Frame {
  const height = Math.round(width * 0.78);
  const bounds = (values: number[]): [number, number] => {
    const [low, high] = [Math.min(...values), Math.max(...values)];
    const room = 0.06 * (high - low || 1);
    return [low - room, high + room];
  };
  const across = bounds(training.features.filter((_, i) => i % inputs === 0));
  const up = bounds(inputs === 2 ? training.features.filter((_, i) => i % 2 === 1) : training.target);
  return { x: scale(...across, margins.left, width - margins.right), y: scale(...up, height - margins.bottom, margins.top), width, height };
}

function marks(race: Race, step: number, x: Scale, y: Scale): string {
  const { inputs, training, marked } = race.table;
  const shares = race.states[step] ? race.shares(step) : [];
  const drawn = { positives: "", negatives: "", odd: "" };
  for (let i = 0; i < training.target.length; i++) {
    const [px, py] = placeOf(training, inputs, i, x, y);
    const radius = Math.min(most, least + (average - least) * Math.sqrt((shares[i] ?? 0) * training.target.length));
    const isHigh = inputs === 2 && training.target[i] > middleOfTargets(race.table);
    drawn[isHigh ? "positives" : "negatives"] += isHigh ? `M${(px - radius).toFixed(1)} ${py.toFixed(1)}h${(2 * radius).toFixed(1)}M${px.toFixed(1)} ${(py - radius).toFixed(1)}v${(2 * radius).toFixed(1)}` : circle(px, py, radius);
    if (marked[i] && race.table.markedName) drawn.odd += diamond(px, py, radius + 4);
  }
  return `<path class="negatives" d="${drawn.negatives}"/><path class="positives" d="${drawn.positives}"/><path class="odd" d="${drawn.odd}"/>`;
}

const middleOfTargets = ({ isClasses }: Table): number => (isClasses ? 0.5 : 0);

function placeOf({ features, target }: Rows, inputs: number, i: number, x: Scale, y: Scale): [number, number] {
  return [x(features[i * inputs]), y(inputs === 2 ? features[2 * i + 1] : target[i])];
}

const circle = (x: number, y: number, radius: number): string => `M${(x - radius).toFixed(1)} ${y.toFixed(1)}a${radius.toFixed(1)} ${radius.toFixed(1)} 0 1 0 ${(2 * radius).toFixed(1)} 0a${radius.toFixed(1)} ${radius.toFixed(1)} 0 1 0 ${(-2 * radius).toFixed(1)} 0`;

const diamond = (x: number, y: number, radius: number): string => `M${(x - radius).toFixed(1)} ${y.toFixed(1)}l${radius} ${-radius}l${radius} ${radius}l${-radius} ${radius}z`;

function model(weights: Float64Array, race: Race, place: number, { x, y }: Frame): string {
  const { inputs } = race.table;
  const { layers } = race.runner;
  const path = inputs === 1
    ? polyline(Array.from({ length: 161 }, (_, i) => x.low + ((x.high - x.low) * i) / 160).map((at) => [x(at), y(forward(weights, 1, layers, [at]))] as const))
    : boundary((a, b) => forward(weights, 2, layers, [a, b]) - middleOf(race), x, y);
  return `<path class="curve s${place}" stroke-dasharray="${dashes[place]}" d="${path}"/>`;
}

/** Where a function of two numbers is 0, by the corners of the cells of a grid: marching squares without the saddles, whose two lines cross. */
function boundary(value: (x: number, y: number) => number, x: Scale, y: Scale): string {
  const at = (i: number): number => x.low + ((x.high - x.low) * i) / columns;
  const up = (j: number): number => y.low + ((y.high - y.low) * j) / rows;
  const heights = Array.from({ length: rows + 1 }, (_, j) => Array.from({ length: columns + 1 }, (_, i) => value(at(i), up(j))));
  let path = "";
  for (let j = 0; j < rows; j++) {
    for (let i = 0; i < columns; i++) {
      const corners = [[i, j], [i + 1, j], [i + 1, j + 1], [i, j + 1]];
      const crossings: string[] = [];
      corners.forEach(([a, b], k) => {
        const [c, d] = corners[(k + 1) % 4];
        const [from, to] = [heights[b][a], heights[d][c]];
        if (from > 0 === to > 0) return;
        const part = from / (from - to);
        crossings.push(`${x(at(a + part * (c - a))).toFixed(1)} ${y(up(b + part * (d - b))).toFixed(1)}`);
      });
      for (let k = 0; k + 1 < crossings.length; k += 2) path += `M${crossings[k]}L${crossings[k + 1]}`;
    }
  }
  return path;
}

/** The predictions of a network over the frame, the stronger the farther they are from the middle. */
function field(canvas: HTMLCanvasElement, weights: Float64Array, layers: readonly number[], middle: number, unit: number, { x, y, width, height }: Frame): void {
  Object.assign(canvas, { width: columns, height: rows });
  Object.assign(canvas.style, {
    left: `${(100 * x(x.low)) / width}%`, top: `${(100 * y(y.high)) / height}%`, width: `${(100 * (x(x.high) - x(x.low))) / width}%`, height: `${(100 * (y(y.low) - y(y.high))) / height}%`,
  });
  const drawing = canvas.getContext("2d");
  if (!drawing) return;
  const image = drawing.createImageData(columns, rows);
  for (let j = 0; j < rows; j++) {
    for (let i = 0; i < columns; i++) {
      const apart = forward(weights, 2, layers, [x.low + ((x.high - x.low) * (i + 0.5)) / columns, y.high - ((y.high - y.low) * (j + 0.5)) / rows]) - middle;
      image.data.set([...tones[apart > 0 ? 1 : 0], 255 * strongest * Math.min(1, Math.abs(apart) / (1.5 * unit || 1))], 4 * (j * columns + i));
    }
  }
  drawing.putImageData(image, 0, 0);
}
