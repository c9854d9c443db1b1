import scene from "../../../../../explorer/scenes/own.json";
import { type ConstantReply, engine } from "../engine";
import { normal, uniform } from "../random";
import type { Words } from "../words";

const words: Record<string, Words> = {
  late: { en: "A courier promises p minutes and needs t. Late costs 4 times as much as early, minute by minute.", zh: "快递员承诺 p 分钟送达，实际用时 t。每晚到一分钟的代价是每早到一分钟的 4 倍。" },
  quantile: { en: "Predict the 90 % quantile.", zh: "预测 90 % 分位数。" },
  mean: { en: "Predict the mean.", zh: "预测平均值。" },
};

export const challenges = scene.challenges.map(({ id, reference }) => ({ id, reference, words: words[id] }));

export interface Judgement { right: boolean; own: ConstantReply; wanted: number }

const samples = 3;
/** Neither 0.8 nor 0.9 of it is a whole number, so that both quantiles are one value. */
const count = 21;

/** Skewed samples that nobody has seen: mean, median and quantiles are far apart. One seed gives the same numbers everywhere. */
function unseen(seed: number): number[] {
  const next = normal(uniform(seed));
  return Array.from({ length: count }, () => Number((10 + 20 * Math.exp(next())).toFixed(2)));
}

/** A loss is right if on each unseen sample its best constant is the one that the challenge asks for. */
export async function judge(loss: string, reference: string, seed: number): Promise<Judgement> {
  let judgement: Judgement | undefined;
  for (let i = 0; i < samples; i++) {
    const target = unseen(seed + i);
    const own = await engine.ask<ConstantReply>("constant", { loss, target });
    const wanted = (await engine.ask<ConstantReply>("constant", { loss: reference, target })).value;
    const near = (value: number): boolean => Math.abs(value - wanted) <= 1e-6 * Math.abs(wanted);
    judgement = { right: near(own.low) && near(own.high), own, wanted };
    if (!judgement.right) break;
  }
  return judgement!;
}
