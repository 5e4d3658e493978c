import { assert, constantFrom, integer, oneof, property, string } from "fast-check";
import { expect, it } from "vitest";
import { escapeControlCharacters, showControlCharacters } from "../../src/layout/show-control-characters.ts";

const steering = /[^\P{Cc}\t\n]|\p{Bidi_Control}/u;
const anything = string({
  unit: oneof(
    string({ unit: "binary", maxLength: 1 }),
    integer({ max: 0xff, min: 0 }).map((code) => String.fromCharCode(code)),
    constantFrom("\u061C", "\u200E", "\u200F", "\u202A", "\u202E", "\u2066", "\u2069"),
  ),
});

it("shows what would steer a terminal as pictures, a character for a character", () => {
  expect(showControlCharacters("a\u001B]0;pwn\u0007b\u009B31m\u007F\u202Ec")).toBe(
    "a␛]0;pwn␇b\uFFFD31m␡\uFFFDc",
  );
  expect(showControlCharacters("a\tb\r\nc\rd")).toBe("a\tb\nc␍d");
  expect(showControlCharacters("Grüße, 世界, 👩‍💻 שלום")).toBe("Grüße, 世界, 👩‍💻 שלום");
});

it("leaves nothing that steers in any text, and nothing of any value out of JSON", () => {
  assert(
    property(anything, (text) => {
      expect(showControlCharacters(text)).not.toMatch(steering);
      const json = escapeControlCharacters(JSON.stringify({ text }, null, 2));
      expect(json).not.toMatch(steering);
      expect(showControlCharacters(json)).toBe(json);
      expect(JSON.parse(json)).toEqual({ text });
    }),
  );
});
