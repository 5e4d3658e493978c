import { describe, expect, it } from "vitest";
import { gatherStaged, requirement, type Files, type Gathered } from "./stage-run.ts";

const testFile = "tests/test_service.py";

async function gatherWith(
  files: { readonly before?: Files; readonly after: Files },
  test: string,
): Promise<Gathered> {
  return await gatherStaged({
    before: files.before ?? {},
    after: files.after,
    testing: {
      suites: [{ runner: "pytest", files: [testFile] }],
      bindings: [{ criterion: "REQ-1.1", file: testFile, test }],
    },
  });
}

const service = `"""Items."""
from fastapi import FastAPI, HTTPException
from pydantic import BaseModel, Field

app = FastAPI()
_items: dict = {}


class Item(BaseModel):
    name: str = Field(min_length=1)


@app.post("/items", status_code=201)
async def create(item: Item) -> dict:
    """Keeps an item."""
    key = len(_items) + 1
    _items[key] = item.name
    return {"id": key, "name": item.name}


@app.get("/items/{key}")
def read(key: int) -> dict:
    if key not in _items:
        raise HTTPException(status_code=404)
    return {"id": key, "name": _items[key]}
`;

const client = `import pytest
from fastapi.testclient import TestClient
from service import app

client = TestClient(app)
`;

const small = "def f():\n    return 1\n\n\ndef checked(value):\n    assert value > 0\n    return value\n";

const conftest = { "conftest.py": "" };

/** One criterion for each test, REQ-1.1, REQ-2.1 and so on. */
async function gatherEach(after: Files, names: readonly string[]): Promise<Gathered> {
  return await gatherStaged({
    before: {},
    after,
    requirements: names.map((_, index) => requirement("must", index + 1)),
    testing: {
      suites: [{ runner: "pytest", files: [testFile] }],
      bindings: names.map((test, index) => ({ criterion: `REQ-${index + 1}.1`, file: testFile, test })),
    },
  });
}

describe("evidence from pytest", () => {
  it("proves what a new FastAPI service answers: items created, missing, refused and read again", async () => {
    const bodies = [
      "assert client.post('/items', json={'name': 'a'}).json()['name'] == 'a'",
      "assert client.get('/items/99').status_code == 404",
      "assert client.post('/items', json={'name': ''}).status_code == 422",
      "key = client.post('/items', json={'name': 'b'}).json()['id']\n    assert client.get(f'/items/{key}').json() == {'id': key, 'name': 'b'}",
    ];
    const tests = bodies.map((body, index) => `\ndef test_${index}():\n    ${body}\n`);
    const { report } = await gatherEach(
      { ...conftest, "service.py": service, [testFile]: `${client}${tests.join("")}` },
      bodies.map((_, index) => `test_${index}`),
    );
    expect(report.suites[0]!.problems).toEqual([]);
    expect(report.criteria.map(({ status }) => status)).toEqual(bodies.map(() => "proven"));
  });

  it("binds a function to all its parametrised tests, which all must pass", async () => {
    const parametrised = (expected: number) =>
      `import pytest\nfrom service import double\n\n@pytest.mark.parametrize("n,m", [(1, 2), (2, ${expected})])\ndef test_double(n, m):\n    assert double(n) == m\n`;
    const after = { ...conftest, "service.py": "def double(n):\n    return n * 2\n" };
    const proven = await gatherWith({ after: { ...after, [testFile]: parametrised(4) } }, "test_double");
    expect(proven.report.criteria).toMatchObject([{ status: "proven" }]);
    expect(proven.report.criteria[0]!.evidence.map(({ test }) => test.name)).toEqual([
      "test_double[1-2]",
      "test_double[2-4]",
    ]);
    const failed = await gatherWith({ after: { ...after, [testFile]: parametrised(5) } }, "test_double");
    expect(failed.report.criteria).toMatchObject([{ status: "failed" }]);
  });

  it("puts a changed method back to what it was, in a file with wide characters and CRLF", async () => {
    const written = (result: string, more = "") =>
      `"""Prices in €, 😀."""\r\nclass Cart:\r\n    def total(self):\r\n        label = "😀"; return ${result}\r\n${more}`;
    const { report } = await gatherWith(
      {
        before: { "service.py": written("1"), ...conftest },
        after: {
          "service.py": written("2", "\r\ndef extra():\r\n    yield 3\r\n"),
          [testFile]:
            "from service import Cart, extra\n\n\nclass TestCart:\n    def test_total(self):\n        assert Cart().total() == 2\n",
        },
      },
      "TestCart::test_total",
    );
    expect(report.criteria).toMatchObject([{ status: "proven" }]);
    expect(report.criteria[0]!.evidence[0]!.red).toMatchObject([
      { method: "baseline", outcome: "red-load" },
      {
        method: "hollow",
        outcome: "red-assertion",
        detail: expect.stringContaining("Cart.total as before the run"),
      },
    ]);
  });

  it("proves nothing by tests that are skipped, expected to fail, assert nothing, or are not there", async () => {
    const tests = [
      "@pytest.mark.skip\ndef test_skipped():\n    assert f() == 1",
      "@pytest.mark.xfail\ndef test_expected():\n    assert f() == 2",
      "@pytest.mark.xfail\ndef test_expected_in_vain():\n    assert f() == 1",
      "def test_asserts_nothing():\n    f()",
      "def test_leaves_assertions_to_the_code():\n    checked(1) + 1",
      "def test_named_otherwise():\n    assert f() == 1",
    ];
    const names = tests.map((test) => /def (\w+)/.exec(test)![1]!.replace("named_otherwise", "missing"));
    const text = `import pytest\nfrom service import checked, f\n\n${tests.join("\n\n")}\n`;
    const { report } = await gatherEach({ ...conftest, "service.py": small, [testFile]: text }, names);
    expect(report.suites[0]!.problems).toEqual([]);
    expect(report.criteria.map(({ status }) => status)).toEqual(tests.map(() => "unproven"));
  });

  it("proves nothing by a file that does not load", async () => {
    const text = "from service import nothing\n\ndef test_it():\n    assert f() == 1\n";
    const { report } = await gatherWith(
      { after: { ...conftest, "service.py": small, [testFile]: text } },
      "test_it",
    );
    expect(report.criteria).toMatchObject([{ status: "unproven" }]);
  });

  it("is not taken in by a plugin that makes failures look passed: it does so without the work too", async () => {
    const plugin = `import pytest

@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item, call):
    (yield).get_result().outcome = "passed"
`;
    const { report } = await gatherWith(
      {
        after: {
          "conftest.py": plugin,
          "service.py": small,
          [testFile]: "from service import f\n\ndef test_it():\n    assert f() == 2\n",
        },
      },
      "test_it",
    );
    expect(report.criteria).toMatchObject([{ status: "unproven" }]);
  });

  it("does not run byte code that lies in the tree", async () => {
    const { report } = await gatherWith(
      {
        after: {
          ...conftest,
          "service.py": "def f():\n    return 1\n",
          [testFile]: "from service import f\n\ndef test_it():\n    assert f() == 1\n",
          "tests/planted.py": "def f():\n    return 1\n",
          // Byte code of this kind is run unchecked, whatever the source says.
          "conftest.py":
            'import py_compile, sys\npy_compile.compile("tests/planted.py", f"__pycache__/service.{sys.implementation.cache_tag}.pyc", invalidation_mode=py_compile.PycInvalidationMode.UNCHECKED_HASH)\n',
        },
      },
      "test_it",
    );
    expect(report.criteria).toMatchObject([{ status: "proven" }]);
  });
});
