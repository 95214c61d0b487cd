/** Whatever a model answers becomes a clean Draft or a typed refusal with the text kept, and never a half-believed one. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { type Completion, NO_USAGE } from '../../src/domain/completion.ts';
import { SECTIONS } from '../../src/domain/draft.ts';
import { isErrorCode, PrecisError } from '../../src/domain/errors.ts';
import { issuesOf, type Validated, validate } from '../../src/steps/validate.ts';
import { type CompletionOutcome, readCases } from './cases.ts';
import { hugeCompletions } from './generated.ts';

const onDisk = readCases<CompletionOutcome>('completions').map(({ name, path, expected }) => ({
  name,
  expected,
  content: readFileSync(path, 'utf8'),
}));
const cases = [...onDisk, ...hugeCompletions()].map((one) => ({ ...one, about: one.expected.about }));

/** Characters that must not reach a database, a terminal or a page from an answer. */
const DANGEROUS = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200b\u202a-\u202e\u2060\u2066-\u2069\ufeff]|\p{Surrogate}/u;

function completionOf(
  content: string,
  { finishReason = 'stop', refusal = '', reasoningTokens = 0 }: CompletionOutcome,
): Completion {
  return {
    content,
    finishReason,
    refusal: refusal === '' ? null : refusal,
    usage: { ...NO_USAGE, reasoningTokens },
    rung: 'json_schema',
    servedModel: null,
    fingerprint: null,
    latencyMs: 1,
  };
}

/** What `validate` makes of an answer: the Draft, or the error. */
function outcomeOf(content: string, expected: CompletionOutcome): Validated | PrecisError {
  try {
    return validate(completionOf(content, expected), SECTIONS);
  } catch (error) {
    if (error instanceof PrecisError) return error;
    throw error;
  }
}

describe('an answer of a model', () => {
  it.each(cases)('$name: $about', ({ content, expected }) => {
    const outcome = outcomeOf(content, expected);
    if (expected.code !== undefined) {
      expect(outcome).toBeInstanceOf(PrecisError);
      if (!(outcome instanceof PrecisError)) return;
      expect(outcome.code).toBe(expected.code);
      expect([outcome.message, ...issuesOf(outcome)].join('\n')).toContain(expected.says ?? '');
      expect(outcome.message).not.toMatch(/\n\s+at |undefined|\[object/);
      expect(outcome.message.length).toBeLessThan(1_000);
      expect(outcome.facts.excerpt?.length ?? 0).toBeLessThanOrEqual(500);
      return;
    }
    if (outcome instanceof PrecisError) throw outcome;
    expect(JSON.stringify(outcome.draft)).not.toMatch(DANGEROUS);
    if (expected.tldr !== undefined) expect(outcome.draft.tldr).toBe(expected.tldr);
    if (expected.claims !== undefined) expect(outcome.draft.claims).toHaveLength(expected.claims);
    if (expected.repairs !== undefined) expect(outcome.repairs).toEqual(expected.repairs);
    expect(outcome.flags).toEqual(expect.arrayContaining([...(expected.flags ?? [])]));
  });

  it('pollutes no prototype, whatever it holds', () => {
    for (const { content, expected } of cases) outcomeOf(content, expected);
    expect(({} as Record<string, unknown>).isAdmin).toBeUndefined();
  });

  it('has an expectation that can be met: every code exists, every case says what it promises', () => {
    for (const { expected } of cases) {
      expect(expected.code === undefined || isErrorCode(expected.code)).toBe(true);
      expect(expected.about).toMatch(/^[A-Z].*\.$/);
    }
    expect(cases.length).toBeGreaterThanOrEqual(60);
  });
});
