import { type ConstantReply, engine, type Formula, Refusal, type TrainingReply } from "../../engine";
import type { Words } from "../../words";
import type { Table } from "./data";
import { activations, backward, parameterCount, predictions } from "./network";

/** What one of the two trainings differs in. */
export interface Runner { loss: string; optimizer: string; rate: number; layers: readonly number[] }

export interface Finding { code: string; title: Words; measured: Words; remedy: Words }

/** One row before a step. */
export interface Pass { passed: number[][]; target: number; prediction: number; loss: number; slope: number; gradient: { weights: Float64Array; passed: number[][] } }

/** Milliseconds of training to a question, so that the page hears of changes between two. */
const patience = 50;

/** A training that the library makes step by step, with the weights after each step. */
export class Race {
  /** The loss before each step, and the norm of the gradient of each layer. */
  readonly losses: number[] = [];
  readonly norms: Float64Array[] = [];
  /** The weights before the first step, after it, and so on. */
  readonly states: Float64Array[] = [];
  /** On the rows that judge, after each step: the mean of the shares of both classes that are right, or the share of the best constant's error that is gone. */
  readonly scores: number[] = [];
  findings: Finding[] = [];
  problem: Refusal | null = null;
  /** A loss or a gradient was not finite. */
  hasStopped = false;
  /** Above it a prediction is class 1. */
  middle = 0.5;
  /** The loss takes the labels -1 and 1. */
  hasMarginLabels = false;
  private formula: Formula | undefined;
  private labels: readonly number[];

  constructor(readonly name: string, readonly runner: Runner, readonly table: Table, readonly seed: number) {
    this.labels = table.training.target;
  }

  get step(): number {
    return Math.max(0, this.states.length - 1);
  }

  get isOver(): boolean {
    return this.hasStopped || this.problem !== null;
  }

  /** The first step with which the score reaches the goal; null where none has. */
  finish(goal: number): number | null {
    const step = this.scores.findIndex((score) => score >= goal);
    return step < 0 ? null : step;
  }

  /** Trains towards a step, for about as long as a question may take. */
  async go(step: number): Promise<void> {
    try {
      if (!this.formula) await this.begin();
      await this.ask(step, this.states.length === 0);
    } catch (problem) {
      if (!(problem instanceof Refusal)) throw problem;
      this.problem = problem;
    }
  }

  predict(features: readonly number[], step: number): number[] {
    return predictions(this.states[step], this.table.inputs, this.runner.layers, features);
  }

  /** The share of each training row in the sum of the absolute losses; 0 where the sum is not finite. */
  shares(step: number): number[] {
    const terms = this.predict(this.table.training.features, step).map((p, i) => Math.abs(this.formula?.value(p, this.labels[i]) ?? 0));
    const sum = terms.reduce((a, b) => a + b, 0);
    return terms.map((term) => (sum > 0 && Number.isFinite(sum) ? term / sum : 0));
  }

  /** A training row on its way through the network before a step: what each layer passes on, the loss, and the derivatives; null where the training has not begun. */
  passOf(row: number, step: number): Pass | null {
    const [weights, formula] = [this.states[step], this.formula];
    if (!weights || !formula) return null;
    const { inputs, training } = this.table;
    const passed = activations(weights, inputs, this.runner.layers, training.features, row * inputs);
    const [prediction] = passed[passed.length - 1];
    const slope = formula.slope(prediction, this.labels[row]);
    return { passed, target: this.labels[row], prediction, loss: formula.value(prediction, this.labels[row]), slope, gradient: backward(weights, this.runner.layers, passed, slope) };
  }

  /** The mean of the derivatives with respect to the weights over all rows: what the optimizer is given. */
  meanGradient(step: number): Float64Array {
    const rows = this.labels.length;
    const sum = new Float64Array(this.states[step].length);
    for (let row = 0; row < rows; row++) this.passOf(row, step)?.gradient.weights.forEach((one, i) => { sum[i] += one / rows; });
    return sum;
  }

