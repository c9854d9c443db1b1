import { find, write } from "../dom";
import { engine, Refusal, type TableReply } from "../engine";
import { both, labelled } from "../words";

const largest = 5_000_000;

/**
 * A CSV file of one's own, dropped or chosen. It is read by the library in this page and goes nowhere.
 * @param loss Which targets are wanted: numbers, or two classes.
 */
export function dropTable(holder: HTMLElement, features: number, loss: string, take: (table: TableReply) => void): void {
  holder.innerHTML = `<details class="card own"><summary>${both({ en: "Your own numbers", zh: "使用自己的数据" })}</summary>
    <p>${both({ en: features > 1 ? "Drop a CSV file here, or choose one: two columns of features, and the target as the last column. It stays on this machine." : "Drop a CSV file here, or choose one: the last column is the target, the column before it is x. It stays on this machine.", zh: features > 1 ? "把 CSV 文件拖到这里，或选择一个文件：前两列为特征，最后一列为目标。数据不会离开本机。" : "把 CSV 文件拖到这里，或选择一个文件：最后一列为目标值，其前一列为 x。数据不会离开本机。" })}</p>
    <input type="file" accept=".csv,.tsv,.txt,text/csv" ${labelled({ en: "CSV file", zh: "CSV 文件" })}><p role="status"></p></details>`;
  const status = find(holder, "[role=status]");
  const read = async (file: Blob): Promise<void> => {
    try {
      if (file.size > largest) throw new Refusal({ en: "The file is larger than 5 MB; take some of its rows.", zh: "文件超过 5 MB，请截取其中一部分样本。" }, undefined);
      const table = await engine.ask<TableReply>("table", { text: await textOf(file), features, loss }, "table");
      write(status, { en: `${table.values.length} samples; target ${table.target}.`, zh: `共 ${table.values.length} 个样本，目标列为 ${table.target}。` });
      take(table);
    } catch (problem) {
      write(status, problem instanceof Refusal ? problem.words : (problem as Error).message);
    }
  };
  find<HTMLInputElement>(holder, "input").addEventListener("change", (event) => {
    const file = (event.target as HTMLInputElement).files?.[0];
    if (file) void read(file);
  });
  const screen = holder.closest<HTMLElement>(".screen") ?? holder;
  screen.addEventListener("dragover", (event) => event.preventDefault());
  screen.addEventListener("drop", (event) => {
    event.preventDefault();
    const file = event.dataTransfer?.files[0];
    if (file) {
      find<HTMLDetailsElement>(holder, "details").open = true;
      void read(file);
    }
  });}

/** UTF-8, or what Chinese spreadsheets write. */
async function textOf(file: Blob): Promise<string> {
  const bytes = await file.arrayBuffer();
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder("gb18030").decode(bytes);
  }
}
