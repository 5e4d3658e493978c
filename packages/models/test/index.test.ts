import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { expect, test } from "vitest";

const packageFolder = fileURLToPath(new URL("..", import.meta.url));

test("importing the package loads neither the client nor the Agents SDK", async () => {
  const program = `
    import { registerHooks } from "node:module";
    const seen = [];
    registerHooks({ resolve: (specifier, context, next) => (seen.push(specifier), next(specifier, context)) });
    await import("@kimi/models");
    await import("@kimi/models/testing");
    console.log(JSON.stringify(seen.filter((specifier) => /^(@?openai|zod)\\b/.test(specifier))));
  `;
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ["--conditions=@kimi/source", "--input-type=module", "--eval", program],
    { cwd: packageFolder },
  );
  const loaded: unknown = JSON.parse(stdout);
  expect(new Set(Array.isArray(loaded) ? loaded : [])).toEqual(new Set(["zod"]));
});
