/**
 * The table of contents: the straight line, composed. `add` takes a dump to papers and tickets, `enrichOne` takes one ticket to its
 * Enrichment, `release` takes what is current to a dataset. Which adapters stand behind the ports is decided by whoever calls.
 */

import { completionOf, type LoggedCall } from './domain/call.ts';
import { CHECKS_REVISION } from './domain/check.ts';
import { type Completion, isClipped, NO_USAGE, type Request } from './domain/completion.ts';
import { PrecisError, retryOf } from './domain/errors.ts';
import { type Hash, requestHash } from './domain/hash.ts';
import type { ImportLedger } from './domain/ledger.ts';
import type { Prompt } from './domain/prompt.ts';
import type { Vocabulary } from './domain/vocabulary.ts';
import type { Clock, Engine, Limiter, Probe, Reader, Source, Store } from './ports.ts';
import { call } from './steps/call.ts';
import { dedupe } from './steps/dedupe.ts';
import { ground } from './steps/ground.ts';
import { parse } from './steps/parse.ts';
import { persist } from './steps/persist.ts';
import { prompt as promptFor } from './steps/prompt.ts';
import { store } from './steps/store.ts';
import { issuesOf, raisedCap, reaskRequest, type Validated, validate } from './steps/validate.ts';
import type { Claim, Want } from './store-port.ts';

export { exportRows as release } from './steps/export.ts';

/** One file on its way in. */
export interface Incoming {
  readonly source: Source;
  readonly reader: Reader;
  readonly encoding: string | null;
}

/** dump -> Listing -> Paper -> Paper row + Ticket. */
export async function add(
  into: Store,
  incoming: Incoming,
  want: Want | null,
  probe: Probe,
  onProgress?: (records: number) => void,
): Promise<ImportLedger> {
  const { source, reader, encoding } = incoming;
  const papers = dedupe(parse(source, reader));
  return store(into, { name: source.name, format: reader.name, encoding }, papers, want, probe, onProgress);
}

/** What one worker needs to enrich papers. */
export interface Bench {
  readonly store: Store;
  readonly engine: Engine;
  readonly limiter: Limiter;
  /** Prompts this worker can render, by hash. */
  readonly prompts: ReadonlyMap<Hash, Prompt>;
  readonly vocabulary: Vocabulary;
  readonly clock: Clock;
  readonly probe: Probe;
  /** Runs this worker has parked: no call of theirs starts after the answer that parked them. */
  readonly parked: Set<string>;
}

/**
 * One leased ticket to its Enrichment: Prompt + Paper -> Request -> Completion -> Draft -> Enrichment. Replies that were bought
 * before are used first and in their order, so a crash anywhere buys nothing twice.
 * @throws PrecisError whose code says what becomes of the ticket
 */
export async function enrichOne(bench: Bench, claim: Claim, signal: AbortSignal): Promise<void> {
  const { store: record, engine, probe } = bench;
  const known = await record.enrichment(claim.enrichmentKey, CHECKS_REVISION);
  if (known) {
    await persist(record, known, claim.ticketId, true, probe);
    return;
  }
  const prompt = bench.prompts.get(claim.promptHash);
  if (!prompt)
    throw new PrecisError(
      'engine.not_served',
      `enriching ${claim.paper.paperId}: this precis cannot render the prompt of its run`,
      {
        next: 'Work this run with the precis version that started it, or start a new one with `precis run`.',
      },
    );
  const bought = engine.paid
    ? (await record.callsOf(claim.enrichmentKey, claim.callsAfter)).filter((one) => one.code === null)
    : [];
  const answer = await converse(bench, claim, prompt, bought, signal);
  const enrichment = ground(answer.draft, withFlags(claim.paper, answer), {
    key: claim.enrichmentKey,
    contentHash: claim.paper.contentHash,
    promptHash: prompt.hash,
    promptName: prompt.name,
    engineHash: engine.hash,
    engine: engine.name,
    model: engine.model,
    servedModel: answer.completion.servedModel,
    rung: engine.paid ? answer.completion.rung : null,
    language: prompt.language,
    yields: prompt.yields,
    repairs: answer.repairs,
    callId: answer.callId,
    runId: claim.runId,
    createdAtMs: bench.clock.now(),
  });
  // whoever lost the ticket meanwhile leaves it to its new owner; what was bought is in the call log
  signal.throwIfAborted();
  await persist(record, enrichment, claim.ticketId, answer.replayed, probe);
}

