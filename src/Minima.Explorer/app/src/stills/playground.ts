import golden from "../../../../../explorer/golden/playground.json";
import scene from "../../../../../explorer/scenes/playground.json";
import { axes, dashes, polyline, scale } from "../plot";
import type { Still } from "../stills";

export function playground(): Still {
  const [width, height] = [640, 300];
  const steps = Math.max(...golden.finish) + 10;
  const [x, y] = [scale(0, steps, 42, width - 12), scale(0.3, 1, height - 40, 18)];
  const lines = golden.scores.map((scores, k) => `<path class="curve s${k}" stroke-dasharray="${dashes[k]}" d="${polyline(scores.slice(0, steps).map((score, i) => [x(i + 1), y(score)] as const))}"/><circle class="pointed" r="4" cx="${x(golden.finish[k]).toFixed(1)}" cy="${y(scores[golden.finish[k] - 1]).toFixed(1)}"/>`);
  const goal = `${100 * scene.goal} %`;
  return {
    tag: "mx-playground",
    name: "playground",
    title: { en: "Playground", zh: "训练场" },
    lead: { en: "Two networks train side by side on the same rows. Change a loss, an optimizer or the data, and see which one learns.", zh: "两个网络在同样的样本上并排训练。更换损失函数、优化器或数据，看哪一个学得会。" },
    caption: {
      en: `Share of unseen rows that is right after each step, on two half moons. The network with the cross-entropy (solid) reaches ${goal} at step ${golden.finish[0]}, the one with the squared error (dashed) at step ${golden.finish[1]}.`,
      zh: `双月数据上，每一步之后未见样本的正确率。使用交叉熵的网络（实线）在第 ${golden.finish[0]} 步达到 ${goal}，使用平方误差的网络（虚线）在第 ${golden.finish[1]} 步达到。`,
    },
    svg: `<svg viewBox="0 0 ${width} ${height}" role="img">${axes(x, y, { x: "", y: "" })}<path class="gridline" d="M${x(0)} ${y(scene.goal).toFixed(1)}H${x(steps)}"/>${lines.join("")}</svg>`,
  };
}
