/** Serves the explorer's page on loopback: nothing but the page and the data asked for, to nobody but who has the token. */
import { randomBytes, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Desk, Embedded, Question, RunOfDesign } from '../../explorer/index.ts';
import { pageShell, part, workerPart } from '../../explorer/index.ts';
import { messageOf } from '../errors.ts';

export interface Served {
  /** Where to open the page: with its token, behind the #. */
  readonly url: string;
  close(): Promise<void>;
}

/** No question is longer. */
const QUESTION_BYTES = 1 << 20;

const always = {
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-embedder-policy': 'require-corp',
  'cross-origin-resource-policy': 'same-origin',
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cache-control': 'no-store',
};
const pagePolicy =
  "default-src 'none'; script-src 'self'; style-src 'self'; worker-src 'self'; connect-src 'self'; img-src 'self' data: blob:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
/** A worker obeys the policy of its own response; views and engine of the checker are generated there, and Graphviz is WebAssembly. */
const workerPolicy = "default-src 'none'; script-src 'self' 'unsafe-eval'";

/** Makes a golden test of Go's reader of a run; rejects with a reason for people where it can be none. */
export type MakeGolden = (run: RunOfDesign) => Promise<string>;

/** `desk` answers where the page cannot make the system: of a model whose code is here. So does `golden`, whose reference is here. */
export function serve(embedded: Embedded, desk: Desk, golden: MakeGolden): Promise<Served> {
  const token = randomBytes(16).toString('hex');
  const data = JSON.stringify(embedded);
  const worker = workerPart(embedded.spec);
  return new Promise((resolve, reject) => {
    const server = createServer((request, response) => {
      void answer(request, response, { token, data, worker, desk, golden, server });
    });
    server.on('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      resolve({
        url: `http://127.0.0.1:${port}/#token=${token}`,
        close: () =>
          new Promise((closed) => {
            server.close(() => {
              closed();
            });
            server.closeAllConnections();
          }),
      });
    });
  });
}

interface Serving {
  readonly token: string;
  readonly data: string;
  readonly worker: ReturnType<typeof workerPart>;
  readonly desk: Desk;
  readonly golden: MakeGolden;
  readonly server: Server;
}

async function answer(request: IncomingMessage, response: ServerResponse, serving: Serving): Promise<void> {
  const say = (status: number, type: string, body: string, policy = "default-src 'none'"): void => {
    response.writeHead(status, {
      ...always,
      'content-type': `${type}; charset=utf-8`,
      'content-security-policy': policy,
    });
    response.end(request.method === 'HEAD' ? '' : body);
  };
  const { port } = serving.server.address() as AddressInfo;
  // A name that was made to point here is none of ours.
  if (![`127.0.0.1:${port}`, `localhost:${port}`].includes(request.headers.host ?? '')) {
    say(421, 'text/plain', 'this server answers to its own address alone\n');
    return;
  }
  const { pathname } = new URL(request.url ?? '/', 'http://127.0.0.1');
  if (request.method === 'GET' || request.method === 'HEAD') {
    if (pathname === '/') {
      say(200, 'text/html', pageShell(), pagePolicy);
      return;
    }
    if (pathname === '/app.js') {
      say(200, 'text/javascript', part('app.js'));
      return;
    }
    if (pathname === '/worker.js' || pathname === '/graph.js') {
      const { worker } = serving;
      const script = pathname === '/graph.js' ? part('graph.js') : worker === null ? '' : part(worker);
      say(200, 'text/javascript', script, workerPolicy);
      return;
    }
    if (pathname === '/app.css') {
      say(200, 'text/css', part('app.css'));
      return;
    }
    if (pathname === '/data') {
      if (isKnown(request, serving.token)) say(200, 'application/json', serving.data);
      else say(403, 'text/plain', 'the token is missing\n');
      return;
    }
  }
  if (request.method === 'POST' && (pathname === '/ask' || pathname === '/golden')) {
    if (!isKnown(request, serving.token)) {
      say(403, 'text/plain', 'the token is missing\n');
      return;
    }
    try {
      const asked: unknown = JSON.parse(await bodyOf(request));
      // What is asked of somebody who does not know it is refused there.
      const answer =
        pathname === '/ask'
          ? await serving.desk.answer(asked as Question)
          : await serving.golden(asked as RunOfDesign);
      say(200, 'application/json', JSON.stringify({ answer }));
    } catch (error) {
      say(200, 'application/json', JSON.stringify({ error: messageOf(error) }));
    }
    return;
  }
  say(404, 'text/plain', 'nothing is here\n');
}

/** A page of another origin cannot send this header without being asked first, and is refused then. */
function isKnown({ headers }: IncomingMessage, token: string): boolean {
  const given = Buffer.from(String(headers['x-nosplit-token'] ?? ''));
  const right = Buffer.from(token);
  return given.length === right.length && timingSafeEqual(given, right);
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const pieces: Buffer[] = [];
  let bytes = 0;
  for await (const piece of request as AsyncIterable<Buffer>) {
    bytes += piece.length;
    if (bytes > QUESTION_BYTES) throw new RangeError('the question is too long');
    pieces.push(piece);
  }
  return Buffer.concat(pieces).toString();
}
