// node build.mjs PUBLISHED OUT_FOLDER OUT_FILE: the pages of the explorer, from what `dotnet publish` wrote. The same inputs give the same bytes.
import { createHash } from "node:crypto";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { gzipSync } from "node:zlib";
import * as esbuild from "esbuild";
import { escape, readLesson, readPicture } from "./lessons.mjs";
import { startLibrary } from "./library.mjs";

const [published, folder, file] = process.argv.slice(2);
const here = (name) => join(import.meta.dirname, name);
const text = (name) => readFileSync(here(name), "utf8");
// Code pages: a page hands the library text, never the bytes of a file.
const unused = new Set(["System.Text.Encoding.CodePages.dll"]);
const wanted = /\.dll$|^dotnet\.(js|native\.js|runtime\.js|native\.wasm)$/;
const assets = readdirSync(published).filter((name) => wanted.test(name) && !unused.has(name)).sort();

// The formulas of the losses that scenes open with, and what the atlas lists, come from the library itself, run by Node.
const library = await startLibrary(published, assets);
const scenes = Object.fromEntries(readdirSync(here("../../../explorer/scenes")).sort().map((name) => [name.replace(".json", ""), JSON.parse(text(`../../../explorer/scenes/${name}`))]));
const lessons = readdirSync(here("../../../lessons")).filter((name) => name.endsWith(".en.md")).sort().map((name) => [name, name.replace(".en.", ".zh.")].map((one) => text(`../../../lessons/${one}`)));
const pictured = lessons.flatMap(([english]) => readPicture(english).losses);
const opened = [...new Set([...Object.values(scenes).flatMap((scene) => [...(scene.losses ?? []), ...(scene.written ?? [])]), ...pictured])].sort();
const formulas = `export const written = {\n${opened.map((loss) => `${JSON.stringify(loss)}: [${library.ask("loss", { loss }).javascript.map((one) => `(${one.trim().replace(/;$/, "")})`).join(", ")}]`).join(",\n")}\n};\n`;

const assetsOfPages = "../../Minima.Pages/Documents/Assets";
const pages = `${text(`${assetsOfPages}/page.js`)}\n${text(`${assetsOfPages}/chart.js`)}\nexport { minima };\n`;
const virtual = {
  name: "virtual",
  setup(build) {
    build.onResolve({ filter: /^minima:/ }, ({ path }) => ({ path, namespace: "minima" }));
    build.onLoad({ filter: /.*/, namespace: "minima" }, ({ path }) => ({ contents: path === "minima:pages" ? pages : formulas, loader: "js" }));
  },
};
const common = { bundle: true, minify: true, write: false, target: "es2022", charset: "utf8", legalComments: "none", plugins: [virtual], logLevel: "warning" };
const bundle = async (entry, format) => (await esbuild.build({ ...common, entryPoints: [here(entry)], format })).outputFiles[0].text;
const app = await bundle("src/main.ts", "iife");
const worker = await bundle("src/worker.ts", "iife");
for (const script of [app, worker]) if (/<\/script|<!--/i.test(script)) throw new Error("a script would end its element");

const scratch = mkdtempSync(join(tmpdir(), "explorer-stills-"));
writeFileSync(join(scratch, "stills.mjs"), await bundle("src/stills.ts", "esm"));
const { stills } = await import(pathToFileURL(join(scratch, "stills.mjs")));
rmSync(scratch, { recursive: true });

