import { expect, it } from "vitest";
import { withholdCredentials } from "../../src/isolation/withhold-credentials.ts";

it.each([
  ["\turl = https://me:pass@example.org/x.git", "\turl = https://example.org/x.git"],
  ["\turl = http://token@example.org/x.git", "\turl = http://example.org/x.git"],
  ['[url "https://me:pass@example.org/"]', '[url "https://example.org/"]'],
  ['[http "x"]\n\textraheader = AUTHORIZATION: basic abc\n\tproxy = p', '[http "x"]\n\tproxy = p'],
  ["\tpassword = abc\n\tuser = me", "\tuser = me"],
  ["\toauthToken=abc", ""],
])("takes credentials out of %j", (config, expected) => {
  expect(withholdCredentials(config)).toBe(expected);
});

it.each([
  '[remote "origin"]\n\turl = git@example.org:me/x.git\n\tfetch = +refs/heads/*:refs/remotes/origin/*\n',
  "\turl = ssh://git@example.org/x.git",
  "\turl = https://example.org/@scope/x.git\n\temail = me@example.org",
  "[core]\r\n\tbare = false\r\n",
])("leaves %j as it is", (config) => {
  expect(withholdCredentials(config)).toBe(config);
});
