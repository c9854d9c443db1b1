import scene from "../../../../../../explorer/scenes/many.json";
import { engine, type TensorsReply } from "../../engine";

export type Vector = readonly [number, number];

/** Two gradients combined: a weight for each, and the direction against which the parameters step. */
export interface Combined { weights: Vector; direction: Vector }

export type Method = "fixed_weights" | "gradnorm" | "pcgrad" | "mgda";

export const methods = scene.tasks.methods as readonly Method[];

export const dot = (a: Vector, b: Vector): number => a[0] * b[0] + a[1] * b[1];

export const mix = ([v, w]: Vector, a: Vector, b: Vector): Vector => [v * a[0] + w * b[0], v * a[1] + w * b[1]];

/** The two weights of the task losses; as in GradNorm they sum to the number of tasks. */
export const fixedWeights = (weight: number): Vector => [weight, Number((2 - weight).toFixed(2))];

/** The weights while a handle moves. Of GradNorm those at which its weights rest when both tasks have come equally far: the weighted gradients have one length. */
const weigh: Record<Method, (g: Vector, h: Vector, weight: number) => Vector> = {
  fixed_weights: (_g, _h, weight) => fixedWeights(weight).map((one) => one / 2) as unknown as Vector,
  gradnorm: (g, h) => {
    const [n, m] = [Math.hypot(...g), Math.hypot(...h)];
    return [(2 * m) / (n + m), (2 * n) / (n + m)];
  },
  pcgrad: (g, h) => {
    const conflict = Math.min(0, dot(g, h));
    return [1 - conflict / dot(g, g), 1 - conflict / dot(h, h)];
  },
  mgda: (g, h) => {
    const apart: Vector = [h[0] - g[0], h[1] - g[1]];
    const length = dot(apart, apart);
    const share = length === 0 ? 0.5 : Math.max(0, Math.min(1, dot(h, apart) / length));
    return [share, 1 - share];
  },
};

export function combine(method: Method, g: Vector, h: Vector, weight: number): Combined {
  const weights = weigh[method](g, h, weight);
  return { weights, direction: mix(weights, g, h) };
}

const furthestApart = 1e-9;

/**
 * The library's directions. PCGrad and MGDA give theirs; fixed weights are the gradient of their loss with respect to the losses of the tasks; GradNorm's loss of the weights is 0 where they rest.
 * A direction that is not the page's is an error. Newer questions of a kind replace older ones.
 */
export async function certify(g: Vector, h: Vector, weight: number, kind?: string): Promise<Record<Method, Combined>> {
  const ask = (loss: string, inputs: object): Promise<TensorsReply> => engine.ask<TensorsReply>("tensors", { loss, inputs }, kind && `${kind} ${loss.split(":")[0]}`);
  const page = Object.fromEntries(methods.map((method) => [method, combine(method, g, h, weight)])) as Record<Method, Combined>;
  const [fixed, norms, surgery, shortest] = await Promise.all([
    ask(`fixed_weights:weights=[${fixedWeights(weight)}]`, { losses: [1, 1] }),
    ask("gradnorm", { weights: page.gradnorm.weights, norms: [Math.hypot(...g), Math.hypot(...h)], losses: [1, 1], initial: [1, 1] }),
    ask("pcgrad", { gradients: [g, h] }),
    ask("mgda", { gradients: [g, h] }),
  ]);
  const size = Math.max(Math.hypot(...g), Math.hypot(...h));
  const directions: Record<Method, Vector> = { fixed_weights: mix(fixed.gradients.losses as unknown as Vector, g, h), gradnorm: page.gradnorm.direction, pcgrad: surgery.terms as unknown as Vector, mgda: shortest.terms as unknown as Vector };
  const apart = Math.max(norms.value, ...methods.map((method) => Math.hypot(directions[method][0] - page[method].direction[0], directions[method][1] - page[method].direction[1])));
  if (!(apart <= furthestApart * size)) throw new Error(`the library and the page are ${apart} apart`);
  return Object.fromEntries(methods.map((method) => [method, { weights: page[method].weights, direction: directions[method] }])) as Record<Method, Combined>;
}
