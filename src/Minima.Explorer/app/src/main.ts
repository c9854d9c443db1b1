import { minima } from "minima:pages";
import { find, write } from "./dom";
import { engine } from "./engine";
import { Atlas } from "./screens/atlas";
import { Distributions } from "./screens/distributions";
import { Embedding } from "./screens/embedding";
import { Imbalance } from "./screens/imbalance";
import { Lessons } from "./screens/lessons/lessons";
import { Many } from "./screens/many/many";
import { Own } from "./screens/own";
import { Playground } from "./screens/playground/playground";
import { Players } from "./screens/players";
import { Pull } from "./screens/pull";
import { Sure } from "./screens/sure";
import type { Screen } from "./screen";
import { store } from "./store";

const screens: [string, CustomElementConstructor][] = [["mx-pull", Pull], ["mx-sure", Sure], ["mx-playground", Playground], ["mx-own", Own], ["mx-imbalance", Imbalance], ["mx-distributions", Distributions], ["mx-embedding", Embedding], ["mx-players", Players], ["mx-many", Many], ["mx-atlas", Atlas], ["mx-lessons", Lessons]];

engine.start();
for (const [tag, screen] of screens) customElements.define(tag, screen);
const all = screens.map(([tag]) => find<Screen>(document, tag));
for (const screen of all) store.add(screen);

function show(opened: string): void {
  const notice = find(document, "#notice");
  if (store.tooLong) write(notice, { en: "This state is too long for an address; save it as JSON or CSV instead.", zh: "当前状态过长，无法写入网址；请改为导出 JSON 或 CSV。" });
  else if (store.unknown.length > 0) write(notice, { en: `The address has parts that this page does not know: ${store.unknown.join(", ")}. They are ignored.`, zh: `网址中有本页无法识别的部分：${store.unknown.join("、")}，已忽略。` });
  else write(notice, "");
  if (opened === "") return;
  // A link from amid a lesson opens a screen at its head.
  if (all.some((screen) => !screen.hidden && screen.name !== opened)) scrollTo({ top: 0, behavior: "instant" });
  for (const screen of all) screen.hidden = screen.name !== opened;
  document.querySelectorAll<HTMLAnchorElement>("nav a[data-screen]").forEach((link) => (link.dataset.screen === opened ? link.setAttribute("aria-current", "page") : link.removeAttribute("aria-current")));
  all.find((screen) => screen.name === opened)?.open();
}

store.subscribe(show);
for (const screen of all) screen.addEventListener("save", () => store.save());
minima.start();
minima.onLanguage(() => all.find((screen) => !screen.hidden)?.open());
store.load();
if (store.language) minima.setLanguage(store.language === "zh" ? "zh-Hans" : "en");
for (const choice of document.querySelectorAll<HTMLButtonElement>("button[data-language]")) {
  choice.addEventListener("click", () => {
    store.language = choice.dataset.language === "en" ? "en" : "zh";
    store.save();
  });
}
window.addEventListener("hashchange", () => {
  store.load();
  if (store.language) minima.setLanguage(store.language === "zh" ? "zh-Hans" : "en");
});
document.documentElement.dataset.app = "ready";
