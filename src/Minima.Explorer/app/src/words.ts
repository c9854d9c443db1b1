import { minima } from "minima:pages";

/** A text in both languages; the compiler refuses one that lacks a side. */
export interface Words {
  en: string;
  zh: string;
}

export const say = (words: Words | string): string => minima.say(words);

export const number = (x: number | null, digits = 6): string => minima.number(x, digits);

export const isChinese = (): boolean => document.documentElement.lang !== "en";

export const percent = (share: number, digits = 3): string => `${number(100 * share, digits)} %`;

const escapes: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };

export const escape = (text: string): string => text.replace(/[&<>"']/g, (sign) => escapes[sign]);

/** Both languages as HTML; the style sheet shows the one of the page. */
export const both = (words: Words | string, tag = "span"): string =>
  typeof words === "string" ? escape(words) : `<${tag} lang="en">${escape(words.en)}</${tag}><${tag} lang="zh-Hans">${escape(words.zh)}</${tag}>`;

/** The attributes that page.js turns into an aria-label in the language of the page. */
export const labelled = (words: Words): string => `data-label-en="${escape(words.en)}" data-label-zh="${escape(words.zh)}" aria-label="${escape(words.en)}"`;
