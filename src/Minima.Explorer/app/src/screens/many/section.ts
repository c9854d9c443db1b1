import type { FieldReader, Fields } from "../../address";
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

/** The sign of a number: certified by the library, or computed by the page while a handle moves. */
export const mark = (isCertified: boolean): string => (isCertified ? "✓" : "≈");
