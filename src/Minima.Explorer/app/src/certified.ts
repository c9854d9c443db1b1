import { Newest, rested } from "./newest";

const restMilliseconds = 100;

/** The library's answer to a state. It is asked once the state has rested for a moment; an answer to an older state is dropped. */
export class Certified<T> {
  answer: T | null = null;
  private of = "";
  private readonly asking: Newest;

  constructor(ask: () => Promise<T>, heard: () => void) {
    this.asking = new Newest(async (isNewest) => {
      if (!(await rested(restMilliseconds, isNewest))) return;
      const answer = await ask();
      if (!isNewest()) return;
      this.answer = answer;
      heard();
    });
  }

  /** The state that the screen shows now. */
  want(state: string): void {
    if (state === this.of) return;
    this.of = state;
    this.answer = null;
    this.asking.begin();
  }
}
