import { describe, expect, it } from "vitest";
import { gatherStaged, type Files, type Gathered } from "./stage-run.ts";

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

describe("evidence from pytest", () => {
  it.each([
    ["a created item", "assert client.post('/items', json={'name': 'a'}).json()['name'] == 'a'"],
    ["a missing item", "assert client.get('/items/99').status_code == 404"],
    ["a refused item", "assert client.post('/items', json={'name': ''}).status_code == 422"],
    [
      "an item read again",
      "key = client.post('/items', json={'name': 'b'}).json()['id']\n    assert client.get(f'/items/{key}').json() == {'id': key, 'name': 'b'}",
    ],
  ])("proves %s of a new FastAPI service", async (_, body) => {
    const { report } = await gatherWith(
      {
        after: { ...conftest, "service.py": service, [testFile]: `${client}\ndef test_it():\n    ${body}\n` },
      },
      "test_it",
    );
    expect(report.suites[0]!.problems).toEqual([]);
    expect(report.criteria).toMatchObject([{ status: "proven" }]);
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

  it.each([
    ["is skipped", "@pytest.mark.skip\ndef test_it():\n    assert f() == 1"],
    ["is expected to fail", "@pytest.mark.xfail\ndef test_it():\n    assert f() == 2"],
    ["is expected to fail and does not", "@pytest.mark.xfail\ndef test_it():\n    assert f() == 1"],
    ["asserts nothing", "def test_it():\n    f()"],
    ["leaves assertions to the code", "def test_it():\n    checked(1) + 1"],
    ["is named otherwise", "def test_other():\n    assert f() == 1"],
    ["does not load", "from service import nothing\ndef test_it():\n    assert f() == 1"],
  ])("proves nothing by a test that %s", async (_, test) => {
    const text = `import pytest\nfrom service import checked, f\n\ndef test_other_one():\n    assert f()\n\n${test}\n`;
    const { report } = await gatherWith(
      { after: { ...conftest, "service.py": small, [testFile]: text } },
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
