import type { ServerResponse } from "node:http";
import type { JsonValue } from "@kimi/contracts";
import { z } from "zod";
import type { ServedRequest } from "./served-request.ts";

/** A file at the server. */
export interface HeldFile {
  readonly name: string;
  readonly text: string;
  /** The fields beside it: purpose, expiry. */
  readonly fields: Readonly<Record<string, string>>;
}

/** What the server keeps. */
export interface HeldUploads {
  readonly files: ReadonlyMap<string, HeldFile>;
  /** Ids of the files in each vector store. */
  readonly stores: ReadonlyMap<string, readonly string[]>;
}

/** The part of a model server that keeps files and vector stores. */
export interface UploadsEndpoint {
  readonly held: HeldUploads;
  /** Resolves to false when the request is not about uploads. */
  serve(request: ServedRequest, response: ServerResponse): Promise<boolean>;
}

/** Keeps uploads in memory, as OpenAI's `/files` and `/vector_stores` do; a batch is ready at the second look. */
export function createUploadsEndpoint(failsIndexing: boolean): UploadsEndpoint {
  const files = new Map<string, HeldFile>();
  const stores = new Map<string, readonly string[]>();
  let lastId = 0;
  const nextId = (prefix: string) => `${prefix}_${(lastId += 1)}`;

  async function answer({ method, path, body, ...request }: ServedRequest): Promise<Answer> {
    const [collection, id = "", part, batchId = ""] = path.replace(/^\/v1\/|\?.*$/g, "").split("/");
    switch (`${method} ${collection}${part === undefined ? "" : `/${part}`}`) {
      case "POST files":
        return keepFile(await readUpload({ method, path, body, ...request }));
      case "DELETE files":
        return files.delete(id) ? { id, object: "file", deleted: true } : "missing";
      case "POST vector_stores":
        return keepStore(body);
      case "DELETE vector_stores":
        return stores.delete(id) ? { id, object: "vector_store.deleted", deleted: true } : "missing";
      case "GET vector_stores/files": {
        const data = stores.get(id)?.map((fileId) => ({ id: fileId }));
        return data === undefined ? "missing" : { object: "list", data, has_more: false };
      }
      case "POST vector_stores/file_batches": {
        const added = z.array(z.string()).parse(body["file_ids"]);
        stores.set(id, [...(stores.get(id) ?? []), ...added]);
        return describeBatch(nextId("batch"), id, "in_progress", added.length);
      }
      case "GET vector_stores/file_batches": {
        const status = failsIndexing ? "failed" : "completed";
        return describeBatch(batchId, id, status, stores.get(id)?.length ?? 0);
      }
      default:
        return "foreign";
    }
  }
  function keepFile(file: HeldFile): JsonObject {
    const id = nextId("file");
    files.set(id, file);
    return { id, object: "file", filename: file.name, purpose: "assistants" };
  }
  function keepStore(body: ServedRequest["body"]): JsonObject {
    const id = nextId("vs");
    stores.set(id, []);
    return { ...body, id, object: "vector_store" };
  }

  return {
    held: { files, stores },
    async serve(request, response) {
      const body = await answer(request);
      if (body === "foreign") return false;
      const missing = { error: { message: "No such object", type: "invalid_request_error", code: null } };
      response.writeHead(body === "missing" ? 404 : 200, { "content-type": "application/json" });
      response.end(JSON.stringify(body === "missing" ? missing : body));
      return true;
    },
  };
}

/** What to send; or that there is no such thing, or no such address. */
type Answer = JsonObject | "missing" | "foreign";
type JsonObject = Readonly<Record<string, JsonValue>>;

async function readUpload({ bytes, headers }: ServedRequest): Promise<HeldFile> {
  const type = headers["content-type"] ?? "";
  const form = await new Response(bytes, { headers: { "content-type": type } }).formData();
  const file = form.get("file");
  if (!(file instanceof File)) throw new Error("An upload came without a file.");
  const fields = [...form.entries()].filter(
    (entry): entry is [string, string] => typeof entry[1] === "string",
  );
  return { name: file.name, text: await file.text(), fields: Object.fromEntries(fields) };
}

function describeBatch(id: string, storeId: string, status: string, total: number): JsonObject {
  const completed = status === "completed" ? total : 0;
  const file_counts = { in_progress: 0, completed, failed: total - completed, cancelled: 0, total };
  return {
    id,
    object: "vector_store.files_batch",
    created_at: 0,
    vector_store_id: storeId,
    status,
    file_counts,
  };
}
