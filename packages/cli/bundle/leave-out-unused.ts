import { readFileSync } from "node:fs";
import type { Options } from "tsup";

type Plugin = NonNullable<Options["esbuildPlugins"]>[number];

const namespace = "instead";
const unusedResource = "unused-resource";

/** What the program gets instead of modules that it has no use for, and whose making every start would wait for. */
const replacements: readonly {
  readonly asked: RegExp;
  /** For whom alone; for everybody when absent. */
  readonly asker?: RegExp;
  readonly contents: string;
}[] = [
  // Voices.
  { asked: /^@openai\/agents-realtime$/, contents: "export {};" },
  // Clients of MCP servers, which no agent of this program has.
  {
    asked: /^\.\/mcp-server\/node\.mjs$/,
    contents: `
      class NoMcpServer {
        constructor() {
          throw new Error("This program was built without clients for MCP servers: use @kimi/local instead.");
        }
      }
      export {
        NoMcpServer as NodeMCPServerSSE,
        NoMcpServer as NodeMCPServerStdio,
        NoMcpServer as NodeMCPServerStreamableHttp,
      };`,
  },
  // Its tables of emoji. What the command line measures is plain text nearly always; bundled, "require" loads late.
  {
    asked: /^string-width$/,
    contents: `
      const plain = /^[\\x20-\\x7E\\u2013\\u2018-\\u201D\\u2026\\u2192]*$/;
      export default function stringWidth(text, options) {
        return plain.test(text) ? text.length : require("string-width").default(text, options);
      }`,
  },
  // Messages in fifty languages; the English ones are asked for by themselves.
  { asked: /^\.\.\/locales\/index\.js$/, contents: "export {};" },
  // Tools of models that get schemas as zod makes them: all of ours get JSON schemas.
  {
    asked: /^openai\/helpers\/zod$/,
    contents: `
      function noZod() {
        throw new Error("This program was built without conversion of zod schemas: expected a JSON schema.");
      }
      export { noZod as zodResponsesFunction, noZod as zodTextFormat };`,
  },
  // Schemas of runs that the SDK writes down and takes up again: ours are taken up from their own records.
  {
    asked: /^zod$/,
    asker: /\/agents-core\/dist\/runState\.mjs$/,
    contents: `
      function refuse() {
        throw new Error("This program was built without the SDK's serialised run states.");
      }
      const schema = new Proxy(() => schema, {
        get: (_, name) => (/parse/i.test(String(name)) ? refuse : schema),
      });
      export { schema as z };`,
  },
  // Agents that work in a sandbox of the SDK's. This is what its own runtime does for any other agent.
  {
    asked: /^\.\/sandbox\/runtime\/index\.mjs$/,
    contents: `
      export class SandboxRuntimeManager {
        async prepareAgent({ currentAgent, turnInput }) {
          return { executionAgent: currentAgent, turnInput };
        }
        async adoptPreservedOwnedSessions() {
          return false;
        }
        async enqueueMemoryGeneration() {}
        async cleanup() {}
      }`,
  },
];

/** Parts of OpenAI's API that the program does not talk to. A client makes one of each when it is made itself. */
const unusedResources = [
  ..."admin audio batches beta completions containers content-provenance-checks conversations decisions".split(
    " ",
  ),
  ..."embeddings evals fine-tuning graders images live models moderations realtime safety skills uploads".split(
    " ",
  ),
  ..."videos webhooks".split(" "),
].join("|");
const unusedResourceFile = new RegExp(
  `^\\./(?:resources/)?(?:(?:${unusedResources})/)?(${unusedResources})\\.mjs$`,
);
const resourceIndex = /\/openai\/(?:client|resources\/index)\.mjs$/;

/** yargs lays out the help of every command that begins, for handlers that would show it later. None of ours does. */
const keptHelp = { file: /\/yargs\/build\/lib\/usage\.js$/, statement: "cachedHelpMessage = this.help();" };

/** Packages of which only what is asked for by name is meant to be there, whatever else they do as they load. */
const sideEffectFree = /\/node_modules\/@openai\/agents(?:-core|-openai)?\//;

/** A tsup plugin that bundles little of ours instead of much of others': it halves the time to the first request. */
export function leaveOutUnused(): Plugin {
  return {
    name: "leave-out-unused",
    setup(build) {
      for (const { asked, asker = /./ } of replacements) {
        const path = asked.source;
        build.onResolve({ filter: asked }, (args) =>
          args.namespace === namespace || !asker.test(args.importer) ? null : { path, namespace },
        );
      }
      build.onResolve({ filter: /^@openai\/agents|^\.\.?\// }, async (args) => {
        const { path, importer, resolveDir, kind } = args;
        const asker: unknown = args.pluginData;
        if (asker === namespace) return null;
        if (!path.startsWith("@") && !sideEffectFree.test(importer)) return null;
        const found = await build.resolve(path, { importer, resolveDir, kind, pluginData: namespace });
        return { ...found, sideEffects: false };
      });
      build.onLoad({ filter: keptHelp.file }, ({ path }) => ({ contents: withoutKeptHelp(path) }));
      build.onResolve({ filter: unusedResourceFile }, ({ path, importer }) =>
        resourceIndex.test(importer) ? { path, namespace: unusedResource } : null,
      );
      build.onLoad({ filter: /./, namespace: unusedResource }, ({ path }) => ({
        contents: `export class ${nameOfClass(path)} {}`,
      }));
      build.onLoad({ filter: /./, namespace }, ({ path }) => ({
        contents: replacements.find(({ asked }) => asked.source === path)?.contents ?? "",
        resolveDir: import.meta.dirname,
      }));
    },
  };
}

/** `./fine-tuning/fine-tuning.mjs` holds `FineTuning`. */
function nameOfClass(path: string): string {
  const [, name = ""] = unusedResourceFile.exec(path) ?? [];
  return name.replaceAll(/(?:^|-)([a-z])/g, (_, letter: string) => letter.toUpperCase());
}

function withoutKeptHelp(path: string): string {
  const parts = readFileSync(path, "utf8").split(keptHelp.statement);
  if (parts.length !== 2)
    throw new Error(`${path} no longer holds "${keptHelp.statement}" once: expected it to be left out.`);
  return parts.join("");
}
