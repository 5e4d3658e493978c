import { fromMarkdown } from "mdast-util-from-markdown";
import { frontmatterFromMarkdown } from "mdast-util-frontmatter";
import { gfmFromMarkdown } from "mdast-util-gfm";
import { frontmatter } from "micromark-extension-frontmatter";
import { gfm } from "micromark-extension-gfm";
import type { Nodes, Root } from "mdast";
import { KimiError } from "@kimi/contracts";

/** What only matters within a line of text. */
const inlineConstructs = [
  "attention",
  "autolink",
  "characterEscape",
  "characterReference",
  "codeText",
  "hardBreakEscape",
  "htmlText",
  "labelEnd",
  "labelStartImage",
  "labelStartLink",
];

const frontMatter = {
  syntax: frontmatter(["yaml", "toml"]),
  tree: frontmatterFromMarkdown(["yaml", "toml"]),
};
const gfmSyntax = gfm();
/** Tables, footnotes and front matter make blocks. */
const blockSyntax = {
  disable: { null: inlineConstructs },
  ...(gfmSyntax.document === undefined ? {} : { document: gfmSyntax.document }),
  ...(gfmSyntax.flow === undefined ? {} : { flow: gfmSyntax.flow }),
};
/** Without its search for addresses in text, which leaves nodes that do not say where they stand. */
const gfmTree = gfmFromMarkdown().map((extension) => ({ ...extension, transforms: [] }));

/**
 * The syntax tree of a Markdown text: CommonMark with GFM and YAML or TOML front matter.
 * @throws KimiError `input` for more than 100 levels of lists, quotes and marks within each other.
 */
export function parseMarkdown(text: string): Root {
  return guardDepth(text, () =>
    fromMarkdown(text, {
      extensions: [gfmSyntax, frontMatter.syntax],
      mdastExtensions: [gfmTree, frontMatter.tree],
    }),
  );
}

/** The blocks of a Markdown text, what stands in them left as it is: the same blocks in half the time. */
export function parseMarkdownBlocks(text: string): Root {
  return guardDepth(text, () =>
    fromMarkdown(text, {
      extensions: [blockSyntax, frontMatter.syntax],
      mdastExtensions: [gfmTree, frontMatter.tree],
    }),
  );
}

/** Nobody writes deeper texts, and whoever walks the tree has a stack that ends. */
const maxDepth = 100;

/** A line that begins with a thousand quotes or lists: to parse it takes time that grows with their square. */
const deepLine = /^(?:[ \t]*(?:>|[-+*][ \t]|\d{1,9}[.)][ \t])){1000}/m;

function guardDepth(text: string, parse: () => Root): Root {
  try {
    const root = deepLine.test(text) ? null : parse();
    if (root !== null && !isDeeper(root, maxDepth)) return root;
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
  }
  throw new KimiError("input", `found more than ${maxDepth} levels, expected a text that people can read`);
}

function isDeeper(root: Root, depth: number): boolean {
  let level: Nodes[] = [root];
  for (let reached = 0; level.length > 0; reached += 1) {
    if (reached > depth) return true;
    level = level.flatMap((node) => ("children" in node ? node.children : []));
  }
  return false;
}
