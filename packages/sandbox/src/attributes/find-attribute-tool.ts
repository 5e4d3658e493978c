import { AttributeTool } from "./attribute-tool.ts";

const found = new Map<string, AttributeTool | null>();

/** What this machine has for reading and writing extended attributes; `null` for nothing. Looked for once per PATH. */
export function findAttributeTool(path = process.env["PATH"] ?? ""): AttributeTool | null {
  const known = found.get(path);
  if (known !== undefined) return known;
  const tool = AttributeTool.find(path);
  found.set(path, tool);
  return tool;
}