const lessonWords = {
  title: { en: "Lessons", zh: "课程" },
  lead: { en: "Ten lessons of ten minutes, from the error of one number to a loss of your own. Each ends with an exercise that the library checks.", zh: "十课，每课十分钟，从一个数的误差到自己写的损失函数。每课末尾有一道练习，由函数库检查。" },
};
const both = ({ en, zh }) => `<span lang="en">${escape(en)}</span><span lang="zh-Hans">${escape(zh)}</span>`;
const sections = stills.map(({ tag, name, title, lead, caption, svg }) => `<${tag} class="screen" id="screen-${name}">
<h2>${both(title)}</h2>
<p class="lead">${both(lead)}</p>
<figure class="card still">${svg.replace("<svg ", `<svg aria-label="${escape(caption.en)}" data-label-en="${escape(caption.en)}" data-label-zh="${escape(caption.zh)}" `)}<figcaption>${both(caption)}</figcaption></figure>
<div class="live" hidden></div>
</${tag}>`);
const titles = Object.fromEntries(stills.map(({ name, title }) => [name, title]));
const read = lessons.map((texts, i) => readLesson(i + 1, texts, library.ask("lesson", { lesson: i + 1 }).form, titles));
sections.push(`<mx-lessons class="screen" id="screen-lessons">
<h2 tabindex="-1">${both(lessonWords.title)}</h2>
<p class="lead">${both(lessonWords.lead)}</p>
<div class="live">
<ol class="list">${read.map(({ number, title }) => `<li><a href="#lessons?lesson=${number}">${both(title)}</a></li>`).join("")}</ol>
${read.map(({ html }) => html).join("\n")}
</div>
</mx-lessons>`);
const style = text(`${assetsOfPages}/page.css`) + text("explorer.css");
const hash = (script) => `'sha256-${createHash("sha256").update(script).digest("base64")}'`;

function page(policy, scripts) {
  const parts = { policy: policy.join("; "), style, nav: [{ name: "lessons", title: lessonWords.title }, ...stills].map(({ name, title }) => `<a href="#${name}" data-screen="${name}">${both(title)}</a>`).join(""), screens: sections.join("\n"), scripts };
  return text("index.html").replace(/\{\{(\w+)\}\}/g, (_, name) => parts[name]);
}

const closed = ["default-src 'none'", "style-src 'unsafe-inline'", "base-uri 'none'", "form-action 'none'"];
rmSync(folder, { recursive: true, force: true });
mkdirSync(join(folder, "engine"), { recursive: true });
for (const name of assets) cpSync(join(published, name), join(folder, "engine", name));
writeFileSync(join(folder, "worker.js"), worker);
writeFileSync(join(folder, "app.js"), app);
writeFileSync(join(folder, "index.html"), page(
  [...closed, "script-src 'self' blob: 'wasm-unsafe-eval'", "worker-src 'self'", "connect-src 'self'"],
  `<script type="application/json" id="assets">${JSON.stringify(assets)}</script>\n<script src="app.js" defer></script>`));

/**
 * Seven bits a character, where base64 has six. A character of ASCII that HTML changes or may read in a script (NUL, line ends, "<") is written together with
 * the seven bits after it, as one character of two bytes from U+0080 on.
 */
function base128(bytes) {
  const barred = [0, 10, 13, 60];
  const units = [];
  let held = 0;
  let bits = 0;
  for (const byte of bytes) {
    held = (held << 8) | byte;
    bits += 8;
    while (bits >= 7) units.push((held >> (bits -= 7)) & 127);
    held &= (1 << bits) - 1;
  }
  units.push((held << (7 - bits)) & 127);
  const end = units.length;
  units.push(1); // What stands beside a barred unit at the very end; the reader knows the length.
  const written = [];
  for (let i = 0; i < end; i++) {
    const place = barred.indexOf(units[i]);
    if (place < 0) written.push(units[i]);
    else {
      const sign = 128 + place * 128 + units[++i];
      written.push(192 | (sign >> 6), 128 | (sign & 63));
    }
  }
  return Buffer.from(written).toString("utf8");
}

const index = Buffer.from(JSON.stringify(assets.map((name) => [name, readFileSync(join(published, name)).length])));
const length = Buffer.alloc(4);
length.writeUInt32LE(index.length);
const pack = gzipSync(Buffer.concat([length, index, ...assets.map((name) => readFileSync(join(published, name)))]), { level: 9 });
writeFileSync(file, page(
  [...closed, `script-src ${hash(app)} blob: 'wasm-unsafe-eval'`, "worker-src blob:", "connect-src 'none'"],
  `<script type="text/plain" id="worker">${worker}</script>\n<script type="text/plain" id="pack" data-length="${pack.length}">${base128(pack)}</script>\n<script>${app}</script>`));
console.log(`${folder}: ${assets.length + 3} files; ${file}: ${readFileSync(file).length} bytes`);
process.exit(0);
