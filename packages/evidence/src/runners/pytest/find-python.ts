import { isKimiError, type WorkingTree, type WorkspaceFiles } from "@kimi/contracts";
import { decodeText } from "../../decode-text.ts";

/**
 * The interpreter to run a project's tests with: one that has the runner's module and, of those, the one that lacks the fewest of
 * the modules the project imports. Virtual environments in the tree come first, then PATH in its order.
 * `null` when none has it.
 */
export async function findPython(
  tree: Pick<WorkingTree, "files" | "commands">,
  runner: "pytest" | "unittest",
  signal: AbortSignal,
): Promise<string | null> {
  const modules = await listImports(tree.files);
  const result = await tree.commands.run({
    argv: ["/bin/sh", "-c", listInterpreters, "find-python", ...modules],
    supportFiles: { "rank.py": rankInterpreter },
    env: { KIMI_RANK: "{support}/rank.py", KIMI_RUNNER: runner, PYTHONDONTWRITEBYTECODE: "1" },
    timeoutMs: 60_000,
    signal,
  });
  const ranked = result.stdout.text.split("\n").flatMap((line) => {
    const [, missing, path] = /^kimi-python (\d+) (.+)$/.exec(line) ?? [];
    return missing === undefined || path === undefined ? [] : [{ missing: Number(missing), path }];
  });
  const [best] = ranked.toSorted((a, b) => a.missing - b.missing);
  return best?.path ?? null;
}

/** Relative to the root, so that the path holds wherever the tree is. */
const listInterpreters = `
folders=".venv/bin:venv/bin:env/bin:$PATH"
IFS=:
for folder in $folders; do
  if [ -x "$folder/python3" ]; then "$folder/python3" "$KIMI_RANK" "$folder/python3" "$@" 2>/dev/null; fi
done
exit 0
`;

const rankInterpreter = String.raw`
import importlib.util, os, sys
sys.path[0] = "."
def has(name):
    try:
        return importlib.util.find_spec(name) is not None
    except Exception:
        return False
if has(os.environ["KIMI_RUNNER"]):
    # What stands on PATH may be a script that looks for the interpreter each time.
    path = sys.executable if sys.argv[1].startswith("/") else sys.argv[1]
    print("kimi-python", sum(not has(name) for name in sys.argv[2:]), path)
`;

const maxFiles = 300;

/** Top-level names that the project's Python files import. */
async function listImports(files: WorkspaceFiles): Promise<readonly string[]> {
  const sources = (await files.listSourceFiles()).filter(
    ({ path, type }) => type === "file" && path.endsWith(".py"),
  );
  const names = new Set<string>();
  for (const { path } of sources.slice(0, maxFiles)) {
    const text = await readText(files, path);
    for (const [, name] of text.matchAll(/^[ \t]*(?:import|from)[ \t]+([A-Za-z_]\w*)/gm)) {
      if (name !== undefined) names.add(name);
    }
  }
  return [...names].toSorted();
}

async function readText(files: WorkspaceFiles, path: string): Promise<string> {
  try {
    return decodeText(await files.read(path)) ?? "";
  } catch (error) {
    if (isKimiError(error, "workspace", "path-refused")) return "";
    throw error;
  }
}
