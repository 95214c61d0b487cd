/**
 * A scripted OpenAI-compatible server on loopback: as a process (`node test/support/llm-server.ts [--port N] [--log FILE]
 * [--script JSON]`, prints `{"url": ...}` as its first line) or inside a test. It counts calls per paper and appends one line per
 * finished request to its log at once, so a killed client cannot lie about what it bought.
 * Extras: GET /__log, POST /__script.
 */
import { appendFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { type Fault, faultFor, paperKey, type Script } from './llm-faults.ts';
import { askedPaper, type ChatBody, complaintAbout, failure, type Reply, replyTo } from './llm-reply.ts';

/** One request, as it ended. */
export interface LogLine {
  /** Number of the call, from 1. */
  readonly call: number;
  readonly paper: string;
  readonly title: string;
  /** 16 hex digits of the body's hash: the same request again has the same. */
  readonly body: string;
  readonly status: number;
  readonly fault: string | null;
  /** Whether the last byte of the reply went out. */
  readonly complete: boolean;
  readonly startedAtMs: number;
  readonly endedAtMs: number;
}

export interface LlmServer {
  /** Ends in `/v1`. */
  readonly url: string;
  lines(): readonly LogLine[];
  /** Calls so far, those under way included. */
  calls(): number;
  /** Bodies as received, in order. */
  bodies(): readonly string[];
  headers(): readonly IncomingMessage['headers'][];
  script(script: Script): void;
  /** Ends open connections too. */
  close(): Promise<void>;
}

export interface LlmServerOptions {
  readonly port?: number;
  /** JSONL file, one line per request. */
  readonly log?: string;
}

/** Starts a server in this process; port 0 by default. */
export async function startLlmServer(script: Script = {}, options: LlmServerOptions = {}): Promise<LlmServer> {
  const state = new State(script, options.log ?? null);
  const server = createServer((request, response) => {
    route(state, request, response).catch((error: unknown) => {
      response.destroy(error instanceof Error ? error : undefined);
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port ?? 0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/v1`,
    lines: () => state.lines,
    calls: () => state.calls,
    bodies: () => state.bodies,
    headers: () => state.headers,
    script: (next) => {
      state.script = next;
    },
    close: () => closeServer(server),
  };
}

class State {
  script: Script;
  readonly log: string | null;
  readonly lines: LogLine[] = [];
  readonly bodies: string[] = [];
  readonly headers: IncomingMessage['headers'][] = [];
  readonly perPaper = new Map<string, number>();
  readonly recent: number[] = [];
  calls = 0;
  underWay = 0;

  constructor(script: Script, log: string | null) {
    this.script = script;
    this.log = log;
  }

  append(line: LogLine): void {
    this.lines.push(line);
    if (this.log) appendFileSync(this.log, `${JSON.stringify(line)}\n`);
  }
}

async function route(state: State, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const body = await readBody(request);
  const path = `${request.method} ${request.url}`;
  if (path === 'POST /v1/chat/completions') return complete(state, request, response, body);
  if (path === 'GET /v1/models') {
    const data = (state.script.models ?? ['scripted-model']).map((id) => ({ id, object: 'model' }));
    return send(response, { status: 200, headers: {}, body: JSON.stringify({ object: 'list', data }) });
  }
  if (path === 'GET /__log') return send(response, { status: 200, headers: {}, body: JSON.stringify(summaryOf(state)) });
  if (path === 'POST /__script') {
    state.script = JSON.parse(body) as Script;
    return send(response, { status: 200, headers: {}, body: '{}' });
  }
  return send(response, failure(404, 'not_found', `no ${path} here`));
}

/** Counts over the whole log. */
export interface LogSummary {
  readonly calls: number;
  readonly complete: number;
  readonly papers: Readonly<Record<string, { readonly title: string; readonly calls: number; readonly complete: number }>>;
}

function summaryOf(state: State): LogSummary {
  const papers: Record<string, { title: string; calls: number; complete: number }> = {};
  for (const line of state.lines) {
    papers[line.paper] ??= { title: line.title, calls: 0, complete: 0 };
    const paper = papers[line.paper] as { calls: number; complete: number };
    paper.calls++;
    if (line.complete && line.status === 200) paper.complete++;
  }
  const complete = state.lines.filter((line) => line.complete && line.status === 200).length;
  return { calls: state.calls, complete, papers };
}

async function complete(state: State, request: IncomingMessage, response: ServerResponse, text: string): Promise<void> {
  const startedAtMs = Date.now();
  const call = ++state.calls;
  state.bodies.push(text);
  state.headers.push(request.headers);
  const body = JSON.parse(text) as ChatBody;
  const paper = askedPaper(body) ?? { title: '', abstract: '' };
  const key = paperKey(paper.title);
  const ofPaper = (state.perPaper.get(key) ?? 0) + 1;
  state.perPaper.set(key, ofPaper);
  const fault = faultFor(state.script, { title: paper.title, call, ofPaper });
  const reply =
    overLimit(state) ?? complaintAbout(body, state.script, request.headers.authorization) ?? replyTo(body, paper, fault);
  const asked = { call, paper: key, title: paper.title, body: paperKey(text) };
  state.underWay++;
  response.on('close', () => {
    state.underWay--;
    const complete = response.writableFinished && fault?.kind !== 'cut_body';
    const { status } = reply;
    state.append({ ...asked, status, fault: fault?.kind ?? null, complete, startedAtMs, endedAtMs: Date.now() });
  });
  const latencyMs = (state.script.latencyMs ?? 0) + (fault?.kind === 'slow' ? (fault.ms ?? 1000) : 0);
  if (latencyMs > 0) await new Promise((resolve) => setTimeout(resolve, latencyMs));
  transmit(response, reply, fault);
}

/** 429 where the script bounds the load. */
function overLimit(state: State): Reply | null {
  const { mostAtOnce, mostPerSecond } = state.script;
  const now = performance.now();
  while (state.recent.length > 0 && now - (state.recent[0] as number) > 1000) state.recent.shift();
  const isTooMany = mostAtOnce !== undefined && state.underWay >= mostAtOnce;
  const isTooFast = mostPerSecond !== undefined && state.recent.length >= mostPerSecond;
  if (!isTooMany && !isTooFast) {
    state.recent.push(now);
    return null;
  }
  const reply = failure(429, 'rate_limit_exceeded', 'Rate limit reached');
  return { ...reply, headers: { ...reply.headers, 'retry-after-ms': '250' } };
}

/** Sends a reply, or what is left of it. */
function transmit(response: ServerResponse, reply: Reply, fault: Fault | null): void {
  const bytes = Buffer.from(reply.body);
  switch (fault?.kind) {
    case 'hang':
      return;
    case 'reset':
      response.destroy();
      return;
    case 'hang_body':
      response.writeHead(reply.status, { ...reply.headers, 'content-length': bytes.length });
      response.write(bytes.subarray(0, bytes.length / 2));
      return;
    case 'drip': {
      response.writeHead(reply.status, reply.headers);
      let sent = 0;
      const timer = setInterval(() => response.write(bytes.subarray(sent, ++sent)), 20);
      response.on('close', () => clearInterval(timer));
      return;
    }
    case 'cut_body':
      if (fault.status === 200) {
        // closes cleanly in the middle of the JSON, as proxies do
        send(response, { ...reply, body: bytes.subarray(0, bytes.length / 2) });
        return;
      }
      response.writeHead(reply.status, { ...reply.headers, 'content-length': bytes.length });
      response.write(bytes.subarray(0, bytes.length / 2), () => response.destroy());
      return;
    default:
      send(response, reply);
  }
}

function send(response: ServerResponse, { status, headers, body }: Reply): void {
  const bytes = Buffer.from(body);
  response.writeHead(status, { 'content-type': 'application/json', ...headers, 'content-length': bytes.length });
  response.end(bytes);
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}

function closeServer(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}

/** The process: says where it listens, then serves until it is killed. */
async function main(): Promise<void> {
  const options = { port: { type: 'string' }, log: { type: 'string' }, script: { type: 'string' } } as const;
  const { values } = parseArgs({ options });
  const script = JSON.parse(values.script ?? '{}') as Script;
  const server = await startLlmServer(script, { port: Number(values.port ?? 0), ...(values.log ? { log: values.log } : {}) });
  process.stdout.write(`${JSON.stringify({ url: server.url, pid: process.pid })}\n`);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await main();
