// .NET in a classic worker; modules come by import(). (Chromium refuses a module worker made of a Blob URL under file://.)
// `onmessage = ...` must not be set before dotnet.js has run: it would take this worker for one of its own threads.
interface Question { id: number; kind: string; question: string; argument: string }

let ask: ((question: string, argument: string) => string) | undefined;
let pumping = false;
const waiting = new Map<string, Question>();

self.addEventListener("message", ({ data }: MessageEvent<Question & { pack?: string; length?: number; base?: string; names?: string[] }>) => {
  if (data.pack !== undefined || data.base !== undefined) {
    start(data).catch((problem: Error) => self.postMessage({ failed: `${problem.message}` }));
    return;
  }
  const older = waiting.get(data.kind);
  if (older) self.postMessage({ id: older.id, withdrawn: true });
  waiting.delete(data.kind);
  waiting.set(data.kind, data);
  pump();
});

async function start({ pack, length, base, names }: { pack?: string; length?: number; base?: string; names?: string[] }): Promise<void> {
  const files = pack === undefined ? undefined : await unpack(pack, length ?? 0);
  const all = files ? Object.keys(files) : (names ?? []);
  const source = (name: string): string => files
    ? URL.createObjectURL(new Blob([new TextDecoder().decode(files[name]).replaceAll("import.meta.url", JSON.stringify(`https://inline.invalid/${name}`))], { type: "text/javascript" }))
    : base + name;
  const { dotnet } = await import(source("dotnet.js"));
  const core = ["System.Private.CoreLib.dll", "System.Runtime.InteropServices.JavaScript.dll"];
  const asset = (name: string): object => ({ name, virtualPath: name, ...(files ? {} : { resolvedUrl: base + name }) });
  const libraries = all.filter((name) => name.endsWith(".dll"));
  const builder = dotnet.withConfig({
    mainAssemblyName: "Minima.Explorer.dll", globalizationMode: "invariant", debugLevel: 0, disableIntegrityCheck: true,
    runtimeConfig: { runtimeOptions: { configProperties: { "System.Globalization.Invariant": true } } },
    resources: {
      jsModuleNative: [{ name: "dotnet.native.js", moduleExports: await import(source("dotnet.native.js")) }],
      jsModuleRuntime: [{ name: "dotnet.runtime.js", moduleExports: await import(source("dotnet.runtime.js")) }],
      wasmNative: [asset("dotnet.native.wasm")],
      coreAssembly: core.map(asset), assembly: libraries.filter((name) => !core.includes(name)).map(asset),
    },
  });
  const runtime = await builder.withResourceLoader((type: string, name: string, _uri: string, _integrity: string, behavior: string) => {
    if (type === "dotnetjs" || behavior.startsWith("js-module")) return undefined;
    return files
      ? Promise.resolve(new Response(files[name] as BlobPart, { headers: { "content-type": type === "dotnetwasm" ? "application/wasm" : "application/octet-stream" } }))
      : fetch(base + name);
  }).create();
  ask = (await runtime.getAssemblyExports("Minima.Explorer.dll")).Minima.Explorer.Exports.Ask;
  await runtime.runMain();
  self.postMessage({ ready: true });
  pump();
}

/** base128 (build.mjs) of gzip of: length of the index, index (JSON), files one after the other. */
async function unpack(text: string, bytes: number): Promise<Record<string, Uint8Array>> {
  const barred = [0, 10, 13, 60];
  const packed = new Uint8Array(bytes);
  let held = 0;
  let bits = 0;
  let filled = 0;
  const take = (unit: number): void => {
    held = (held << 7) | unit;
    bits += 7;
    if (bits >= 8) packed[filled++] = held >> (bits -= 8);
    held &= (1 << bits) - 1;
  };
  for (let i = 0; i < text.length; i++) {
    const sign = text.charCodeAt(i);
    if (sign >= 128) take(barred[(sign >> 7) - 1]);
    take(sign & 127);
  }
  const all = new Uint8Array(await new Response(new Blob([packed]).stream().pipeThrough(new DecompressionStream("gzip"))).arrayBuffer());
  const indexed = new DataView(all.buffer).getUint32(0, true);
  let at = 4 + indexed;
  return Object.fromEntries((JSON.parse(new TextDecoder().decode(all.subarray(4, at))) as [string, number][]).map(([name, size]) => [name, all.subarray(at, (at += size))]));
}

/** One question, then back to the event loop: what arrived meanwhile replaces what waits. */
function pump(): void {
  if (pumping || !ask || waiting.size === 0) return;
  pumping = true;
  setTimeout(() => {
    const [kind, { id, question, argument }] = waiting.entries().next().value!;
    waiting.delete(kind);
    try {
      self.postMessage({ id, answer: ask!(question, argument) });
    } catch (problem) {
      const text = `${(problem as Error).message}`;
      self.postMessage({ id, answer: JSON.stringify({ error: { en: text, zh: text } }) });
    }
    pumping = false;
    pump();
  });
}
