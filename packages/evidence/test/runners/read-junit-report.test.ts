import { describe, expect, it } from "vitest";
import { readJunitReport } from "../../src/runners/junit/read-junit-report.ts";

const endings = (report: string, files: readonly string[]): object =>
  Object.fromEntries(
    readJunitReport(report, files).tests.map(({ id, outcome, failure }) => [
      `${id.file} ${id.name}`,
      failure ?? outcome,
    ]),
  );

/** As the documentation of Maven Surefire has it. */
const surefire = `<?xml version="1.0" encoding="UTF-8"?>
<testsuite name="com.acme.CartTest" time="0.1" tests="6" errors="1" skipped="1" failures="3">
  <properties><property name="java.version" value="21"/></properties>
  <testcase name="adds" classname="com.acme.CartTest" time="0.012"/>
  <testcase name="fails" classname="com.acme.CartTest" time="1,012.5">
    <failure message="expected: &lt;4&gt; but was: &lt;3&gt;" type="org.opentest4j.AssertionFailedError"><![CDATA[org.opentest4j.AssertionFailedError: expected: <4> but was: <3>
	at org.junit.jupiter.api.AssertionUtils.fail(AssertionUtils.java:55)
	at com.acme.CartTest.fails(CartTest.java:12)
]]></failure>
    <system-out>noise</system-out>
  </testcase>
  <testcase name="failsInTheCode" classname="com.acme.CartTest">
    <failure message="strict" type="java.lang.AssertionError">java.lang.AssertionError: strict
	at com.acme.Cart.strict(Cart.java:5)
	at com.acme.CartTest.failsInTheCode(CartTest.java:16)</failure>
  </testcase>
  <testcase name="breaks" classname="com.acme.CartTest"><error message="/ by zero" type="java.lang.ArithmeticException"/></testcase>
  <testcase name="later" classname="com.acme.CartTest"><skipped message="later"/></testcase>
  <testcase name="deep" classname="com.acme.CartTest$Inner"><failure type="org.junit.ComparisonFailure" message="a"/></testcase>
</testsuite>`;

describe("JUnit XML", () => {
  it("of Surefire is read right, by class and file", () => {
    const files = ["src/test/java/com/acme/CartTest.java", "src/test/java/com/acme/OtherTest.java"];
    expect(endings(surefire, files)).toEqual({
      [`${files[0]} adds`]: "passed",
      [`${files[0]} fails`]: "assertion",
      [`${files[0]} failsInTheCode`]: "error",
      [`${files[0]} breaks`]: "error",
      [`${files[0]} later`]: "skipped",
      [`${files[0]} Inner > deep`]: "assertion",
    });
    expect(readJunitReport(surefire, files)).toMatchObject({ problems: [], failed: true });
    expect(readJunitReport(surefire, files).tests[1]).toMatchObject({ durationMs: 1_012_500 });
  });

  it("finds the file by what it names: a path, a suite, a class, or because there is but one", () => {
    const report = `<testsuites>
      <testsuite name="a" file="/project/test/a.test.js"><testcase name="by suite"/></testsuite>
      <testsuite name="test/b.test.js"><testcase name="by name"/></testsuite>
      <testsuite name="c"><testcase name="by case" file="./test/c.test.js"/></testsuite>
      <testsuite name="all"><testcase classname="tests.test_d.TestD" name="by class"/><testcase name="by nothing"/></testsuite>
    </testsuites>`;
    const files = ["test/a.test.js", "test/b.test.js", "test/c.test.js", "tests/test_d.py"];
    const read = readJunitReport(report, files);
    expect(read.tests.map(({ id }) => [id.file, id.name])).toEqual([
      ["test/a.test.js", "by suite"],
      ["test/b.test.js", "by name"],
      ["test/c.test.js", "by case"],
      ["tests/test_d.py", "TestD > by class"],
    ]);
    expect(read.problems).toEqual([
      "The result “by nothing” belongs to none of the files that were asked for.",
    ]);
    expect(readJunitReport('<testsuite><testcase name="x"/></testsuite>', ["a.sh"]).tests).toHaveLength(1);
  });

  it.each([
    [
      "that hides failures",
      '<testsuite tests="1" failures="1"><testcase name="a"/></testsuite>',
      /announces 1 failures/,
    ],
    [
      "with less than it announces",
      '<testsuite tests="2"><testcase name="a"/></testsuite>',
      /announces 2 tests and holds 1/,
    ],
    [
      "of a suite that broke",
      '<testsuite><testcase name="a"/><error message="no"/></testsuite>',
      /went wrong: no/,
    ],
    ["of something else", "<coverage/>", /its root is <coverage>/],
    ["followed by another", "<testsuite/><testsuite/>", /malformed/],
    ["that is a bomb", '<!DOCTYPE a [<!ENTITY b "b">]><testsuite/>', /document type/],
  ])("%s is a problem", (_, report, problem) => {
    expect(readJunitReport(report, ["a.sh"]).problems.join("\n")).toMatch(problem);
  });

  it("counts no test as passed that says anything else of itself", () => {
    const report = `<testsuite>
      <testcase name="flaky"><flakyFailure message="first"/></testcase>
      <testcase name="rerun"><rerunFailure message="first"/></testcase>
      <testcase name="warned"><warning/></testcase>
      <testcase name="off" status="disabled"/>
      <testcase name="planned"><skipped type="todo"/></testcase>
      <testcase name="quiet"><system-out/><properties/></testcase>
    </testsuite>`;
    expect(endings(report, ["a.sh"])).toEqual({
      "a.sh flaky": "error",
      "a.sh rerun": "error",
      "a.sh warned": "skipped",
      "a.sh off": "skipped",
      "a.sh planned": "todo",
      "a.sh quiet": "passed",
    });
  });
});
