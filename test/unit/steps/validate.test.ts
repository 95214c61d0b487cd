import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { clean } from '../../../src/domain/clean.ts';
import type { Completion } from '../../../src/domain/completion.ts';
import { type Draft, SECTIONS } from '../../../src/domain/draft.ts';
import { type ErrorCode, retryOf } from '../../../src/domain/errors.ts';
import { hashOf } from '../../../src/domain/hash.ts';
import { LIMITS } from '../../../src/steps/clean-draft.ts';
import { issuesOf, raisedCap, reaskRequest, validate } from '../../../src/steps/validate.ts';
import { catchError } from '../../support/catch-error.ts';
import { completionWith, sampleDraft } from '../../support/sample-draft.ts';
import { sampleRequest } from '../../support/sample-request.ts';

const errorOf = (content: unknown, more: Partial<Completion> = {}) =>
  catchError(() => validate(completionWith(content, more), SECTIONS));
const whole = JSON.stringify(sampleDraft());
const half = whole.slice(0, whole.length / 2);
const reasoned = { promptTokens: 400, cachedTokens: 0, completionTokens: 900, reasoningTokens: 900 };

describe('an answer that is none', () => {
  test.each<[string, unknown, Partial<Completion>, ErrorCode]>([
    ['a refusal', '', { refusal: 'I will not.' }, 'completion.refused'],
    ['a refusal in another language', '', { refusal: 'Das mache ich nicht.' }, 'completion.refused'],
    ['a refusal beside a valid answer', sampleDraft(), { refusal: 'I will not.' }, 'completion.refused'],
    ['a refusal written as the answer', "I'm sorry, but I can't help with that.", {}, 'completion.refused'],
    ['a filtered answer', '', { finishReason: 'content_filter' }, 'completion.filtered'],
    ['a filtered beginning', half, { finishReason: 'content_filter' }, 'completion.filtered'],
    ['a cut answer', half, { finishReason: 'length' }, 'completion.truncated'],
    ['a cut answer the server calls finished', half, {}, 'completion.truncated'],
    ['an answer cut before it began', '', { finishReason: 'length' }, 'completion.truncated'],
    ['prose cut before any JSON', 'Let me think about', { finishReason: 'length' }, 'completion.truncated'],
    ['reasoning alone', '', { finishReason: 'length', usage: reasoned }, 'completion.reasoning_only'],
    ['reasoning alone, called finished', '', { usage: reasoned }, 'completion.reasoning_only'],
    ['reasoning written out and never ended', '<think>so the', { finishReason: 'length' }, 'completion.reasoning_only'],
    ['nothing', '', {}, 'engine.bad_reply'],
    ['white space', ' \n\t ', {}, 'engine.bad_reply'],
    ['prose', 'The paper is about harbours.', {}, 'draft.invalid'],
    ['a list', [1, 2], {}, 'draft.invalid'],
    ['a number that is none', whole.replace('"tldr":"', '"tldr":NaN,"x":"'), {}, 'draft.invalid'],
    ['a key given twice', `{"tldr":"a",${whole.slice(1)}`, {}, 'draft.invalid'],
    ['nesting beyond any Draft', `{"tldr":${'['.repeat(100)}${']'.repeat(100)}}`, {}, 'draft.invalid'],
    ['a key named __proto__', `{"__proto__":{},${whole.slice(1)}`, {}, 'draft.invalid'],
  ])('%s is told apart', async (_what, content, more, code) => {
    expect((await errorOf(content, more)).code).toBe(code);
  });

  test('endless white space is truncation whose cap is not raised', async () => {
    const looped = await errorOf(`{"tldr":${' '.repeat(400)}`, { finishReason: 'length' });
    expect(looped.code).toBe('completion.truncated');
    expect(retryOf(looped)).toBe('never');
    expect(retryOf(await errorOf(half, { finishReason: 'length' }))).toBe('raise_cap');
  });

  test('1 MiB of white space in the middle costs no time', async () => {
    const startedAt = performance.now();
    await errorOf(`{"tldr":${' '.repeat(1 << 20)}x`, { finishReason: 'length' });
    expect(performance.now() - startedAt).toBeLessThan(800);
  });

  test('its first 500 characters are kept', async () => {
    const { facts } = await errorOf(`prose ${'x'.repeat(900)}`);
    expect(facts.excerpt).toBe(`prose ${'x'.repeat(494)}`);
  });

  test('nesting of 100,000 is refused without a crash', async () => {
    expect((await errorOf(`{"a":${'['.repeat(100_000)}${']'.repeat(100_000)}}`)).code).toBe('draft.invalid');
  });
});

