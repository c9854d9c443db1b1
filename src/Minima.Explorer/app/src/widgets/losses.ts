import { button, find } from "../dom";
import { key } from "../plot";
import { both, labelled, number, say } from "../words";

/** One to three losses by name or as a formula, each with its parameters on sliders. */
export class LossList {
  private specs: string[] = [];
  private drawn = "";

  constructor(private readonly holder: HTMLElement, private readonly choices: readonly string[], private readonly most: number, private readonly changed: (specs: string[]) => void) {}

  show(specs: readonly string[]): void {
    const wanted = specs.join("\n");
    if (wanted === this.drawn) return;
    const focused = this.holder.contains(document.activeElement);
    const structure = (list: readonly string[]): string => list.map((spec) => nameOf(spec) + parametersOf(spec).map(([name]) => name).join()).join("\n");
    // While a slider is held only its number changes.
    if (focused && structure(specs) === structure(this.specs)) {
      this.specs = [...specs];
      this.drawn = wanted;
      return;
    }
    this.specs = [...specs];
    this.drawn = wanted;
    this.holder.innerHTML = `<fieldset class="controls"><legend>${both({ en: "Losses", zh: "损失函数" })}</legend></fieldset>`;
    const set = find(this.holder, "fieldset");
    this.specs.forEach((spec, place) => set.append(this.control(spec, place)));
    if (this.specs.length < this.most) {
      const row = document.createElement("div");
      row.className = "row";
      row.append(button({ en: "Add a loss", zh: "添加损失函数" }, () => this.replace([...this.specs, this.choices.find((one) => !this.specs.includes(one)) ?? this.choices[0]])));
      set.append(row);
    }
  }

  private control(spec: string, place: number): HTMLElement {
    const control = document.createElement("div");
    control.className = "control loss-control";
    const options = [...new Set([...this.choices, spec])];
    control.innerHTML = `<label for="loss-${place}">${key(place)}${both({ en: `Loss ${place + 1}`, zh: `损失 ${place + 1}` })}</label><span></span>
      <input id="loss-${place}" list="losses-known" spellcheck="false" autocapitalize="off" autocomplete="off"><datalist id="losses-known"></datalist>`;
    const list = find<HTMLDataListElement>(control, "datalist");
    for (const option of options) list.append(new Option(option, option));
    const field = find<HTMLInputElement>(control, "input");
    field.value = spec;
    field.addEventListener("change", () => {
      const text = field.value.trim();
      if (text !== "" && !text.includes(";")) this.replace(this.specs.with(place, text));
    });
    if (this.specs.length > 1) {
      const remove = button("×", () => this.replace(this.specs.filter((_, i) => i !== place)));
      const title = { en: `Remove loss ${place + 1}`, zh: `移除损失 ${place + 1}` };
      Object.assign(remove.dataset, { labelEn: title.en, labelZh: title.zh });
      remove.setAttribute("aria-label", say(title));
      control.querySelector(":scope > span")?.replaceChildren(remove);
    }
    for (const [name, value] of parametersOf(spec)) control.append(this.slider(place, name, value, field));
    return control;
  }

  /** A positive parameter on a logarithmic slider, one between 0 and 1 on a plain one. */
  private slider(place: number, name: string, value: number, field: HTMLInputElement): HTMLElement {
    const holder = document.createElement("label");
    holder.className = "slider";
    const isShare = name === "quantile" || name === "smoothing";
    holder.innerHTML = `<span>${name} <output></output></span><input type="range" ${labelled({ en: name, zh: name })}>`;
    const slider = find<HTMLInputElement>(holder, "input");
    slider.dataset.parameter = name;
    Object.assign(slider, isShare ? { min: "0.01", max: "0.99", step: "0.01" } : { min: "-2", max: "2", step: "0.05" });
    slider.value = String(isShare ? value : Math.log10(value));
    const output = find<HTMLOutputElement>(holder, "output");
    output.textContent = number(value);
    slider.addEventListener("input", () => {
      const now = Number((isShare ? slider.valueAsNumber : 10 ** slider.valueAsNumber).toPrecision(3));
      output.textContent = number(now);
      const spec = this.specs[place];
      const others = parametersOf(spec).map(([other, old]) => `${other}=${other === name ? now : old}`);
      const text = `${nameOf(spec)}:${others.join(",")}`;
      field.value = text;
      this.specs = this.specs.with(place, text);
      this.changed([...this.specs]);
    });
    return holder;
  }

  private replace(specs: string[]): void {
    this.drawn = "";
    this.changed(specs);
  }
}

const nameOf = (spec: string): string => spec.split(":", 1)[0];

/** The parameters that a spec gives as positive numbers. */
function parametersOf(spec: string): [string, number][] {
  const end = spec.indexOf(":");
  if (end < 0) return [];
  return spec.slice(end + 1).split(",").map((pair): [string, number] => [pair.split("=", 1)[0].trim(), Number(pair.slice(pair.indexOf("=") + 1))]).filter(([, value]) => Number.isFinite(value) && value > 0);
}
