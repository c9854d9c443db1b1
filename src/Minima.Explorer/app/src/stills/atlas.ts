import golden from "../../../../../explorer/golden/atlas.json";
import scene from "../../../../../explorer/scenes/atlas.json";
import { axes, dashes, polyline, scale } from "../plot";
import type { Still } from "../stills";

const short = (x: number): string => String(Number(x.toPrecision(3)));

export function atlas(): Still {
  const [width, height] = [640, 300];
  const [x, y] = [scale(-4.2, 4.2, 42, width - 12), scale(-2.1, 2.1, height - 40, 18)];
  const curves = golden.curves as Record<string, { gradient: number }[]>;
  const lines = scene.alphas.map((alpha, k) => `<path class="curve s${k}" stroke-dasharray="${dashes[k]}" d="${polyline(curves[`${scene.family}:alpha=${alpha}`].map(({ gradient }, i) => [x(scene.points[i]), y(Math.max(-2.1, Math.min(2.1, gradient)))] as const))}"/>`);
  const [squared, absolute, , welsch] = golden.predict.map(short);
  return {
    tag: "mx-atlas",
    name: "atlas",
    title: { en: "Atlas", zh: "图谱" },
    lead: { en: "All losses: search them, filter them, and lay any of them over each other.", zh: "全部损失函数：搜索、筛选，并把任意几个叠在一起比较。" },
    caption: {
      en: `Gradients of Barron's general loss over the residual, for alpha ${scene.alphas.join(", ")}: the lower alpha, the weaker the pull of a far point. At residual ${scene.predict.residual} the squared error (mse) pulls with ${squared}, the absolute error with ${absolute}, Welsch with ${welsch}.`,
      zh: `Barron 通用稳健损失的梯度随残差的变化，alpha 依次为 ${scene.alphas.join("、")}：alpha 越小，远处的点拉力越弱。残差为 ${scene.predict.residual} 时，平方误差（mse）的拉力为 ${squared}，绝对误差为 ${absolute}，Welsch 为 ${welsch}。`,
    },
    svg: `<svg viewBox="0 0 ${width} ${height}" role="img">${axes(x, y, { x: "r", y: "" })}${lines.join("")}</svg>`,
  };
}
