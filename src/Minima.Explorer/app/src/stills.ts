import pullScene from "../../../../explorer/scenes/pull.json";
import pullGolden from "../../../../explorer/golden/pull.json";
import sureGolden from "../../../../explorer/golden/sure.json";
import sureScene from "../../../../explorer/scenes/sure.json";
import { axes, dashes, polyline, scale } from "./plot";
import { atlas } from "./stills/atlas";
import { distributions } from "./stills/distributions";
import { embedding } from "./stills/embedding";
import { imbalance } from "./stills/imbalance";
import { many } from "./stills/many";
import { own } from "./stills/own";
import { players } from "./stills/players";
import { playground } from "./stills/playground";
import type { Words } from "./words";

/** The key moment of a screen, for readers whose scripts have not run: drawn at build time from the numbers that the command gave. */
export interface Still {
  tag: string;
  name: string;
  title: Words;
  lead: Words;
  caption: Words;
  svg: string;
}

const short = (x: number): string => String(Number(x.toPrecision(6)));

function pull(): Still {
  const [width, height] = [640, 320];
  const target = pullScene.scenes[0].target.map((t, i) => (i === pullScene.predict.point ? pullScene.predict.to : t));
  const [x, y] = [scale(0.4, 12.6, 42, width - 12), scale(0, 44, height - 40, 18)];
  const fits = pullScene.losses.map((loss) => (pullGolden.moved as Record<string, { slope: number; intercept: number }>)[loss]);
  const before = pullScene.losses.map((loss) => (pullGolden.line as Record<string, { slope: number }>)[loss].slope);
  const lines = fits.map(({ slope, intercept }, k) => `<path class="curve s${k}" stroke-dasharray="${dashes[k]}" d="M${x(0.4)} ${y(Math.max(0, slope * 0.4 + intercept))}L${x(12.6)} ${y(slope * 12.6 + intercept).toFixed(1)}"/>`);
  const [a, b, c] = fits.map(({ slope }, k) => [short(before[k]), short(slope)]);
  return {
    tag: "mx-pull",
    name: "pull",
    title: { en: "Pull", zh: "拉力" },
    lead: { en: "Every data point pulls at the model. How strongly it pulls, the loss decides.", zh: "每个数据点都在拉动模型，拉力的大小由损失函数决定。" },
    caption: {
      en: `The last of twelve points has moved from 4.5 to 40. The squared error's line turns: its slope goes from ${a[0]} to ${a[1]}. Huber's goes from ${b[0]} to ${b[1]}; the absolute error's stays at ${c[1]}.`,
      zh: `十二个点中的最后一个从 4.5 移到了 40。平方误差的直线随之转动，斜率由 ${a[0]} 变为 ${a[1]}；Huber 损失的斜率由 ${b[0]} 变为 ${b[1]}；绝对误差的斜率保持 ${c[1]} 不变。`,
    },
    svg: `<svg viewBox="0 0 ${width} ${height}" role="img">${axes(x, y, { x: "x", y: "t" })}${lines.join("")}${target.map((t, i) => `<circle class="pointed" r="5" cx="${x(i + 1).toFixed(1)}" cy="${y(t).toFixed(1)}"/>`).join("")}</svg>`,
  };
}

function sure(): Still {
  const [width, height] = [640, 300];
  const [x, y] = [scale(0, 16.5, 42, width - 12), scale(0, 1.05, height - 40, 18)];
  const gradients = sureScene.written.map((loss) => (sureGolden.gradients as Record<string, { gradient: number[] }[]>)[loss].map((one) => one.gradient[0]));
  const lines = gradients.map((values, k) => `<path class="curve s${k}" stroke-dasharray="${dashes[k]}" d="${polyline(values.map((value, i) => [x(sureScene.logits[i]), y(value)] as const))}"/>${values.map((value, i) => `<circle class="pointed" r="4" cx="${x(sureScene.logits[i]).toFixed(1)}" cy="${y(value).toFixed(1)}"/>`).join("")}`);
  const eight = sureScene.logits.indexOf(sureScene.opens);
  const [squared, entropy] = gradients.map((values) => Number(values[eight].toPrecision(3)));
  return {
    tag: "mx-sure",
    name: "sure",
    title: { en: "Sure and wrong", zh: "自信且错" },
    lead: { en: "A model that is sure and wrong should learn the most. Whether it does, the loss decides.", zh: "自信却判错的模型最需要学习，而能否学到东西取决于损失函数。" },
    caption: {
      en: `Size of the gradient at logits 0 to 16 where the true class is 0. At logit 8 the cross-entropy's (dashed) is ${entropy}; the squared error's is ${squared}.`,
      zh: `真实类别为 0 时，logit 从 0 到 16 的梯度大小。logit 为 8 时，交叉熵（虚线）的梯度为 ${entropy}，平方误差的梯度为 ${squared}。`,
    },
    svg: `<svg viewBox="0 0 ${width} ${height}" role="img">${axes(x, y, { x: "z", y: "" })}${lines.join("")}</svg>`,
  };
}

export const stills: Still[] = [pull(), sure(), playground(), own(), imbalance(), distributions(), embedding(), players(), many(), atlas()];
