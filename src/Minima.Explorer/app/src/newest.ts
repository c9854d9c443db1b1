import { Withdrawn } from "./engine";

/** Whether what the work is about is still what is shown. */
export type IsNewest = () => boolean;

/** Work on what is shown. What is shown next begins it anew; an answer to what was shown before is dropped by whoever asks `isNewest` behind each wait. */
export class Newest {
  private round = 0;

  constructor(private readonly work: (isNewest: IsNewest) => Promise<void>) {}

  begin(): void {
    void this.run(++this.round);
  }

  private async run(round: number): Promise<void> {
    try {
      await this.work(() => round === this.round);
    } catch (problem) {
      if (!(problem instanceof Withdrawn)) throw problem;
    }
  }
}

/** Waits for so long; false where something newer is shown by then. */
export async function rested(milliseconds: number, isNewest: IsNewest): Promise<boolean> {
  await new Promise((rest) => setTimeout(rest, milliseconds));
  return isNewest();
}