describe('an answer that is one', () => {
  test('comes back as it is', () => {
    expect(validate(completionWith(sampleDraft()), SECTIONS)).toEqual({ draft: sampleDraft(), repairs: [], flags: [] });
  });

  test('is taken when it is complete, though the server says it ran into the cap', () => {
    expect(validate(completionWith(whole, { finishReason: 'length' }), SECTIONS).draft).toEqual(sampleDraft());
  });

  test('holds exactly the sections that were asked for', async () => {
    const { tldr, claims } = sampleDraft();
    expect(validate(completionWith({ tldr, claims }), ['tldr', 'claims']).draft).toEqual({ tldr, claims });
    expect((await catchError(() => validate(completionWith({ tldr, claims }), ['tldr']))).code).toBe('draft.invalid');
    expect((await catchError(() => validate(completionWith({ tldr }), ['tldr', 'claims']))).code).toBe('draft.invalid');
  });

  test('is repaired by rules that are named, and marked', () => {
    const { draft, repairs, flags } = validate(completionWith(`Sure:\n\`\`\`json\n${whole.slice(0, -1)},}\n\`\`\``), SECTIONS);
    expect(draft).toEqual(sampleDraft());
    expect(repairs).toEqual(['text around the JSON', 'trailing comma']);
    expect(flags).toEqual(['repaired']);
  });

  test('of an engine without calls passes the same border', async () => {
    const draft = sampleDraft();
    expect(validate(completionWith('', { draft }), SECTIONS).draft).toEqual(draft);
    const wrong = { ...draft, tldr: 7 } as unknown as Draft;
    expect((await catchError(() => validate(completionWith('', { draft: wrong }), SECTIONS))).code).toBe('draft.invalid');
  });

  test('loses placeholders where a field may be null, and repeated tags', () => {
    const draft = sampleDraft();
    const [claim] = draft.claims;
    if (!claim) throw new Error('the sample has claims');
    const wire = {
      ...draft,
      tags: {
        ...draft.tags,
        modality: ['text', 'text'],
        contribution: { primary: 'method', also: ['method', 'benchmark'] },
        task: [
          { label: 'Passage Retrieval', quote: '' },
          { label: 'passage-retrieval', quote: null },
        ],
      },
      claims: [{ ...claim, task: 'null', split: 'N/A', metric: '  ', conditions: 'none' }],
    };
    const validated = validate(completionWith(wire), SECTIONS);
    expect(validated.draft.claims?.[0]).toMatchObject({ task: null, split: null, metric: null, conditions: null });
    expect(validated.draft.tags).toMatchObject({
      modality: ['text'],
      contribution: { primary: 'method', also: ['benchmark'] },
      task: [{ label: 'Passage Retrieval', quote: null }],
    });
    expect(validated.repairs).toContain('repeated tag');
    expect(validated.repairs).toContain('"N/A" for null');
  });
});

describe('texts of a model', () => {
  test.each<[string, string, string]>([
    ['an escape sequence of a terminal', 'a \u001b[31mred\u001b[0m word', 'a [31mred[0m word'],
    ['a NUL', 'a\u0000b', 'ab'],
    ['a right-to-left override', 'a \u202egnp.exe word', 'a gnp.exe word'],
    ['tag characters nobody sees', 'a\u{E0041}\u{E0042} b', 'a b'],
    ['a lone surrogate', 'a\ud800b', 'ab'],
    ['markup, which is a matter of the page', '<script>alert(1)</script>', '<script>alert(1)</script>'],
    ['a formula, which is a matter of the sheet', '=cmd()', '=cmd()'],
    ['line breaks in a TL;DR', 'one\n\ntwo', 'one two'],
  ])('lose %s or keep it for its sink', (_what, raw, kept) => {
    const { draft } = validate(completionWith({ tldr: raw }), ['tldr']);
    expect(draft.tldr).toBe(kept);
  });

  test('raise a flag when they hide something', () => {
    expect(validate(completionWith({ tldr: 'plain words' }), ['tldr']).flags).toEqual([]);
    expect(validate(completionWith({ tldr: 'a\u202eb' }), ['tldr']).flags).toContain('hidden_characters');
  });

  test('are clean afterwards, whatever they were', () => {
    const { tags } = sampleDraft();
    fc.assert(
      fc.property(fc.string({ unit: 'binary', minLength: 1, maxLength: 60 }), (raw) => {
        fc.pre(clean(raw, 'line').text !== '');
        const wire = { tldr: raw, tags: { ...tags, task: [{ label: raw, quote: raw }] } };
        const { draft } = validate(completionWith(wire), ['tldr', 'tags']);
        const texts = [draft.tldr, draft.tags?.task[0]?.label];
        for (const text of texts) expect(clean(text ?? '', 'line').text).toBe(text);
        expect(draft.tldr).toBe(clean(raw, 'line').text);
      }),
    );
  });
});

