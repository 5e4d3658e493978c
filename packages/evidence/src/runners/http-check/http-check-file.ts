import { z } from "zod";

const headers = z.record(z.string().regex(/^[\w-]+$/), z.string());

/** One request and what the service is to answer. */
const httpCheckSchema = z.strictObject({
  name: z.string().min(1),
  request: z.strictObject({
    /** @default "GET" */
    method: z
      .string()
      .regex(/^[A-Z]+$/)
      .default("GET"),
    path: z.string().startsWith("/"),
    headers: headers.default({}),
    /** A body as it is, or a value that is sent as JSON. */
    body: z.string().optional(),
    json: z.json().optional(),
  }),
  response: z.strictObject({
    status: z.int().min(100).max(599),
    /** These among others, in any case. */
    headers: headers.optional(),
    /** All of it. */
    body: z.string().optional(),
    /** The body as JSON, equal in all members. */
    json: z.json().optional(),
    bodyContains: z.array(z.string().min(1)).min(1).optional(),
  }),
});

/** A file of HTTP checks: a service, started once, and requests that are sent in this order. */
export const httpCheckFileSchema = z.strictObject({
  service: z.strictObject({
    /** Program and arguments; `{port}` becomes the number of a port that is free. */
    command: z.tuple([z.string().min(1)], z.string()),
    /** `{port}` as above. */
    env: z.record(z.string().regex(/^\w+$/), z.string()).default({}),
    /** For a service that listens on one port only. @default a free one */
    port: z.int().min(1).max(65_535).optional(),
  }),
  checks: z.array(httpCheckSchema).min(1),
});

export type HttpCheck = Readonly<z.infer<typeof httpCheckSchema>>;
