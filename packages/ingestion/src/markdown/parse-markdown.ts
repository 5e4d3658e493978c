import { fromMarkdown } from "mdast-util-from-markdown";
import { frontmatterFromMarkdown } from "mdast-util-frontmatter";
import { gfmFromMarkdown } from "mdast-util-gfm";
import { frontmatter } from "micromark-extension-frontmatter";
import { gfm } from "micromark-extension-gfm";
import type { Root } from "mdast";
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

/** The syntax tree of a Markdown text: CommonMark with GFM and YAML or TOML front matter. */
export function parseMarkdown(text: string): Root {
  return guardDepth(() =>
    fromMarkdown(text, {
      extensions: [gfmSyntax, frontMatter.syntax],
      mdastExtensions: [gfmTree, frontMatter.tree],
    }),
  );
}

/** The blocks of a Markdown text, what stands in them left as it is: the same blocks in half the time. */
export function parseMarkdownBlocks(text: string): Root {
  return guardDepth(() =>
    fromMarkdown(text, {
      extensions: [blockSyntax, frontMatter.syntax],
      mdastExtensions: [gfmTree, frontMatter.tree],
    }),
  );
}

function guardDepth(parse: () => Root): Root {
  try {
    return parse();
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new KimiError("input", "found blocks nested too deeply, expected a text that people can read");
  }
}
