import { written } from "minima:formulas";
import type { Words } from "./words";

/** A function of prediction and target that FormulaWriter wrote. */
export type Point = (prediction: number, target: number) => number;

/** A loss as the page computes with it: value, derivative and second derivative in the prediction. */
export interface Formula {
  value: Point;
  slope: Point;
  curvature: Point;
}

export interface Parameter {
  name: string;
  value: number;
  low: number | string;
  high: number | string;
}

export interface LossReply {
  key: string;
  isText: boolean;
  name: Words;
  spec: string;
  parameters: Parameter[];
  javascript: [string, string, string];
  formula?: Record<"mathml" | "text" | "csharp" | "python" | "sql", string>;
  derivative?: Record<"mathml" | "text" | "csharp" | "python" | "sql", string>;
  kinks?: Words;
  functional?: Words;
  traits?: { trait: string; verdict: string; name: Words; evidence: Words; against: Words }[];
}

export interface FitReply { slope: number; coefficients: number[]; intercept: number; objective: number; gap: number; method: string; unique: boolean }
export interface ConstantReply { value: number; low: number; high: number; mean: number; kind: string; proven: boolean }
export interface EvaluationReply { value: number; terms: number[]; gradient: number[] }
/** Terms instead of the rest, where a loss differentiates nothing. */
export interface TensorsReply { value: number; gradients: Record<string, number[]>; terms: number[] }
export interface DriftReply { alarms: number[]; widths: number[]; means: number[] }

/** Doubles are bytes as base64. */
export interface TrainingReply { isKnown: boolean; step: number; hasMarginLabels: boolean; hasStopped: boolean; losses: string; norms: string; weights: string; findings: { code: string; title: Words; measured: Words; remedy: Words }[] }

/** The form of an answer to the exercise of a lesson, and its verdict. */
export interface LessonReply { form: Words; isRight: boolean; reason: Words }

export interface ColumnsReply { rows: number; columns: { name: string; isNumber: boolean }[] }
export interface TableReply { rows: number; target: number[]; features: number[][]; notes: Words[] }

/** The library refused a question. */
export class Refusal extends Error {
  constructor(readonly words: Words, readonly column: number | undefined) {
    super(words.en);
  }
}

/** A newer question of the same kind took the place of this one. */
export class Withdrawn extends Error {}

interface Waiting { resolve(value: unknown): void; reject(problem: Error): void }

const numbers = new Set(["Infinity", "-Infinity", "NaN"]);
const revive = (_: string, value: unknown): unknown => (typeof value === "string" && numbers.has(value) ? Number(value) : value);

/** The library, in a worker: it answers one question after the other, and of several of a kind the newest only. */
class Engine {
  private worker: Worker | undefined;
  private readonly waiting = new Map<number, Waiting>();
  private readonly formulas = new Map<string, Promise<Formula>>();
  private next = 0;
  /** Milliseconds from the start of the page until the library was ready. */
  readyAt = Number.NaN;

  start(): void {
    const inlined = document.getElementById("worker");
    this.worker = new Worker(inlined ? URL.createObjectURL(new Blob([inlined.textContent ?? ""], { type: "text/javascript" })) : "worker.js");
    this.worker.addEventListener("message", ({ data }) => this.hear(data));
    this.worker.addEventListener("error", (event) => this.fail(event.message || "the worker did not load"));
    const pack = document.getElementById("pack");
    this.worker.postMessage(pack ? { pack: pack.textContent, length: Number(pack.dataset.length) } : { base: new URL("engine/", document.baseURI).href, names: JSON.parse(document.getElementById("assets")?.textContent ?? "[]") });
  }

  /** Ends a question that takes too long, with all others, and starts anew. */
  restart(): void {
    this.worker?.terminate();
    for (const one of this.waiting.values()) one.reject(new Withdrawn());
    this.waiting.clear();
    this.count();
    this.start();
  }

  /** @param kind Questions of one kind replace each other; those without one do not. */
  ask<T>(question: string, argument: object, kind?: string): Promise<T> {
    const id = ++this.next;
    return new Promise<T>((resolve, reject) => {
      this.waiting.set(id, { resolve: resolve as (value: unknown) => void, reject });
      this.count();
      this.worker?.postMessage({ id, kind: kind ?? `one ${id}`, question, argument: JSON.stringify(argument) });
    });
  }

  get isReady(): boolean {
    return !Number.isNaN(this.readyAt);
  }

  /** The functions of a loss: written at build time for the losses that scenes open with, else by the library now. */
  formula(loss: string): Promise<Formula> {
    const known = this.formulas.get(loss);
    if (known) return known;
    const [value, slope, curvature] = Object.hasOwn(written, loss) ? written[loss] : [];
    const made = value && slope && curvature ? Promise.resolve({ value, slope, curvature }) : this.ask<LossReply>("loss", { loss }).then((reply) => compile(reply.javascript));
    this.formulas.set(loss, made);
    made.catch(() => this.formulas.delete(loss));
    return made;
  }

  /** Whoever looks at the page from outside sees how many questions wait for an answer. */
  private count(): void {
    document.documentElement.dataset.waiting = String(this.waiting.size);
  }

  private hear(data: { id?: number; ready?: boolean; failed?: string; withdrawn?: boolean; answer?: string }): void {
    if (data.failed !== undefined) return this.fail(data.failed);
    if (data.ready) {
      this.readyAt = performance.now();
      document.documentElement.dataset.engine = "ready";
      return;
    }
    const call = this.waiting.get(data.id ?? 0);
    this.waiting.delete(data.id ?? 0);
    this.count();
    if (!call) return;
    if (data.withdrawn) return call.reject(new Withdrawn());
    const answer = JSON.parse(data.answer ?? "", revive) as { error?: Words & { column?: number } };
    if (answer.error) call.reject(new Refusal({ en: answer.error.en, zh: answer.error.zh }, answer.error.column));
    else call.resolve(answer);
  }

  private fail(reason: string): void {
    document.documentElement.dataset.engine = "failed";
    const problem = new Refusal({ en: `The library did not start: ${reason}`, zh: `函数库未能启动：${reason}` }, undefined);
    for (const one of this.waiting.values()) one.reject(problem);
    this.waiting.clear();
    this.count();
    const notice = document.getElementById("notice");
    if (notice) notice.textContent = document.documentElement.lang === "en" ? problem.words.en : problem.words.zh;
  }
}

/** Text of FormulaWriter, and only that, becomes functions: a Blob module, as the policy of the page forbids eval. */
export async function compile(javascript: [string, string, string]): Promise<Formula> {
  const url = URL.createObjectURL(new Blob([`export default [${javascript.map((text) => `(${text.trim().replace(/;$/, "")})`).join(",\n")}];`], { type: "text/javascript" }));
  try {
    const [value, slope, curvature] = ((await import(url)) as { default: [Point, Point, Point] }).default;
    return { value, slope, curvature };
  } finally {
    URL.revokeObjectURL(url);
  }
}

export const engine = new Engine();