  private async begin(): Promise<void> {
    const { loss } = this.runner;
    const formula = await engine.formula(loss);
    if (formula.value.length !== 2) throw new Refusal({ en: `${loss} takes more than a prediction and a target; here the network gives one number for each row.`, zh: `${loss} 的输入不止预测值和目标值；这里的网络对每个样本只给出一个数。` }, undefined);
    await this.ask(0, true);
    if (this.table.isClasses) {
      if (this.hasMarginLabels) this.labels = this.table.training.target.map((label) => 2 * label - 1);
      const labels = this.hasMarginLabels ? [-1, 1] : [0, 1];
      const { value, low, high } = await engine.ask<ConstantReply>("constant", { loss, target: labels });
      const middle = (low + high) / 2;
      this.middle = Number.isFinite(middle) ? middle : Number.isFinite(value) ? value : (labels[0] + labels[1]) / 2;
    }
    this.formula = formula;
    this.scores.push(...this.states.map((state) => this.score(state)));
  }

  private async ask(step: number, withSetup: boolean): Promise<void> {
    const { inputs, training } = this.table;
    const { loss, optimizer, rate, layers } = this.runner;
    const [name, given] = optimizer.split(":");
    const options = given ? { options: Object.fromEntries(given.split(",").map((pair) => pair.split("=")).map(([option, value]) => [option, Number(value)])) } : {};
    const setup = withSetup ? { setup: { loss, optimizer: name, ...options, rate, layers, seed: this.seed, inputs, features: training.features, target: training.target } } : {};
    const reply = await engine.ask<TrainingReply>("training", { race: this.name, ...setup, step, milliseconds: patience });
    if (withSetup) for (const list of [this.losses, this.norms, this.states, this.scores]) list.length = 0;
    // The library has started anew, or another training took the name.
    else if (!reply.isKnown || reply.step - decoded(reply.losses).length !== this.step) return this.ask(step, true);
    this.take(reply);
  }

  private take({ losses, norms, weights, findings, hasStopped, hasMarginLabels }: TrainingReply): void {
    this.losses.push(...decoded(losses));
    const layers = this.runner.layers.length + 1;
    this.norms.push(...sliced(decoded(norms), layers));
    const states = sliced(decoded(weights), parameterCount(this.table.inputs, this.runner.layers));
    this.states.push(...states);
    if (this.formula) this.scores.push(...states.map((state) => this.score(state)));
    this.findings = findings;
    this.hasStopped = hasStopped;
    this.hasMarginLabels = hasMarginLabels;
  }

  private score(state: Float64Array): number {
    const { inputs, isClasses, judging: { features, target } } = this.table;
    const given = predictions(state, inputs, this.runner.layers, features);
    if (!isClasses) return 1 - absoluteError(given, target) / absoluteError(target.map(() => median(target)), target);
    const right = [0, 0];
    const counts = [0, 0];
    given.forEach((p, i) => {
      counts[target[i]]++;
      if ((p > this.middle ? 1 : 0) === target[i]) right[target[i]]++;
    });
    const seen = [0, 1].filter((label) => counts[label] > 0);
    return seen.reduce((sum, label) => sum + right[label] / counts[label], 0) / seen.length;
  }
}

/** The trainings whose first weights are known. */
export const started = (races: readonly Race[]): Race[] => races.filter(({ states }) => states.length > 0);

export const absoluteError = (predicted: readonly number[], target: readonly number[]): number => predicted.reduce((sum, p, i) => sum + Math.abs(p - target[i]), 0) / target.length;

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const half = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
}

/** Doubles, least byte first, as base64. */
function decoded(text: string): Float64Array {
  const bytes = Uint8Array.from(atob(text), (sign) => sign.charCodeAt(0));
  return new Float64Array(bytes.buffer);
}

function sliced(numbers: Float64Array, length: number): Float64Array[] {
  return Array.from({ length: numbers.length / length }, (_, i) => numbers.slice(i * length, (i + 1) * length));
}
