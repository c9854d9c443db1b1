import golden from "../../../../../explorer/golden/players.json";
import scene from "../../../../../explorer/scenes/players.json";
import { axes, dashes, polyline, scale } from "../plot";
import type { Still } from "../stills";

export function players(): Still {
  const [width, height] = [640, 300];
  const [x, y] = [scale(-10.5, 5.5, 42, width - 12), scale(0, 1.05, height - 40, 18)];
  const sizes = golden.generators as Record<string, number[]>;
  const drawn = ["minimax", "nonsaturating"].map((id, k) => ({ k, values: sizes[id].map(Math.abs) }));
  const lines = drawn.map(({ k, values }) => `<path class="curve s${k}" stroke-dasharray="${dashes[k]}" d="${polyline(values.map((value, i) => [x(scene.outputs[i]), y(value)] as const))}"/>${values.map((value, i) => `<circle class="pointed" r="4" cx="${x(scene.outputs[i]).toFixed(1)}" cy="${y(value).toFixed(1)}"/>`).join("")}`);
  const [minimax, nonsaturating] = drawn.map(({ values }) => Number(values[0].toPrecision(3)));
  return {
    tag: "mx-players",
    name: "players",
    title: { en: "Two players", zh: "双方博弈" },
    lead: { en: "A generator and a discriminator train against each other. Their losses decide whether they settle, circle or stop learning.", zh: "生成器与判别器相互对抗地训练；它们收敛、绕圈还是停止学习，取决于双方的损失函数。" },
    caption: {
      en: `Size of the generator's gradient at the discriminator's output. Where the output is −10, the discriminator is sure that the sample is generated: the minimax loss (solid) gives ${minimax}, the non-saturating loss (dashed) ${nonsaturating}.`,
      zh: `生成器的梯度（对判别器输出）的绝对值。输出为 −10 时，判别器确信样本是生成的：minimax 损失（实线）的梯度为 ${minimax}，非饱和损失（虚线）为 ${nonsaturating}。`,
    },
    svg: `<svg viewBox="0 0 ${width} ${height}" role="img">${axes(x, y, { x: "z", y: "" })}${lines.join("")}</svg>`,
  };
}
