import { engine, type EvaluationReply, type Formula, Refusal } from "../engine";
import type { Words } from "../words";

export interface Entry {
  key: string;
  name: Words;
  summary: Words;
  use: Words;
  family: string;
  familyName: Words;
  task: number;
  taskName: Words;
  shape: string;
  curve?: { low: number; high: number; target: number };
  rows?: boolean;
}

/** What is varied: losses on one axis share a picture. */
export interface Axis { id: string; label: Words; low: number; high: number; target: number; isRow: boolean }

/** A loss with its value and gradient along its axis. */
export interface Curve { spec: string; axis: Axis; x: number[]; value: (number | null)[]; slope: (number | null)[] }

const reach = 4;
const count = 161;
const classes = 3;

export const keyOf = (spec: string): string => spec.split(":", 1)[0];

export function axisOf({ curve, rows }: Entry): Axis | null {
  if (rows) return { id: "row", label: { en: `logit of the true class (the other ${classes - 1} are 0)`, zh: `真实类别的 logit（其余 ${classes - 1} 个为 0）` }, low: -reach, high: reach, target: 0, isRow: true };
  if (!curve) return null;
  const { low, high, target } = curve;
  const [from, to] = [Number.isFinite(low) ? low : Number.isFinite(high) ? high - reach : -reach, Number.isFinite(high) ? high : Number.isFinite(low) ? low + reach : reach];
  return { id: `${low} ${high} ${target}`, label: { en: `prediction (target ${target})`, zh: `预测值（目标值 ${target}）` }, low: from, high: to, target, isRow: false };
}

const finite = (value: number): number | null => (Number.isFinite(value) ? value : null);

export async function curveOf(spec: string, entry: Entry): Promise<Curve> {
  const axis = axisOf(entry);
  if (!axis) throw new Refusal({ en: `${spec} is no function of one number: no curve.`, zh: `${spec} 不是单个数的函数，没有曲线。` }, undefined);
  const x = Array.from({ length: count }, (_, i) => axis.low + ((axis.high - axis.low) * i) / (count - 1));
  if (!axis.isRow) {
    const formula: Formula = await engine.formula(spec);
    return { spec, axis, x, value: x.map((p) => finite(formula.value(p, axis.target))), slope: x.map((p) => finite(formula.slope(p, axis.target))) };
  }
  // The mean over n rows has the n-th part of the gradient of each.
  const reply = await engine.ask<EvaluationReply>("evaluate", { loss: spec, prediction: x.flatMap((z) => [z, ...new Array<number>(classes - 1).fill(0)]), labels: new Array<number>(count).fill(0) });
  return { spec, axis, x, value: reply.terms.map(finite), slope: x.map((_, i) => finite(count * reply.gradient[classes * i])) };
}

