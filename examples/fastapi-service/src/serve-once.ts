import { execFile } from "node:child_process";
import { promisify } from "node:util";

const run = promisify(execFile);

/** One exchange with the service that the run built. */
export interface Served {
  readonly server: "uvicorn" | "TestClient";
  /** What `GET /books` answered after a book was added. */
  readonly books: string;
}

/**
 * Starts the service of a project, adds a book and reads the list: over a loopback port where uvicorn is installed,
 * otherwise within FastAPI's own test client.
 */
export async function serveOnce(python: string, project: string, database: string): Promise<Served> {
  const hasUvicorn = await run(python, ["-c", "import uvicorn"]).then(
    () => true,
    () => false,
  );
  const server = hasUvicorn ? "uvicorn" : "TestClient";
  const script = hasUvicorn ? overUvicorn : withinTestClient;
  const { stdout } = await run(python, ["-c", script], {
    cwd: project,
    env: { ...process.env, READING_LIST_DB: database, PYTHONDONTWRITEBYTECODE: "1" },
    timeout: 30_000,
  });
  return { server, books: stdout.trim() };
}

const withinTestClient = `
from fastapi.testclient import TestClient
from reading_list.app import create_app
client = TestClient(create_app())
client.post("/books", json={"title": "Dune", "author": "Frank Herbert"})
print(client.get("/books").text)
`;

/** The port is bound before uvicorn starts, so that it is free for certain and requests wait rather than fail. */
const overUvicorn = `
import socket, threading, httpx, uvicorn
from reading_list.app import create_app
listener = socket.create_server(("127.0.0.1", 0))
server = uvicorn.Server(uvicorn.Config(create_app(), log_level="warning"))
thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
thread.start()
address = "http://127.0.0.1:%d/books" % listener.getsockname()[1]
try:
    httpx.post(address, json={"title": "Dune", "author": "Frank Herbert"}, timeout=20, trust_env=False)
    print(httpx.get(address, timeout=20, trust_env=False).text)
finally:
    server.should_exit = True
    thread.join()
`;
