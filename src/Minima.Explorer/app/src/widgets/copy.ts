import { button, write } from "../dom";

/** A button that copies a text, and a place that says whether it could. */
export function copyButton(text: () => string): [HTMLButtonElement, HTMLElement] {
  const status = document.createElement("span");
  status.setAttribute("role", "status");
  return [
    button({ en: "Copy", zh: "复制" }, () => void navigator.clipboard.writeText(text()).then(() => write(status, { en: "Copied.", zh: "已复制。" }), () => write(status, { en: "The browser does not allow it; select the text.", zh: "浏览器不允许复制，请手动选取文本。" }))),
    status,
  ];
}
