import { expect, test } from "vitest";
import { startModelServer } from "../../src/testing/index.ts";
import { gatewayTo, hiding } from "../support/fake-ports.ts";

const files = [
  { path: "src/app.py", text: "print('hunter2')" },
  { path: "Cargo.toml", text: "[package]" },
  { path: "docs/a.md", text: "# A" },
];

test("files are searchable while the upload lives, redacted and under readable names, and gone afterwards", async () => {
  await using server = await startModelServer([]);
  const gateway = gatewayTo(server.url, { redactor: hiding("hunter2") });
  const uploaded = await gateway.uploadForSearch(files, new AbortController().signal);

  expect([...server.uploads.stores.keys()]).toEqual([uploaded.vectorStoreId]);
  const held = Object.fromEntries([...server.uploads.files.values()].map(({ name, text }) => [name, text]));
  expect(held).toEqual({
    "Cargo.toml.txt": "[package]",
    "docs__a.md": "# A",
    "src__app.py": "print('[[secret:1]]')",
  });
  await uploaded[Symbol.asyncDispose]();
  expect(server.uploads.files.size + server.uploads.stores.size).toBe(0);
  server.assertComplete();
});

test("everything uploaded expires by itself", async () => {
  await using server = await startModelServer([]);
  await gatewayTo(server.url).uploadForSearch(files.slice(0, 1), new AbortController().signal);

  const store = server.requests.find(({ path }) => path === "/v1/vector_stores");
  expect(store?.body).toMatchObject({ expires_after: { anchor: "last_active_at", days: 1 } });
  const [file] = server.uploads.files.values();
  expect(file?.fields).toMatchObject({
    purpose: "assistants",
    "expires_after[anchor]": "created_at",
    "expires_after[seconds]": "86400",
  });
});

test("an upload of an earlier run is deleted by its id, once or twice", async () => {
  await using server = await startModelServer([]);
  const gateway = gatewayTo(server.url);
  const { vectorStoreId } = await gateway.uploadForSearch(files, new AbortController().signal);
  await gateway.deleteUpload(vectorStoreId);
  await gateway.deleteUpload(vectorStoreId);
  expect(server.uploads.files.size + server.uploads.stores.size).toBe(0);
});

test("files that cannot be made searchable are an error, and nothing stays behind", async () => {
  await using server = await startModelServer([], { failsIndexing: true });
  await expect(
    gatewayTo(server.url).uploadForSearch(files, new AbortController().signal),
  ).rejects.toMatchObject({ code: "endpoint-protocol", message: expect.stringContaining("0 of 3") });
  expect(server.uploads.files.size + server.uploads.stores.size).toBe(0);
});

test("a cancelled upload takes back what it had sent", async () => {
  const cancel = new AbortController();
  await using server = await startModelServer([]);
  const gateway = gatewayTo(server.url, {
    sleep: () => {
      cancel.abort();
      return Promise.resolve();
    },
  });
  await expect(gateway.uploadForSearch(files, cancel.signal)).rejects.toMatchObject({ code: "cancelled" });
  expect(server.requests.filter(({ path }) => path === "/v1/files")).toHaveLength(3);
  expect(server.uploads.files.size + server.uploads.stores.size).toBe(0);
});

test("an endpoint without file search says so before anything is sent", async () => {
  await using server = await startModelServer([]);
  const gateway = gatewayTo(server.url, { api: "chat-completions" });
  await expect(gateway.uploadForSearch(files, new AbortController().signal)).rejects.toMatchObject({
    code: "usage",
  });
  expect(server.requests).toEqual([]);
});
