/** The engine as a whole: what it answers, what it refuses, and that it invents nothing. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isVerified } from '../../../../src/domain/check.ts';
import type { Request } from '../../../../src/domain/completion.ts';
import { type Draft, draftSchema, type Section } from '../../../../src/domain/draft.ts';
import { Vocabulary } from '../../../../src/domain/vocabulary.ts';
import { createExtractiveEngine } from '../../../../src/engine/extractive/extractive.ts';
import { verifyDraft } from '../../../../src/verify/verify.ts';
import { catchError } from '../../../support/catch-error.ts';
import { term } from './vocabulary-term.ts';

const vocabulary = new Vocabulary('v1', [
  term('task:knot-untying', 'knot untying', ['untying knots']),
  term('dataset:reed-qa', 'ReedQA', ['Reed-QA']),
  term('model:heron', 'Heron', []),
]);
const engine = createExtractiveEngine({ vocabulary: () => vocabulary });
const signal = new AbortController().signal;

const paper = {
  title: 'Reel: untying knots by touch',
  abstract:
    'Robots rarely untie knots. We propose Reel, a policy for untying knots by touch. On Reed-QA, Reel reaches a success rate of 82.1%, versus 45.3% for Heron. It needs 3 times fewer grasps.',
};

function request(overrides: Partial<Request> & { paper?: unknown } = {}): Request {
  const { paper: given = { candidates: [], ...paper }, ...rest } = overrides;
  return {
    model: '',
    messages: [
      { role: 'system', content: 'instructions' },
      { role: 'user', content: JSON.stringify(given) },
    ],
    schemaName: 'draft',
    jsonSchema: {},
    maxOutput: 1000,
    yields: ['tldr', 'tags', 'claims'],
    language: 'en',
    ...rest,
  };
}

async function draftOf(title: string, abstract: string, yields: readonly Section[] = ['tldr', 'tags', 'claims']): Promise<Draft> {
  const { draft } = await engine.complete(request({ paper: { candidates: [], title, abstract }, yields }), signal);
  return draft as Draft;
}

test('says that it is no model, costs nothing and sends nothing', () => {
  expect(engine).toMatchObject({ name: 'extractive', model: null, paid: false, endpoint: null });
  expect(engine.body(request())).toBeNull();
});

test('answers one paper with a verbatim sentence, vocabulary tags and claims with their quotes', async () => {
  const draft = await draftOf(paper.title, paper.abstract);
  expect(draft.tldr).toBe('We propose Reel, a policy for untying knots by touch.');
  expect(draft.tags?.task).toEqual([{ label: 'knot untying', quote: 'untying knots' }]);
  expect(draft.tags?.dataset).toEqual([{ label: 'ReedQA', role: 'eval', quote: 'Reed-QA' }]);
  expect(draft.tags?.model).toEqual([{ label: 'Heron', role: 'baseline', quote: null }]);
  expect(
    draft.claims?.map(({ value, baseline, metric, subject }) => ({ value, baseline: baseline?.value, metric, subject })),
  ).toEqual([
    { value: '82.1%', baseline: '45.3%', metric: 'success rate', subject: 'Reel' },
    { value: '3 times', baseline: undefined, metric: 'grasps', subject: 'Reel' },
  ]);
});

test.each<[readonly Section[]]>([[['tldr']], [['tags']], [['claims']], [['tldr', 'claims']]])(
  'yields %j and nothing else, in the shape of the Draft',
  async (yields) => {
    const draft = await draftOf(paper.title, paper.abstract, yields);
    expect(Object.keys(draft)).toEqual([...yields]);
    expect(draftSchema(yields).safeParse(draft).success).toBe(true);
  },
);

test('a TL;DR in another language is refused with one clear sentence', async () => {
  const error = await catchError(engine.complete(request({ language: 'de' }), signal));
  expect(error.code).toBe('engine.rejected');
  expect(error.message).toContain('cannot translate');
});

test('a request for claims alone has no language to refuse', async () => {
  const { draft } = await engine.complete(request({ language: 'de', yields: ['claims'] }), signal);
  expect(draft?.claims).toHaveLength(2);
});

test.each([
  ['not an object', []],
  ['no abstract', { title: 'x' }],
  ['null', null],
])('a last message that is %s is refused', async (_, given) => {
  expect((await catchError(engine.complete(request({ paper: given }), signal))).code).toBe('engine.rejected');
});

test('a last message that is no JSON is refused, not crashed on', async () => {
  const messages = [{ role: 'user' as const, content: 'Dear model, please summarise.' }];
  expect((await catchError(engine.complete(request({ messages }), signal))).code).toBe('engine.rejected');
});

test('an aborted signal stops it before it starts', async () => {
  await expect(engine.complete(request(), AbortSignal.abort(new Error('stop')))).rejects.toThrow('stop');
});

test('a change of the vocabulary counts from the next request on', async () => {
  let now = new Vocabulary('v1', []);
  const changing = createExtractiveEngine({ vocabulary: () => now });
  const tasks = async () => (await changing.complete(request(), signal)).draft?.tags?.task.map(({ label }) => label);
  expect(await tasks()).toEqual([]);
  now = vocabulary;
  expect(await tasks()).toEqual(['knot untying']);
});

describe('on any text', () => {
  const words = fc.constantFrom(
    'We',
    'propose',
    'Reel',
    'which',
    'outperforms',
    'Heron',
    'by',
    '3.2%',
    'accuracy',
    'of',
    '91.5',
    'from',
    '12',
    'to',
    '(',
    ')',
    '.',
    ',',
    'reduces',
    'memory',
    '4x',
    'faster',
    'than',
    'on',
    'ReedQA',
    '2.4, 9.0 and 12.6 percent',
    'respectively',
    '±',
    '0.1',
    'p < 0.05',
    '🙂',
    '𝛼',
    '\n',
    '%',
  );
  const abstracts = fc.array(words, { minLength: 1, maxLength: 60 }).map((list) => list.join(' '));

  test('every quote stands in the abstract, every value in its quote, and every row is verified', async () => {
    await fc.assert(
      fc.asyncProperty(abstracts, async (abstract) => {
        const draft = await draftOf('Reel: a title', abstract);
        const claims = draft.claims ?? [];
        for (const { quote, value, baseline, metric, dataset } of claims) {
          expect(abstract).toContain(quote);
          for (const part of [value, baseline?.value, metric, dataset]) if (part) expect(quote).toContain(part);
        }
        const ids = claims.map((_, n) => `c-${n}`);
        const checks = verifyDraft(draft, ids, { title: 'Reel: a title', abstract }, { language: 'en' });
        expect(checks.claims?.every(isVerified)).toBe(true);
      }),
    );
  });

  test('the TL;DR stands in the abstract as it is', async () => {
    await fc.assert(
      fc.asyncProperty(abstracts, async (abstract) => {
        const { tldr } = await draftOf('Reel: a title', abstract, ['tldr']);
        expect(abstract.includes(tldr ?? '') || tldr === 'Reel: a title').toBe(true);
      }),
    );
  });

  test('the same request gives the same bytes', async () => {
    await fc.assert(
      fc.asyncProperty(abstracts, async (abstract) => {
        expect(JSON.stringify(await draftOf('A title', abstract))).toBe(JSON.stringify(await draftOf('A title', abstract)));
      }),
    );
  });
});

test.each([
  ['digits', '7'.repeat(100_000)],
  ['numbers', '7.5% and '.repeat(11_000)],
  ['parentheses', '('.repeat(100_000)],
  ['spaces', ' '.repeat(100_000)],
  ['changes without end', `We show ${'improves reduces by '.repeat(5_000)}`],
  ['metrics', `We reach ${'accuracy of '.repeat(8_000)}`],
  ['approximations', `We gain ${'about a '.repeat(12_000)}5%`],
  ['one sentence of names', `We beat ${'AbC, '.repeat(20_000)}by 3%`],
  ['sentences', 'We improve it by 3%. '.repeat(5_000)],
])('100 KB of %s is answered', async (_, abstract) => {
  const draft = await draftOf('Reel: a title', abstract);
  expect(draftSchema(['tldr', 'tags', 'claims']).safeParse(draft).success).toBe(true);
});
