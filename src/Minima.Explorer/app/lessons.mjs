// The lessons of the folder lessons as HTML, both languages block by block: what they have alike (commands, numbers, pictures) stands once.
const fence = "```";
/** What is named in full: links to documents that are not in the page. */
const lastHeading = "Read on";
export const escape = (text) => text.replace(/[&<>"]/g, (sign) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" })[sign]);

/** Both languages in an element each; one element where they are equal. */
const both = (tag, [en, zh], attributes = "") => (en === zh ? `<${tag}${attributes}>${en}</${tag}>` : `<${tag} lang="en"${attributes}>${en}</${tag}><${tag} lang="zh-Hans"${attributes}>${zh}</${tag}>`);
const spans = ([en, zh]) => (en === zh ? en : both("span", [en, zh]));

/** The blocks of a lesson: `kind` is what both languages must have alike. */
function blocks(text) {
  const lines = text.split("\n");
  const found = [];
  for (let i = 0; i < lines.length; i++) {
    const line = lines[i];
    const until = (isLast) => {
      const from = i;
      while (!isLast(lines[i + 1] ?? "")) i++;
      return lines.slice(from, i + 1);
    };
    const scene = /^<!-- (scene|picture): (.+) -->$/.exec(line);
    const folded = /^<details class="answer"><summary>(.+)<\/summary>$/.exec(line);
    if (line === "" || /^\[[^\]]*\]\(\d\d\.(en|zh)\.md\)$/.test(line)) continue;
    if (line.startsWith(fence)) {
      found.push({ kind: `code ${line.slice(3)}`, text: until((next) => next === fence).slice(1).join("\n") });
      i++;
    } else if (scene) found.push({ kind: scene[1], text: scene[2] });
    else if (folded) found.push({ kind: "folded", text: folded[1] });
    else if (line === "</details>") found.push({ kind: "end", text: "" });
    else if (line.startsWith("# ")) found.push({ kind: "title", text: line.slice(2) });
    else if (line.startsWith("## ")) found.push({ kind: "heading", text: line.slice(3) });
    else if (line.startsWith("![")) found.push({ kind: "caption", text: /^!\[(.*)\]\([^)]*\)$/.exec(line)[1] });
    else if (line.startsWith("|")) found.push({ kind: "table", rows: until((next) => !next.startsWith("|")).filter((row) => !/^\|[-| ]+\|$/.test(row)).map((row) => row.slice(1, -1).split("|").map((cell) => cell.trim())) });
    else if (/^[\p{L}\p{N}`[“"(]/u.test(line)) found.push({ kind: "paragraph", text: until((next) => next === "").join("\n") });
    else throw new Error(`a lesson has a line that the explorer cannot show: ${line}`);
  }
  return found;
}

/** Code, and links: to a loss in the atlas; to another lesson; a document of the repository, which does not stand beside the explorer, is named. */
function inline(text, isNamed) {
  return text.replace(/\[((?:`[^`]*`|[^\]`])*)\]\(([^)]*)\)|`([^`]*)`|[^[`]+|[[`]/g, (part, words, goal, code) => {
    if (code !== undefined) return `<code>${escape(code)}</code>`;
    if (goal === undefined) return escape(part);
    const loss = /^\.\.\/docs\/losses\/(?:en|zh)\/(\w+)\.md$/.exec(goal);
    const lesson = /^(\d\d)\.(?:en|zh)\.md$/.exec(goal);
    const shown = inline(words, isNamed);
    if (loss) return `<a href="#atlas?q=${loss[1]}">${shown}</a>`;
    if (lesson) return `<a href="#lessons?lesson=${Number(lesson[1])}">${shown}</a>`;
    return isNamed ? `${shown} (<code>${escape(goal.replace(/^\.\.\//, ""))}</code>)` : shown;
  });
}

/** The picture of a lesson: losses, a target and an axis, as in `mse; mae | target 0 | from -3 to 3`. */
export function readPicture(lesson) {
  const [, losses, target, from, to] = /^<!-- picture: (.+) \| target (\S+) \| from (\S+) to (\S+) -->$/m.exec(lesson);
  return { losses: losses.split("; "), target: Number(target), from: Number(from), to: Number(to) };
}

/**
 * One lesson: its title and its HTML.
 * @param texts The Markdown in English and Chinese.
 * @param form How an answer to its exercise is written, in both languages.
 * @param titles The titles of the screens by their names.
 */
export function readLesson(number, texts, form, titles) {
  const [en, zh] = texts.map(blocks);
  const kinds = (list) => list.map(({ kind, rows }) => `${kind} ${rows ? rows.map((row) => row.length).join() : ""}`).join("\n");
  if (kinds(en) !== kinds(zh)) throw new Error(`lesson ${number}: the languages differ in their blocks`);
  let [title, heading, html, hasForm] = [null, "", "", false];
  en.forEach(({ kind, text, rows }, i) => {
    const other = zh[i];
    const isNamed = heading === lastHeading;
    const pair = () => [inline(text, isNamed), inline(other.text, isNamed)];
    if (kind === "title") title = { en: text, zh: other.text };
    else if (kind === "picture") html += `<div class="pictures" data-picture="${escape(JSON.stringify(readPicture(texts[0])))}"></div>`;
    else if (kind === "caption") html += both("p", pair(), ' class="note"');
    else if (kind === "heading") {
      heading = text;
      html += `<h4>${spans(pair())}</h4>`;
    } else if (kind === "paragraph") html += both("p", pair());
    else if (kind === "code sh") html += both("pre", [escape(text), escape(other.text)], ' class="command wrap"');
    else if (kind === "code text") html += both("pre", [escape(text), escape(other.text)], ' class="printed" tabindex="0"');
    else if (kind === "scene") {
      const screen = titles[text.split("?")[0]];
      html += `<p class="scene"><a href="#${escape(text)}">${spans([`Open the screen ${escape(screen.en)}`, `打开“${escape(screen.zh)}”一屏`])}</a></p>`;
    } else if (kind === "table") {
      const cell = (tag, row, column) => `<${tag}${tag === "th" ? ' scope="col"' : ""}>${spans([inline(rows[row][column]), inline(other.rows[row][column])])}</${tag}>`;
      const line = (tag, row) => `<tr>${rows[row].map((_, column) => cell(tag, row, column)).join("")}</tr>`;
      const label = { en: heading, zh: zh.slice(0, i).findLast((block) => block.kind === "heading").text };
      html += `<div class="scroll tall" tabindex="0" role="region" data-label-en="${escape(label.en)}" data-label-zh="${escape(label.zh)}" aria-label="${escape(label.en)}"><table><thead>${line("th", 0)}</thead><tbody>${rows.slice(1).map((_, row) => line("td", row + 1)).join("")}</tbody></table></div>`;
    } else if (kind === "folded") {
      if (!hasForm) html += `<div class="exercise" data-lesson="${number}" data-form-en="${escape(form.en)}" data-form-zh="${escape(form.zh)}"></div>`;
      hasForm = true;
      html += `<details class="folded"><summary>${spans(pair())}</summary>`;
    } else if (kind === "end") html += "</details>";
    else throw new Error(`lesson ${number}: the explorer cannot show a block ${kind}`);
  });
  if (!title || !hasForm) throw new Error(`lesson ${number}: a title and a hint are expected`);
  return { number, title, html: `<article class="lesson" data-lesson="${number}"><h3 tabindex="-1">${spans([escape(title.en), escape(title.zh)])}</h3>\n${html}</article>` };
}
