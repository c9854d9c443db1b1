import { button, find, write } from "../dom";
import { type ColumnsReply, engine, Refusal, type TableReply } from "../engine";
import { both, type Words } from "../words";

interface Given { name: string; text: string }

const mostBytes = 16 << 20;
/** So many bytes show which encoding a file is in. */
const shownBytes = 1 << 20;
const none = "";

/** The table that `minima explore DATA.csv` serves beside the pages; it is fetched once. */
let served: Promise<Given | null> | undefined;

function servedTable(): Promise<Given | null> {
  const path = new URLSearchParams(location.search).get("table");
  // A path of this site that the command has named; nothing else can be asked for.
  if (path === null || !/^table\/[0-9a-f]{32}\/[^/\\]+$/.test(path) || location.protocol === "file:") return Promise.resolve(null);
  return fetch(path.split("/").map(encodeURIComponent).join("/")).then(async (answer) => (answer.ok ? decode(path.slice(path.lastIndexOf("/") + 1), new Uint8Array(await answer.arrayBuffer())) : null));
}

/** The library names the encoding, by the rules of the command; the browser decodes. */
async function decode(name: string, bytes: Uint8Array<ArrayBuffer>): Promise<Given> {
  if (bytes.length > mostBytes) throw new Refusal({ en: `${name} has more than ${mostBytes >> 20} MB; give a sample of its rows.`, zh: `${name} 超过 ${mostBytes >> 20} MB；请抽取部分行。` }, undefined);
  const head = bytes.subarray(0, shownBytes);
  let text = "";
  for (let at = 0; at < head.length; at += 0x8000) text += String.fromCharCode(...head.subarray(at, at + 0x8000));
  const { encoding } = await engine.ask<{ encoding: string }>("table", { bytes: btoa(text), isWhole: head.length === bytes.length });
  try {
    return { name, text: new TextDecoder(encoding, { fatal: true }).decode(bytes) };
  } catch {
    throw new Refusal({ en: `${name} is not a text in ${encoding}; save it as CSV in UTF-8.`, zh: `${name} 不是 ${encoding} 编码的文本；请另存为 UTF-8 编码的 CSV。` }, undefined);
  }
}

/** A table of the reader's own: a file that is dropped or chosen, or pasted text. The library reads it as the command does, in this page. */
export class OwnTable {
  private given: Given | undefined;
  private round = 0;

  /** @param axes What the columns beside the target are called; all but the first are empty at first where the table has no further numbers. */
  constructor(private readonly holder: HTMLElement, private readonly most: number, private readonly axes: readonly string[], private readonly taken: (table: { target: number[]; features: number[][] }) => void) {
    holder.innerHTML = `<details class="card own-data"><summary>${both({ en: "Your own table", zh: "自己的表格" })}</summary>
      <p>${both({ en: "Drop a CSV file here, choose one, or paste its text. It stays in this page.", zh: "把 CSV 文件拖到这里，或选择文件，或粘贴文本。数据只留在本页。" })}</p>
      <div class="row"><label class="file"><span>${both({ en: "CSV file", zh: "CSV 文件" })}</span> <input type="file" accept=".csv,.tsv,.txt,.json,.jsonl,text/csv,text/plain"></label></div>
      <label class="pasted"><span>${both({ en: "or its text", zh: "或粘贴文本" })}</span><textarea rows="4" spellcheck="false"></textarea></label>
      <div class="row read"></div>
      <div class="row columns" hidden><label>${both({ en: "target", zh: "目标列" })} <select class="target"></select></label>${axes.map((name) => `<label>${name} <select class="${name}"></select></label>`).join("")}</div>
      <p class="said" role="status"></p></details>`;
    const details = find<HTMLDetailsElement>(holder, "details");
    find(holder, ".read").append(button({ en: "Read the text", zh: "读取文本" }, () => {
      const text = find<HTMLTextAreaElement>(holder, "textarea").value;
      if (text.trim() !== "") void this.read(Promise.resolve({ name: "text", text }));
    }));
    const file = find<HTMLInputElement>(holder, "input");
    file.addEventListener("change", () => this.readFile(file.files?.[0]));
    // A file that misses the box would else replace the page.
    for (const kind of ["dragover", "drop"]) document.addEventListener(kind, (event) => event.preventDefault());
    document.addEventListener("drop", (event) => {
      if (this.holder.offsetParent === null) return;
      details.open = true;
      this.readFile(event.dataTransfer?.files[0]);
    });
    for (const select of holder.querySelectorAll("select")) select.addEventListener("change", () => void this.take());
    served ??= servedTable();
    served.then((table) => {
      if (!table) return;
      details.open = true;
      void this.read(Promise.resolve(table));
    }, (problem: Error) => {
      details.open = true;
      this.refuse(problem);
    });
  }

  private readFile(file: File | undefined): void {
    if (file) void this.read(file.arrayBuffer().then((bytes) => decode(file.name, new Uint8Array(bytes))));
  }

  private async read(table: Promise<Given>): Promise<void> {
    const round = ++this.round;
    this.say({ en: "The library reads …", zh: "函数库正在读取……" });
    try {
      const given = await table;
      const { columns } = await engine.ask<ColumnsReply>("table", given);
      if (round !== this.round) return;
      this.given = given;
      const numbers = columns.filter(({ isNumber }) => isNumber).map(({ name }) => name);
      const target = find<HTMLSelectElement>(this.holder, "select.target");
      target.replaceChildren(...columns.map(({ name }) => new Option(name, name)));
      // The last number is the target, as in most tables; the first of the others are the axes.
      target.value = numbers.at(-1) ?? columns[columns.length - 1].name;
      const others = numbers.filter((name) => name !== target.value);
      this.axes.forEach((axis, place) => {
        const select = find<HTMLSelectElement>(this.holder, `select.${axis}`);
        select.replaceChildren(new Option("–", none), ...columns.map(({ name }) => new Option(name, name)));
        select.value = others[place] ?? none;
      });
      find(this.holder, ".columns").hidden = false;
      await this.take();
    } catch (problem) {
      if (round === this.round) this.refuse(problem as Error);
    }
  }

  private async take(): Promise<void> {
    if (!this.given) return;
    const round = ++this.round;
    const target = find<HTMLSelectElement>(this.holder, "select.target").value;
    const chosen = this.axes.map((axis) => find<HTMLSelectElement>(this.holder, `select.${axis}`).value);
    const features = [...new Set(chosen)].filter((name) => name !== none && name !== target);
    try {
      const reply = await engine.ask<TableReply>("table", { ...this.given, target, features, most: this.most });
      if (round !== this.round) return;
      const rows = reply.target.length;
      const said: Words = rows < reply.rows
        ? { en: `${rows} of ${reply.rows} rows, drawn evenly (seed 1).`, zh: `${reply.rows} 行中均匀抽取了 ${rows} 行（种子 1）。` }
        : { en: `${rows} rows.`, zh: `${rows} 行。` };
      this.say({ en: [said.en, ...reply.notes.map(({ en }) => en)].join(" "), zh: [said.zh, ...reply.notes.map(({ zh }) => zh)].join("") });
      this.holder.dataset.rows = String(rows);
      this.taken({ target: reply.target, features: reply.features });
    } catch (problem) {
      if (round === this.round) this.refuse(problem as Error);
    }
  }

  private refuse(problem: Error): void {
    if (!(problem instanceof Refusal)) throw problem;
    this.say(problem.words);
  }

  private say(words: Words): void {
    write(find(this.holder, ".said"), words);
  }
}
