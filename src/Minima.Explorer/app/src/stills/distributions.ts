import golden from "../../../../../explorer/golden/distributions.json";
import scene from "../../../../../explorer/scenes/distributions.json";
import { axes, scale } from "../plot";
import type { Still } from "../stills";

const short = (x: number): string => String(Number(x.toPrecision(4)));

export function distributions(): Still {
  const [width, height] = [640, 300];
  const [first] = scene.presets;
  const { forward, reverse, symmetric, transport } = golden.presets[0] as Record<string, number>;
  const [x, y] = [scale(0, first.p.length, 42, width - 12), scale(0, 35, height - 40, 18)];
  const room = (x(1) - x(0)) * 0.34;
  const bars = (side: "p" | "q", shift: number): string => first[side].map((one, k) => `<rect class="${side === "p" ? "column" : "hatched"}"${side === "p" ? "" : ' style="fill:url(#still-hatch)"'} x="${(x(k + 0.5) + shift).toFixed(1)}" y="${y(one).toFixed(1)}" width="${room.toFixed(1)}" height="${(y(0) - y(one)).toFixed(1)}"/>`).join("");
  return {
    tag: "mx-distributions",
    name: "distributions",
    title: { en: "Distributions", zh: "概率分布" },
    lead: { en: "How far one distribution is from another depends on which one is the truth, and on the divergence.", zh: "两个分布相差多少，取决于以哪一个为真，也取决于所用的散度。" },
    caption: {
      en: `p (filled) and q (hatched). KL(p‖q) is ${short(forward)} and KL(q‖p) is ${short(reverse)}; the Jensen-Shannon divergence is ${short(symmetric)}, and the mass moves ${short(transport)} bars on average (Wasserstein).`,
      zh: `p（实心）与 q（斜线）。KL(p‖q) 为 ${short(forward)}，KL(q‖p) 为 ${short(reverse)}，Jensen–Shannon 散度为 ${short(symmetric)}，概率质量平均移动 ${short(transport)} 个柱（Wasserstein 距离）。`,
    },
    svg: `<svg viewBox="0 0 ${width} ${height}" role="img"><defs><pattern id="still-hatch" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><path class="curve s1" d="M0 0V6"/></pattern></defs>${axes(scale(0.5, first.p.length + 0.5, 42, width - 12), y, { x: "k", y: "%" }, { x: first.p.length, y: 6 })}<g class="s0">${bars("p", -room - 1)}</g><g class="s1">${bars("q", 1)}</g></svg>`,
  };
}
