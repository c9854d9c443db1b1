import { button, find } from "../dom";
import { both, type Words } from "../words";
import { copyButton } from "./copy";

export interface Export {
  /** Also the name of the file. */
  file: string;
  title: Words | string;
  text(): string | Promise<string>;
}

/** A word of a command line, in quotes where the shell would read it otherwise. */
export const quoted = (text: string): string => (/^[\w:=.,-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`);

/** What a screen shows, in other languages: each text can be copied or saved. */
export function exportPanel(holder: HTMLElement, exports: readonly Export[]): void {
  holder.innerHTML = `<details class="exports"><summary>${both({ en: "Take it with you", zh: "导出" })}</summary><div class="choices"></div><pre class="wrap" tabindex="0"></pre><div class="choices after"></div></details>`;
  const pre = find(holder, "pre");
  const [copy, status] = copyButton(() => pre.textContent ?? "");
  let chosen = exports[0];
  const show = async (one: Export): Promise<void> => {
    chosen = one;
    buttons.forEach((other, i) => other.setAttribute("aria-pressed", String(exports[i] === one)));
    pre.dataset.file = "";
    pre.textContent = "…";
    try {
      const text = await one.text();
      if (chosen === one) {
        pre.textContent = text;
        pre.dataset.file = one.file;
      }
    } catch (problem) {
      pre.textContent = (problem as Error).message;
    }
  };
  const buttons = exports.map((one) => {
    const choice = button(one.title, () => void show(one));
    choice.dataset.choice = one.file;
    return choice;
  });
  find(holder, ".choices").append(...buttons);
  find(holder, ".after").append(
    copy,
    button({ en: "Save as a file", zh: "保存为文件" }, () => {
      const link = document.createElement("a");
      link.href = URL.createObjectURL(new Blob([pre.textContent ?? ""], { type: "text/plain" }));
      link.download = chosen.file;
      link.click();
      URL.revokeObjectURL(link.href);
    }),
    status,
  );
  find(holder, "details").addEventListener("toggle", () => void show(chosen));
}
