import type { FieldReader, Fields } from "../../address";
import { Withdrawn } from "../../engine";
import type { Words } from "../../words";

/** The screen, as its sections see it. */
export interface Page {
  /** The reader has changed the state. */
  changed(): void;
  /** A result, for screen readers. */
  announce(text: Words): void;
}

/** One of the comparisons of the screen: its part of the state, and its part of the page. */
export interface Section {
  read(given: FieldReader): void;
  /** The fields that differ from what the section opens with. */
  write(): Fields;
  build(holder: HTMLElement, page: Page): void;
  show(): void;
}

const restMilliseconds = 100;

/** The library's answer to a state. It is asked once the state has rested for a moment; an answer to an older state is dropped. */
export class Certified<T> {
  answer: T | null = null;
  private of = "";
  private timer = 0;

  constructor(private readonly ask: () => Promise<T>, private readonly heard: () => void) {}

  /** The state that the screen shows now. */
  want(state: string): void {
    if (state === this.of) return;
    this.of = state;
    this.answer = null;
    clearTimeout(this.timer);
    this.timer = window.setTimeout(() => void this.run(state), restMilliseconds);
  }

  private async run(state: string): Promise<void> {
    try {
      const answer = await this.ask();
      if (state !== this.of) return;
      this.answer = answer;
    } catch (problem) {
      if (problem instanceof Withdrawn) return;
      throw problem;
    }
    this.heard();
  }
}

/** The sign of a number: certified by the library, or computed by the page while a handle moves. */
export const mark = (isCertified: boolean): string => (isCertified ? "✓" : "≈");
