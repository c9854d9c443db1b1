import golden from "../../../../../explorer/golden/many.json";
import scene from "../../../../../explorer/scenes/many.json";
import { arrow, axes, dashes, scale } from "../plot";
import type { Still } from "../stills";

export function many(): Still {
  const [width, height] = [640, 300];
  const unit = (width - 54) / 9;
  const [x, y] = [scale(-4.5, 4.5, 42, width - 12), scale(-0.8, (height - 58) / unit - 0.8, height - 40, 18)];
  const pulls = scene.tasks.pulls.map(([length, angle]) => [length * Math.cos((angle * Math.PI) / 180), length * Math.sin((angle * Math.PI) / 180)]);
  const drawn = pulls.map(([a, b], task) => `<path class="curve s${task}" stroke-dasharray="${dashes[1]}" d="${arrow(x(0), y(0), x(a), y(b))}"/><text x="${x(a).toFixed(1)}" y="${(y(b) - 8).toFixed(1)}" text-anchor="middle">${task + 1}</text>`);
  const steps = [golden.tasks.fixed_weights, golden.tasks.pcgrad].map(({ direction: [a, b] }, k) => `<path class="curve s${k + 2}" d="${arrow(x(0), y(0), x(-a), y(-b))}"/>`);
  const [fixed, surgery] = [golden.tasks.fixed_weights, golden.tasks.pcgrad].map(({ changes }) => changes.map((change) => Number(change.toPrecision(3))));
  const [zeros, others] = [golden.sparse.l1[1], golden.sparse.l2[1]].map(({ coefficients }) => coefficients.filter((one) => one === 0).length);
  return {
    tag: "mx-many",
    name: "many",
    title: { en: "Many losses", zh: "多个损失" },
    lead: { en: "Several losses share one model: two tasks, a penalty, an old task to keep, a stream that drifts. What each gives up for the others, the method decides.", zh: "多个损失共用一个模型：两个任务、一项正则、要保住的旧任务、会漂移的数据流。各自让步多少，取决于方法。" },
    caption: {
      en: `Dashed: where tasks 1 and 2 pull. The mean of both gradients (the flatter solid arrow) changes loss 1 by ${fixed[0]} and loss 2 by ${fixed[1]}: task 2 loses. With PCGrad (the steeper one) both fall, by ${-surgery[0]} and ${-surgery[1]}. Further down: l1 leaves ${zeros} of ${scene.sparse.truth.length} coefficients at exactly 0, l2 ${others}.`,
      zh: `虚线：任务 1、2 的负梯度方向。两个梯度的平均（较平的实线箭头）使损失 1 变化 ${fixed[0]}，损失 2 变化 ${fixed[1]}：任务 2 受损。使用 PCGrad（较陡的箭头）时两者都下降，分别为 ${-surgery[0]} 与 ${-surgery[1]}。下文中，L1 使 ${scene.sparse.truth.length} 个系数中的 ${zeros} 个恰好为 0，L2 为 ${others} 个。`,
    },
    svg: `<svg viewBox="0 0 ${width} ${height}" role="img">${axes(x, y, { x: "", y: "" })}${drawn.join("")}${steps.join("")}</svg>`,
  };
}
