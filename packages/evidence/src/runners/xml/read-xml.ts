import { decodeXmlText } from "./decode-xml-text.ts";

/** An element with its attributes and what is in it, in order; texts are decoded. */
export interface XmlElement {
  readonly name: string;
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: readonly (XmlElement | string)[];
}

/** The root of a document, or one sentence on why it has none. */
export type XmlDocument = { readonly root: XmlElement } | { readonly problem: string };

const maxLength = 64 * 1024 * 1024;
const maxDepth = 100;

/**
 * Reads XML as test runners write it. Strict where it matters: every tag is closed, nothing follows the root, and a
 * document type, and with it every entity of its own, is refused (XML 1.0 without its section 2.8).
 */
export function readXml(text: string): XmlDocument {
  if (text.length > maxLength) return { problem: `It is longer than ${maxLength} characters.` };
  const reader: Reader = { text, at: text.startsWith("\uFEFF") ? 1 : 0, open: [], root: null };
  while (reader.at < text.length) {
    const problem = readNext(reader);
    if (problem !== null) return { problem: `Line ${countLines(text, reader.at)}: ${problem}` };
  }
  const unclosed = reader.open.at(-1);
  if (unclosed !== undefined) return { problem: `<${unclosed.name}> is not closed: it is truncated.` };
  return reader.root === null ? { problem: "There is no element in it." } : { root: reader.root };
}

interface OpenElement extends XmlElement {
  readonly children: (XmlElement | string)[];
}

interface Reader {
  readonly text: string;
  at: number;
  readonly open: OpenElement[];
  root: XmlElement | null;
}

const name = "[A-Za-z_:][\\w:.-]*";
const passedOver = /<!--[^]*?-->|<\?[^]*?\?>/y;
const characterData = /<!\[CDATA\[([^]*?)\]\]>/y;
const startTag = new RegExp(`<(${name})((?:\\s+${name}\\s*=\\s*(?:"[^"<]*"|'[^'<]*'))*)\\s*(/?)>`, "y");
const endTag = new RegExp(`</(${name})\\s*>`, "y");
const attribute = new RegExp(`(${name})\\s*=\\s*(?:"([^"]*)"|'([^']*)')`, "g");
const plainText = /[^<]+/y;

/** Reads one token; what is wrong with it, or `null`. */
function readNext(reader: Reader): string | null {
  const { text, at } = reader;
  if (text.startsWith("<!DOCTYPE", at)) return "it declares a document type, which no report needs.";
  if (take(reader, passedOver) !== null) return null;
  const [, data] = take(reader, characterData) ?? [];
  if (data !== undefined) return addText(reader, data);
  const [, closing] = take(reader, endTag) ?? [];
  if (closing !== undefined) return closeElement(reader, closing);
  const [, opening, attributes = "", empty] = take(reader, startTag) ?? [];
  if (opening !== undefined) return openElement(reader, opening, attributes, empty === "/");
  const [plain] = take(reader, plainText) ?? [];
  if (plain === undefined) return "what follows is neither a tag nor text.";
  const decoded = decodeXmlText(plain);
  return decoded === null ? "an entity that is not one of XML's own." : addText(reader, decoded);
}

function take(reader: Reader, pattern: RegExp): RegExpExecArray | null {
  pattern.lastIndex = reader.at;
  const found = pattern.exec(reader.text);
  if (found !== null) reader.at = pattern.lastIndex;
  return found;
}

function addText({ open }: Reader, text: string): string | null {
  const parent = open.at(-1);
  if (parent !== undefined) parent.children.push(text);
  return parent === undefined && text.trim() !== "" ? "text outside of the root." : null;
}

function openElement(reader: Reader, tag: string, source: string, empty: boolean): string | null {
  const attributes = new Map<string, string>();
  for (const [, key = "", double, single] of source.matchAll(attribute)) {
    const value = decodeXmlText(double ?? single ?? "");
    if (value === null) return "an entity that is not one of XML's own.";
    if (attributes.has(key)) return `<${tag}> has the attribute ${key} twice.`;
    attributes.set(key, value);
  }
  const element: OpenElement = { name: tag, attributes, children: [] };
  const parent = reader.open.at(-1);
  if (parent === undefined && reader.root !== null) return "a second root: the report goes on after its end.";
  if (parent === undefined) reader.root = element;
  else parent.children.push(element);
  if (!empty) reader.open.push(element);
  return reader.open.length > maxDepth ? `elements are nested more than ${maxDepth} deep.` : null;
}

function closeElement({ open }: Reader, tag: string): string | null {
  const closed = open.pop();
  return closed?.name === tag ? null : `</${tag}> closes <${closed?.name ?? "nothing"}>.`;
}

function countLines(text: string, until: number): number {
  return text.slice(0, until).split("\n").length;
}
