import { minima } from "minima:pages";
import { both, labelled, type Words } from "./words";

/** The first element that a selector finds below another; that there is one is the business of the screen's own markup. */
export function find<T extends Element = HTMLElement>(root: ParentNode, selector: string): T {
  const found = root.querySelector<T>(selector);
  if (!found) throw new Error(`no element ${selector}`);
  return found;
}

export function button(words: Words | string, act: () => void): HTMLButtonElement {
  const made = document.createElement("button");
  made.type = "button";
  made.innerHTML = both(words);
  made.addEventListener("click", act);
  return made;
}

/** Text in both languages, without building the element anew where it has not changed. */
export function write(target: Element, words: Words | string): void {
  const html = both(words);
  if (target.getAttribute("data-written") !== html) {
    target.setAttribute("data-written", html);
    target.innerHTML = html;
  }
}

/** A slider below its name and its value; both words and value can be written anew. */
export const slider = (name: string, words: Words, low: number, high: number, by: number): string =>
  `<label class="slider"><span><span class="name">${both(words)}</span> <output class="${name}"></output></span><input class="${name}" type="range" min="${low}" max="${high}" step="${by}" ${labelled(words)}></label>`;

/** Shows a value on its slider, unless the reader moves it just now. */
export function setSlider(root: ParentNode, name: string, place: number, text: string): void {
  const input = find<HTMLInputElement>(root, `input.${name}`);
  if (document.activeElement !== input) input.value = String(place);
  input.setAttribute("aria-valuetext", text);
  find(root, `output.${name}`).textContent = text;
}

export const reducedMotion = (): boolean => matchMedia("(prefers-reduced-motion: reduce)").matches;

/** What a screen reader hears of results, at most once a second. */
export class Announcer {
  private timer = 0;
  private next = "";

  constructor(private readonly region: HTMLElement) {
    minima.onLanguage(() => {
      clearTimeout(this.timer);
      this.timer = 0;
      this.region.textContent = "";
    });
  }

  say(text: string): void {
    this.next = text;
    if (this.timer === 0) {
      this.timer = window.setTimeout(() => {
        this.timer = 0;
        this.region.textContent = this.next;
      }, 1000);
    }
  }
}