/** The paper's flags and those of its answer. */
function withFlags(paper: Claim['paper'], { flags, clipped }: Answer): Claim['paper'] {
  return { ...paper, flags: [...new Set([...paper.flags, ...flags, ...(clipped ? ['clipped'] : [])])] };
}

interface Answer extends Validated {
  readonly completion: Completion;
  readonly callId: number | null;
  readonly replayed: boolean;
  /** The server read less of the prompt than was sent. */
  readonly clipped: boolean;
}

/** Asks until a Draft is valid: at most one reask and one larger cap (CONTRACTS 3). */
async function converse(
  bench: Bench,
  claim: Claim,
  prompt: Prompt,
  bought: readonly LoggedCall[],
  signal: AbortSignal,
): Promise<Answer> {
  const replies = [...bought];
  let request = promptFor(
    prompt,
    { title: claim.paper.title, abstract: claim.paper.abstract ?? '' },
    bench.vocabulary,
    bench.engine.model ?? '',
  );
  let replayed = bench.engine.paid;
  const used = new Set<string>();
  for (;;) {
    const reply = replies.shift();
    if (!reply) replayed = false;
    const { completion, callId, hash } = reply
      ? { completion: completionOf(reply), callId: reply.id, hash: reply.requestHash }
      : await buy(bench, claim, request, signal);
    try {
      return {
        ...validate(completion, prompt.yields),
        completion,
        callId,
        replayed,
        clipped: isClipped(request, completion.usage),
      };
    } catch (error) {
      if (!(error instanceof PrecisError)) throw error;
      const retry = retryOf(error);
      if ((retry !== 'reask' && retry !== 'raise_cap') || used.has(retry)) throw error;
      used.add(retry);
      request = retry === 'reask' ? reaskRequest(request, completion, issuesOf(error), hash) : raisedCap(request, hash);
    }
  }
}

/** One call, logged as soon as it is answered, failed ones too. Engines without calls answer at once. */
async function buy(
  bench: Bench,
  claim: Claim,
  request: Request,
  signal: AbortSignal,
): Promise<{ completion: Completion; callId: number | null; hash: Hash }> {
  const { store: record, engine, probe } = bench;
  const body = engine.body(request);
  const hash = requestHash(body, engine.hash);
  const mayCall = (): void => {
    if (bench.parked.has(claim.runId)) throw new PrecisError('shutdown', 'the run was parked before this call started');
  };
  probe.at('before-call');
  const startedAtMs = bench.clock.now();
  const log = {
    requestHash: hash,
    parent: request.parent ?? null,
    enrichmentKey: claim.enrichmentKey,
    paperPk: claim.paper.paperPk,
    runId: claim.runId,
    engineHash: engine.hash,
    endpoint: engine.endpoint,
    attempt: claim.attempts + 1,
  };
  let completion: Completion;
  try {
    completion = await call(engine, request, bench.limiter, signal, mayCall, bench.clock);
  } catch (error) {
    if (engine.paid && error instanceof PrecisError && error.facts.reached)
      await record.logCall({
        ...log,
        code: error.code,
        message: error.message,
        content: error.facts.excerpt ?? null,
        refusal: null,
        finishReason: null,
        rung: null,
        servedModel: null,
        fingerprint: null,
        usage: NO_USAGE,
        costUsd: null,
        latencyMs: bench.clock.now() - startedAtMs,
      });
    throw error;
  }
  probe.at('after-call');
  if (!engine.paid) return { completion, callId: null, hash };
  const { content, refusal, finishReason, rung, servedModel, fingerprint, usage, latencyMs } = completion;
  const reply = { content, refusal, finishReason, rung, servedModel, fingerprint, usage, latencyMs };
  const callId = await record.logCall({ ...log, ...reply, code: null, message: null, costUsd: null });
  probe.at('after-log');
  return { completion, callId, hash };
}
