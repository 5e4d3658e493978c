import { childNode, childNodes, parseJavaScript, type SyntaxNode } from "../javascript/parse-javascript.ts";

/**
 * What a file says on how tests are run, by name, white space normalised; nothing for files that say nothing on it.
 * Of manifests only the parts about tests count.
 */
export function readTestSettings(path: string, text: string | null): ReadonlyMap<string, string> {
  if (text === null) return new Map();
  const name = path.slice(path.lastIndexOf("/") + 1);
  const reader = readers.find(([pattern]) => pattern.test(path) || pattern.test(name))?.[1];
  const found = reader?.(text) ?? [];
  return new Map(found.map(([key, value]) => [key, value.replaceAll(/\s+/g, " ").trim()]));
}

/** True for files that may say how tests are run. */
export function isTestSettingsPath(path: string): boolean {
  const name = path.slice(path.lastIndexOf("/") + 1);
  return readers.some(([pattern]) => pattern.test(path) || pattern.test(name));
}

type Entries = readonly (readonly [name: string, value: string])[];

const readers: readonly (readonly [RegExp, (text: string) => Entries])[] = [
  [/^package\.json$/, readManifest],
  [/^[jt]sconfig.*\.json$/, (text) => pick(text, ["paths", "baseUrl"])],
  [/^vite\.config\.[cm]?[jt]s$/, (text) => pick(text, ["test"])],
  [/^(?:vitest|jest|karma|playwright|cypress|ava)\.(?:config|workspace|setup)\./, whole],
  [/^\.(?:mocharc|nycrc|c8rc)(?:\.|$)/, whole],
  [/^pytest\.ini$/, whole],
  [/^pyproject\.toml$/, (text) => readSections(text, /^tool\.(?:pytest|coverage)\b/)],
  [/^(?:setup\.cfg|tox\.ini)$/, (text) => readSections(text, /^(?:tool:)?pytest$|^testenv/)],
  [/^nextest\.toml$/, whole],
  [/^Cargo\.toml$/, (text) => readSections(text, /^(?:lib|test|profile\.test)$/)],
  [/^(?:\.coveragerc|noxfile\.py|bunfig\.toml)$/, whole],
  [/^(?:GNUm|M|m)akefile$|\.mk$|^[Jj]ustfile$/, readTargets],
  [/^deno\.jsonc?$/, (text) => pick(text, ["test", "tasks"])],
  [/^\.github\/workflows\/|^\.circleci\/|^\.ci\/|^\.buildkite\//, whole],
  [/^(?:\.gitlab-ci\.yml|\.travis\.yml|azure-pipelines\.yml|bitbucket-pipelines\.yml|Jenkinsfile)$/, whole],
];

function whole(text: string): Entries {
  return [["the file", text]];
}

/** Scripts that test, and what runners keep in the manifest. */
function readManifest(text: string): Entries {
  let manifest: unknown;
  try {
    manifest = JSON.parse(text);
  } catch {
    return [];
  }
  const scripts = readMembers(readMembers(manifest).find(([key]) => key === "scripts")?.[1])
    .filter(([key, value]) => /^(?:pre|post)?test(?::|$)/.test(key) && !isPlaceholder(value))
    .map(([key, value]) => [`scripts.${key}`, JSON.stringify(value)] as const);
  const runners = readMembers(manifest)
    .filter(([key]) => ["jest", "vitest", "mocha", "ava", "nyc", "c8"].includes(key))
    .map(([key, value]) => [key, JSON.stringify(value)] as const);
  return [...scripts, ...runners];
}

/** What `npm init` writes where there are no tests. */
function isPlaceholder(script: unknown): boolean {
  return typeof script === "string" && script.includes("no test specified");
}

function readMembers(value: unknown): readonly (readonly [string, unknown])[] {
  return typeof value === "object" && value !== null ? Object.entries(value) : [];
}

/** Members of these names, wherever they stand in JavaScript or in JSON with comments. */
function pick(text: string, names: readonly string[]): Entries {
  const isJson = /^\s*(?:\/[/*][\s\S]*?)?\{/.test(text);
  const tree = parseJavaScript("settings.ts", isJson ? `(${text}\n)` : text);
  if (tree === null) return whole(text);
  const source = isJson ? `(${text}\n)` : text;
  const found: (readonly [string, string])[] = [];
  const visit = (node: SyntaxNode): void => {
    const key = node.type === "ObjectProperty" ? childNode(node, "key") : null;
    const name = key === null ? "" : source.slice(key.start, key.end).replaceAll(/["']/g, "");
    if (names.includes(name)) found.push([name, source.slice(node.start, node.end)]);
    else for (const child of childNodes(node)) visit(child.node);
  };
  visit(tree);
  return found;
}

/** Targets of a Makefile or recipes of a justfile that test, with what they run. */
function readTargets(text: string): Entries {
  const targets = text.matchAll(
    /^([\w-]*(?:test|check|spec)[\w-]*)\b([^:\n]*):(?!=)(.*(?:\n(?:[ \t]+.*|(?=\n)))*)/gm,
  );
  return [...targets].map(([, name = "", parameters = "", body = ""]) => [name, `${parameters}:${body}`]);
}

/** Sections of TOML and INI files by the name in their header. */
function readSections(text: string, wanted: RegExp): Entries {
  return text.split(/^(?=\[)/m).flatMap((section): Entries => {
    const [, name = ""] = /^\[+([^\]]*)\]/.exec(section) ?? [];
    return wanted.test(name.trim()) ? [[`[${name}]`, section]] : [];
  });
}
