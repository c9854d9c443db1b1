import type { Fields } from "./address";
import { find } from "./dom";
import { store, type ScreenState } from "./store";

/**
 * A screen as a custom element. What stands in it before scripts run (title, picture, caption) stays until the screen is opened;
 * the picture then gives way to the live one.
 */
export abstract class Screen extends HTMLElement implements ScreenState {
  abstract readonly name: string;
  private isBuilt = false;

  abstract read(fields: Fields): string[];
  abstract write(): Fields;
  /** Builds what is live, once. */
  protected abstract build(body: HTMLElement): void;
  /** Shows the state. */
  protected abstract show(): void;

  open(): void {
    if (!this.isBuilt) {
      this.isBuilt = true;
      const body = find(this, ".live");
      this.build(body);
      for (const still of this.querySelectorAll<HTMLElement>(".still")) still.hidden = true;
      body.hidden = false;
    }
    this.show();
  }

  protected changed(): void {
    this.show();
    store.changed();
  }
}
