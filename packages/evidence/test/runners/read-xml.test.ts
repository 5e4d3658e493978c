import { assert, nat, property, string } from "fast-check";
import { describe, expect, it } from "vitest";
import { readXml, type XmlElement } from "../../src/runners/xml/read-xml.ts";

const rootOf = (text: string): XmlElement => {
  const document = readXml(text);
  if ("problem" in document) throw new Error(document.problem);
  return document.root;
};
const problemOf = (text: string): string | null => {
  const document = readXml(text);
  return "problem" in document ? document.problem : null;
};

describe("XML", () => {
  it("is read with attributes, texts, references, comments and character data", () => {
    const text = `\uFEFF<?xml version="1.0"?><!-- <a> --><a x='1 > 0' y = "&lt;&#65;&#x1F600;&quot;">t&amp;<b/><![CDATA[<c>&amp;]]>\n</a>\n<!-- end -->`;
    expect(rootOf(text)).toEqual({
      name: "a",
      attributes: new Map([
        ["x", "1 > 0"],
        ["y", '<A😀"'],
      ]),
      children: ["t&", { name: "b", attributes: new Map(), children: [] }, "<c>&amp;", "\n"],
    });
  });

  it.each([
    ["declares a document type", '<!DOCTYPE a [<!ENTITY b "bb">]><a>&b;</a>', /document type/],
    ["names an entity of its own", "<a>&b;</a>", /entity/],
    ["names a file", '<a x="&file;"/>', /entity/],
    ["holds a bare ampersand", "<a>b & c</a>", /entity/],
    ["is cut", "<a><b></b>", /<a> is not closed: it is truncated/],
    ["is cut in a tag", '<a><b x="1', /Line 1: what follows is neither a tag nor text/],
    ["closes what is not open", "<a>\n</b>", /Line 2: <\/b> closes <a>/],
    ["goes on after its end", "<a/><a/>", /second root/],
    ["has text around its root", "<a/>and more", /text outside/],
    ["has an attribute twice", '<a x="1" x="2"/>', /twice/],
    ["is empty", " ", /no element/],
    ["is nested without end", "<a>".repeat(101), /nested more than 100 deep/],
  ])("that %s is refused", (_, text, problem) => {
    expect(problemOf(text)).toMatch(problem);
  });

  it("knows what is no character by the sign for that", () => {
    expect(rootOf("<a>&#0;&#xD800;&#x110000;&#27;</a>").children).toEqual(["\uFFFD\uFFFD\uFFFD\u001B"]);
  });

  it("gives back every text that is escaped", () => {
    const escape = (text: string): string =>
      text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll('"', "&#34;");
    assert(
      property(string({ unit: "binary", maxLength: 40 }), (text) => {
        const { attributes, children } = rootOf(`<a b="${escape(text)}">${escape(text)}</a>`);
        const texts = children.filter((child) => typeof child === "string");
        expect([attributes.get("b"), texts.join("")]).toEqual([text, text]);
      }),
    );
  });

  it("never takes a part for the whole", () => {
    const whole = '<a b="c"><d>e</d><![CDATA[f]]><!-- g --></a>';
    assert(
      property(nat({ max: whole.length - 1 }), (length) => {
        expect(problemOf(whole.slice(0, length))).not.toBeNull();
      }),
    );
  });
});
