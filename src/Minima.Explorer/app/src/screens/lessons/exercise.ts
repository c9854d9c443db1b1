import { button, write } from "../../dom";
import { engine, type LessonReply, Refusal, Withdrawn } from "../../engine";
import { both, type Words } from "../../words";

/** A field for the answer to a lesson's exercise. The library judges it, as `minima learn N --answer` does; the verdict is announced. */
export function exercise(holder: HTMLElement, lesson: number, form: Words): void {
  const id = `answer-${lesson}`;
  holder.innerHTML = `<form><label for="${id}">${both({ en: "Your answer", zh: "你的答案" })}</label>
    <div class="row"><input id="${id}" type="text" maxlength="1000" spellcheck="false" autocomplete="off" autocapitalize="off" aria-describedby="${id}-form"></div>
    <p class="note" id="${id}-form">${both({ en: `An answer is ${form.en}.`, zh: `答案的写法：${form.zh}。` })}</p></form>
    <p class="verdict" role="status"></p>`;
  const [asked, field, row, verdict] = [holder.querySelector("form")!, holder.querySelector("input")!, holder.querySelector(".row")!, holder.querySelector<HTMLElement>(".verdict")!];
  const check = button({ en: "Check", zh: "检查" }, () => undefined);
  check.type = "submit";
  row.append(check);
  const say = (state: string, words: Words): void => {
    verdict.dataset.state = state;
    write(verdict, words);
  };
  // A verdict that stands beside another answer would be read as that one's.
  field.addEventListener("input", () => say("", { en: "", zh: "" }));
  asked.addEventListener("submit", (event) => {
    event.preventDefault();
    const answer = field.value;
    say("asked", engine.isReady ? { en: "The library computes …", zh: "函数库正在计算……" } : { en: "The library is still loading; then it checks your answer.", zh: "函数库仍在加载，加载完成后即检查你的答案。" });
    engine.ask<LessonReply>("lesson", { lesson, answer }, "lesson").then(({ isRight, reason }) => {
      if (field.value !== answer) return;
      const [en, zh] = isRight ? ["Right. ", "正确。"] : ["Not yet. ", "还不对。"];
      say(isRight ? "right" : "wrong", { en: en + reason.en, zh: zh + reason.zh });
    }, (problem: Error) => {
      if (problem instanceof Withdrawn || field.value !== answer) return;
      const text = problem.message;
      say("wrong", problem instanceof Refusal ? problem.words : { en: text, zh: text });
    });
  });
}
