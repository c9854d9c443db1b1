// The published library, run by Node: what a build writes into pages, and quick checks.
import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";

export async function startLibrary(published, names) {
  const url = (name) => pathToFileURL(join(resolve(published), name)).href;
  const { dotnet } = await import(url("dotnet.js"));
  const core = ["System.Private.CoreLib.dll", "System.Runtime.InteropServices.JavaScript.dll"];
  const asset = (name) => ({ name, virtualPath: name });
  const runtime = await dotnet.withConfig({
    mainAssemblyName: "Minima.Explorer.dll", globalizationMode: "invariant", debugLevel: 0, disableIntegrityCheck: true,
    runtimeConfig: { runtimeOptions: { configProperties: { "System.Globalization.Invariant": true } } },
    resources: {
      jsModuleNative: [asset("dotnet.native.js")], jsModuleRuntime: [asset("dotnet.runtime.js")], wasmNative: [asset("dotnet.native.wasm")],
      coreAssembly: core.map(asset), assembly: names.filter((name) => name.endsWith(".dll") && !core.includes(name)).map(asset),
    },
  }).withResourceLoader((type, name, _uri, _integrity, behavior) => (type === "dotnetjs" || behavior.startsWith("js-module") ? undefined
    : Promise.resolve(new Response(readFileSync(join(published, name)), { headers: { "content-type": type === "dotnetwasm" ? "application/wasm" : "application/octet-stream" } })))).create();
  const exports = (await runtime.getAssemblyExports("Minima.Explorer.dll")).Minima.Explorer.Exports;
  await runtime.runMain();
  return {
    ask(question, argument) {
      const answer = JSON.parse(exports.Ask(question, JSON.stringify(argument)));
      if (answer.error) throw new Error(`${question} ${JSON.stringify(argument)}: ${answer.error.en}`);
      return answer;
    },
  };
}
