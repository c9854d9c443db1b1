import { axes, scale } from "../plot";
import { hold } from "../widgets/held";
import { labelled, say } from "../words";

export type Side = "p" | "q";

/** Whole per cents that sum to 100: one bar takes a value, the others share the rest as they did before. */
export function moved(bars: readonly number[], place: number, value: number): number[] {
  const now = Math.max(0, Math.min(100, Math.round(value)));
  const others = bars.reduce((sum, one, k) => (k === place ? sum : sum + one), 0);
  const exact = bars.map((one, k) => (k === place ? now : ((100 - now) * (others > 0 ? one / others : 1 / (bars.length - 1)))));
  const whole = exact.map(Math.floor);
  // What rounding leaves goes to the largest fractions.
  const order = exact.map((_, k) => k).filter((k) => k !== place).sort((a, b) => exact[b] - whole[b] - (exact[a] - whole[a]));
  for (let k = 0, left = 100 - whole.reduce((a, b) => a + b, 0); left > 0; k++, left--) whole[order[k % order.length]]++;
  return whole;
}

/** Two histograms side by side. The top of each bar is a slider. */
export class Bars {
  private readonly handles: Record<Side, SVGCircleElement[]> = { p: [], q: [] };
  private bars: Record<Side, readonly number[]> = { p: [], q: [] };
  private drawn = "";

  constructor(private readonly plot: HTMLElement, private readonly changed: (side: Side, bars: number[]) => void) {
    plot.addEventListener("pointerdown", (event) => this.drag(event));
    plot.addEventListener("keydown", (event) => this.key(event));
  }

  show(p: readonly number[], q: readonly number[]): void {
    this.bars = { p, q };
    const width = Math.max(280, this.plot.clientWidth || 600);
    const height = width < 500 ? 280 : 340;
    const [x, y] = [scale(0, p.length, 42, width - 12), scale(0, 100, height - 40, 18)];
    const room = (x(1) - x(0)) * 0.34;
    const layout = `${width} ${p.length} ${document.documentElement.lang}`;
    if (layout !== this.drawn) {
      this.drawn = layout;
      const grid = axes(scale(0.5, p.length + 0.5, 42, width - 12), y, { x: "k", y: "%" }, { x: p.length, y: 5 });
      this.plot.innerHTML = `<svg viewBox="0 0 ${width} ${height}" role="group" ${labelled({ en: "Bars of p and q", zh: "p 与 q 的柱形" })}><defs><pattern id="distributions-hatch" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><path class="curve s1" d="M0 0V6"/></pattern></defs>${grid}<g class="s0 bars-p"></g><g class="s1 bars-q"></g><g class="handles"></g></svg>`;
      for (const side of ["p", "q"] as const) {
        this.handles[side] = p.map((_, k) => {
          const handle = document.createElementNS("http://www.w3.org/2000/svg", "circle");
          for (const [name, value] of Object.entries({ r: "8", class: `handle of-${side}`, role: "slider", tabindex: "0", "aria-orientation": "vertical", "aria-valuemin": "0", "aria-valuemax": "100" })) handle.setAttribute(name, value);
          handle.dataset.bar = `${side}${k + 1}`;
          return handle;
        });
      }
      this.plot.querySelector(".handles")?.append(...p.flatMap((_, k) => [this.handles.p[k], this.handles.q[k]]));
    }
    (["p", "q"] as const).forEach((side, place) => {
      const left = (k: number): number => x(k + 0.5) - room * (1 - place) - (place === 0 ? 1 : -1);
      const rectangles = this.bars[side].map((percent, k) => `<rect class="${side === "p" ? "column" : "hatched"}" x="${left(k).toFixed(1)}" y="${y(percent).toFixed(1)}" width="${room.toFixed(1)}" height="${(y(0) - y(percent)).toFixed(1)}"/>`);
      this.plot.querySelector(`.bars-${side}`)!.innerHTML = rectangles.join("");
      this.handles[side].forEach((handle, k) => {
        const percent = this.bars[side][k];
        for (const [name, value] of Object.entries({ cx: (left(k) + room / 2).toFixed(1), cy: y(percent).toFixed(1), "aria-valuenow": String(percent), "aria-label": say({ en: `${side}, bar ${k + 1}`, zh: `${side} 的第 ${k + 1} 个柱` }), "aria-valuetext": `${percent} %` })) handle.setAttribute(name, value);
      });
    });
  }

  private place(target: EventTarget | null): { side: Side; place: number } | null {
    for (const side of ["p", "q"] as const) {
      const place = this.handles[side].indexOf(target as SVGCircleElement);
      if (place >= 0) return { side, place };
    }
    return null;
  }

  private drag(event: PointerEvent): void {
    const handles = (["p", "q"] as const).flatMap((side) => this.handles[side].map((element, place) => ({ element, side, place, before: [...this.bars[side]], x: Number(element.getAttribute("cx")), y: Number(element.getAttribute("cy")) })));
    const svg = this.plot.querySelector("svg")!;
    hold(this.plot, event, handles, (held, now) => {
      const { side, place, before } = handles[held];
      const percent = scale(0, 100, svg.viewBox.baseVal.height - 40, 18).invert(now.clientY - this.plot.getBoundingClientRect().top);
      this.changed(side, moved(before, place, percent));
    });
  }

  private key(event: KeyboardEvent): void {
    const held = this.place(event.target);
    if (!held) return;
    const now = this.bars[held.side][held.place];
    const step = event.shiftKey ? 10 : 1;
    const values: Record<string, number> = { ArrowUp: now + step, ArrowRight: now + step, ArrowDown: now - step, ArrowLeft: now - step, Home: 0, End: 100 };
    if (!Object.hasOwn(values, event.key)) return;
    event.preventDefault();
    this.changed(held.side, moved(this.bars[held.side], held.place, values[event.key]));
  }
}