describe('limits', () => {
  const draft = sampleDraft();
  const claim = draft.claims[0];
  const label = (i: number) => ({ label: `task number ${i}`, quote: null });

  test.each<[string, unknown, RegExp]>([
    [
      '10,000 tags',
      { ...draft, tags: { ...draft.tags, task: Array.from({ length: 10_000 }, (_, i) => label(i)) } },
      /tags\.task: 10000 of at most 40/,
    ],
    [
      '10,000 closed tags',
      { ...draft, tags: { ...draft.tags, modality: Array(10_000).fill('text') } },
      /tags\.modality: 10000 of at most 40/,
    ],
    ['10,000 languages', { ...draft, tags: { ...draft.tags, language: Array(10_000).fill('en') } }, /tags\.language/],
    ['61 claims', { ...draft, claims: Array(61).fill(claim) }, /claims: 61 of at most 60/],
    ['a TL;DR of 1 MB', { ...draft, tldr: 'x'.repeat(1_000_000) }, /tldr: characters: 1000000 of at most 8000/],
    [
      'a quote of 8,001 characters',
      { ...draft, claims: [{ ...claim, quote: 'x'.repeat(8001) }] },
      /claims\.0\.quote: characters: 8001/,
    ],
    ['an empty TL;DR', { ...draft, tldr: '\u200b' }, /tldr: is empty/],
    ['an empty quote', { ...draft, claims: [{ ...claim, quote: '' }] }, /claims\.0\.quote: is empty/],
    ['an extra field', { ...draft, invented: 1 }, /\$: Unrecognized key: "invented"/],
    ['a wrong enum', { ...draft, claims: [{ ...claim, kind: 'wonder' }] }, /claims\.0\.kind: .*received "wonder"/],
    ['a number for a text', { ...draft, tldr: 7 }, /tldr: .*received 7/],
  ])('%s: an issue with its place and what was there', async (_what, wire, issue) => {
    const error = await errorOf(wire);
    expect(error.code).toBe('draft.invalid');
    expect(issuesOf(error).join('\n')).toMatch(issue);
  });

  test('as much as they allow passes', () => {
    const most = { ...draft, claims: Array(LIMITS.claims).fill(claim), tldr: '\u{1F300}'.repeat(LIMITS.characters) };
    expect(validate(completionWith(most), SECTIONS).draft.claims).toHaveLength(60);
  });

  test('at most 8 issues are named, each cut short, and the message says how many more there are', async () => {
    const error = await errorOf({ ...draft, claims: Array(20).fill({ ...claim, kind: 'x'.repeat(5000) }) });
    expect(issuesOf(error)).toHaveLength(8);
    for (const issue of issuesOf(error)) expect(issue.length).toBeLessThanOrEqual(303);
    expect(error.message).toMatch(/ and 12 more$/);
    expect(issuesOf(new Error('another'))).toEqual([]);
  });
});

describe('asking again', () => {
  const request = sampleRequest();
  const parent = hashOf('the first request');
  const answered = completionWith('{"tldr":7}');

  test('keeps the base, the last answer and the issues', () => {
    const again = reaskRequest(request, answered, ['tldr: expected a text'], parent);
    expect(again.messages.slice(0, 2)).toEqual(request.messages);
    expect(again.messages[2]).toEqual({ role: 'assistant', content: '{"tldr":7}' });
    expect(again.messages[3]?.content).toContain('- tldr: expected a text');
    expect(again.parent).toBe(parent);
    expect({ ...again, messages: null, parent: null }).toEqual({ ...request, messages: null, parent: null });
  });

  test('never grows: a third try holds the base and the second answer only', () => {
    let again = request;
    for (let i = 0; i < 5; i++) again = reaskRequest(again, completionWith(`answer ${i}`), Array(20).fill(`issue ${i}`), parent);
    expect(again.messages).toHaveLength(4);
    expect(again.messages[2]?.content).toBe('answer 4');
    expect(again.messages[3]?.content.match(/issue 4/g)).toHaveLength(8);
  });

  test('does not send a wild answer back whole', () => {
    const again = reaskRequest(request, completionWith('x'.repeat(1_000_000)), [], parent);
    expect(again.messages[2]?.content.length).toBeLessThanOrEqual(12_000);
  });

  test('with a larger cap changes the cap, names its parent, and nothing else', () => {
    expect(raisedCap(request, parent)).toEqual({ ...request, maxOutput: request.maxOutput * 2, parent });
  });
});
