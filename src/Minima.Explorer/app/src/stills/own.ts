import golden from "../../../../../explorer/golden/own.json";
import scene from "../../../../../explorer/scenes/own.json";
import { axes, polyline, scale } from "../plot";
import type { Still } from "../stills";

export function own(): Still {
  const [width, height] = [640, 300];
  const [x, y] = [scale(-2.2, 3.2, 42, width - 12), scale(0, 8.5, height - 40, 18)];
  const points = golden.points.map(({ value }, i) => [x(scene.points[i]), y(value)] as const);
  return {
    tag: "mx-own",
    name: "own",
    title: { en: "Your own loss", zh: "自定义损失" },
    lead: { en: "Write a loss as text. The library derives the rest: gradient, kinks, convexity, best constant.", zh: "用文字写出损失函数，其余由函数库推导：梯度、折点、凸性与最优常数。" },
    caption: {
      en: `The loss ${scene.written[0]} at target 0, where p is the prediction: too low costs four times as much as too high. Of the twelve targets of the screen, its best constant is ${golden.constant}.`,
      zh: `目标值为 0 时的损失 ${scene.written[0]}，其中 p 为预测值：预测偏低的代价是偏高的 4 倍。对本页的十二个目标值，其最优常数为 ${golden.constant}。`,
    },
    svg: `<svg viewBox="0 0 ${width} ${height}" role="img">${axes(x, y, { x: "p", y: "" })}<path class="curve s0" d="${polyline(points)}"/>${points.map(([px, py]) => `<circle class="pointed" r="4" cx="${px.toFixed(1)}" cy="${py.toFixed(1)}"/>`).join("")}</svg>`,
  };
}
