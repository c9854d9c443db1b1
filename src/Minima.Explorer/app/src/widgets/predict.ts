import { button, find, write } from "../dom";
import { both, type Words } from "../words";

export interface Question {
  text: Words;
  answers: Words[];
  /** The place of the right answer and the sentence with the computed numbers. */
  reply(): Promise<{ right: number; text: Words }>;
}

/**
 * A question before the figure, which is covered until it is answered or skipped (the key Escape), with all beside it that holds the answer: the explanation, and what the screen marks as `reveals`.
 * Nothing is scored or stored. What comes back uncovers the figure.
 */
export function predictFirst(holder: HTMLElement, figure: HTMLElement, question: Question, isAnswered: boolean): () => void {
  holder.className = "predict card";
  holder.innerHTML = `<h3>${both({ en: "Predict first", zh: "先猜一猜" })}</h3><p class="question">${both(question.text)}</p><div class="answers"></div><p class="reply" role="status"></p>`;
  const answers = find(holder, ".answers");
  const covered = [figure, ...holder.parentElement!.querySelectorAll<HTMLElement>(".explain, .reveals")];
  const cover = (isCovered: boolean): void => {
    for (const one of covered) {
      one.classList.toggle("covered", isCovered);
      one.inert = isCovered;
    }
  };
  const uncover = (): void => {
    cover(false);
    document.removeEventListener("keydown", escape);
    skip.hidden = true;
  };
  const escape = (event: KeyboardEvent): void => {
    if (event.key === "Escape" && !skip.hidden) uncover();
  };
  const buttons = question.answers.map((answer, place) => button(answer, () => {
    uncover();
    write(find(holder, ".reply"), { en: "The library computes …", zh: "函数库正在计算……" });
    question.reply().then(({ right, text }) => {
      buttons.forEach((one, i) => one.setAttribute("aria-pressed", String(i === place)));
      buttons[right].dataset.right = "true";
      const verdict: Words = place === right ? { en: "Yes. ", zh: "对。" } : { en: "Not quite. ", zh: "不完全对。" };
      write(find(holder, ".reply"), { en: verdict.en + text.en, zh: verdict.zh + text.zh });
    }, (problem: Error) => {
      write(find(holder, ".reply"), problem.message);
    });
  }));
  const skip = button({ en: "Skip (Esc)", zh: "跳过（Esc）" }, uncover);
  skip.className = "quiet";
  answers.append(...buttons, skip);
  if (isAnswered) uncover();
  else {
    cover(true);
    document.addEventListener("keydown", escape);
  }
  return uncover;
}
