/**
 * The program that starts a service, waits until it answers, sends it the requests of a file of checks, ends it, and
 * writes down what came back. It knows of no expectations: those are compared outside of the confined command.
 */
export const proberSource = String.raw`
import { spawn } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { request } from "node:http";
import { connect, createServer } from "node:net";

const [planPath, reportPath] = process.argv.slice(2);
const plan = JSON.parse(readFileSync(planPath, "utf8"));
const started = Date.now();
const hosts = ["127.0.0.1", "::1"];
const report = { problem: null, output: "", responses: [] };
let service = null;
let ended = null;

const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer().on("error", reject).listen(0, "127.0.0.1", () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

function answers(host, port) {
  return new Promise((resolve) => {
    const socket = connect({ host, port }, () => { socket.destroy(); resolve(true); });
    socket.on("error", () => resolve(false)).setTimeout(1000, () => { socket.destroy(); resolve(false); });
  });
}

async function findHost(port) {
  for (const host of hosts) if (await answers(host, port)) return host;
  return null;
}

function start(port) {
  const fill = (text) => text.replaceAll("{port}", String(port));
  const env = Object.fromEntries(Object.entries(plan.service.env).map(([name, value]) => [name, fill(value)]));
  const [program, ...args] = plan.service.command.map(fill);
  // A group of its own, so that what it starts ends with it.
  service = spawn(program, args, { env: { ...process.env, ...env }, stdio: ["ignore", "pipe", "pipe"], detached: true });
  const keep = (data) => { report.output = (report.output + data).slice(-4000); };
  service.stdout.on("data", keep);
  service.stderr.on("data", keep);
  service.on("error", (error) => { ended ??= "could not be started: " + error.message; });
  service.on("exit", (code, signal) => { ended ??= "ended by itself with " + (signal ?? code); });
}

async function waitForService(port) {
  while (ended === null && Date.now() - started < plan.startMs) {
    const host = await findHost(port);
    if (host !== null) return host;
    await pause(25);
  }
  report.problem = ended === null
    ? "The service did not answer on port " + port + " within " + plan.startMs + " ms."
    : "The service " + ended + " before it answered.";
  return null;
}

function send(host, port, { method, path, headers, body }) {
  return new Promise((resolve) => {
    const sent = body === null ? {} : { "content-length": Buffer.byteLength(body) };
    const chunks = [];
    let length = 0;
    const fail = (error) => resolve({ error });
    const call = request({ host, port, method, path, headers: { connection: "close", ...headers, ...sent } }, (answer) => {
      answer.on("data", (chunk) => {
        length += chunk.length;
        if (length > plan.maxBodyBytes) call.destroy(new Error("The answer is longer than " + plan.maxBodyBytes + " bytes."));
        else chunks.push(chunk);
      });
      answer.on("error", (error) => fail(error.message));
      answer.on("end", () => resolve({ status: answer.statusCode, headers: answer.headers, body: Buffer.concat(chunks).toString("utf8") }));
    });
    const timer = setTimeout(() => { resolve({ timedOut: true }); call.destroy(); }, plan.requestMs);
    call.on("error", (error) => fail(error.message)).on("close", () => clearTimeout(timer));
    call.end(body ?? undefined);
  });
}

async function main() {
  const port = plan.service.port ?? await freePort();
  if (await findHost(port) !== null) {
    report.problem = "Something else answers on port " + port + " already.";
    return;
  }
  start(port);
  const host = await waitForService(port);
  if (host === null) return;
  for (const each of plan.requests) {
    // A service that no longer answers is not waited for again.
    const stuck = report.responses.some(({ timedOut }) => timedOut);
    report.responses.push(stuck ? { timedOut: true } : await send(host, port, each));
  }
}

try {
  await main();
} finally {
  try { if (service?.pid !== undefined) process.kill(-service.pid, "SIGKILL"); } catch {}
  writeFileSync(reportPath, JSON.stringify(report));
  process.exit(0);
}
`;
