import type { Options } from "tsup";

type Plugin = NonNullable<Options["esbuildPlugins"]>[number];

const namespace = "instead";

/** What the program gets instead of modules that it has no use for, and whose making every start would wait for. */
const replacements: readonly { readonly asked: RegExp; readonly contents: string }[] = [
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
];

/** A tsup plugin that bundles little of ours instead of much of others': it halves the time to the first request. */
export function leaveOutUnused(): Plugin {
  return {
    name: "leave-out-unused",
    setup(build) {
      for (const { asked } of replacements) {
        const path = asked.source;
        build.onResolve({ filter: asked }, (args) =>
          args.namespace === namespace ? null : { path, namespace },
        );
      }
      build.onLoad({ filter: /./, namespace }, ({ path }) => ({
        contents: replacements.find(({ asked }) => asked.source === path)?.contents ?? "",
        resolveDir: import.meta.dirname,
      }));
    },
  };
}
