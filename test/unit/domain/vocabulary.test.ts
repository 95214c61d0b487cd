import { describe, expect, test } from 'vitest';
import { OPEN_FACETS } from '../../../src/domain/facets.ts';
import { compactKey, labelKey, readVocabulary, type Term, Vocabulary } from '../../../src/domain/vocabulary.ts';
import { catchError } from '../../support/catch-error.ts';
import { shippedVocabulary, vocabularySource } from '../../support/shipped.ts';

function term(id: string, label: string, more: Partial<Term> = {}): Term {
  const facet = id.split(':')[0] as Term['facet'];
  return {
    ...{ id, facet, label, aliases: [], definition: 'A definition.', include: null, exclude: null, example: null },
    ...{ parent: null, status: 'active', merged_into: null },
    ...more,
  };
}

describe('a label key', () => {
  test.each([
    ['Passage Retrieval', 'passage-retrieval'],
    ['passage_retrievals', 'passage-retrieval'],
    ['  passage -- retrieval. ', 'passage-retrieval'],
    ['GANs', 'gan'],
    ['ontologies', 'ontology'],
    ['grid searches', 'grid-search'],
    ['loss', 'loss'],
    ['C++', 'c++'],
    ['GPT-4.1', 'gpt-4.1'],
    ['ﬁne‑tuning', 'fine-tuning'],
  ])('of "%s" is "%s"', (label, key) => {
    expect(labelKey(label)).toBe(key);
  });

  test('without separators makes three spellings one', () => {
    expect(new Set(['fine-tuning', 'fine tuning', 'Finetuning'].map(compactKey))).toEqual(new Set(['finetuning']));
  });
});

describe('a vocabulary', () => {
  const vocabulary = new Vocabulary('v1', [
    term('method:fine-tuning', 'fine-tuning', { aliases: ['weight adaptation'] }),
    term('method:old', 'old name', { status: 'merged', merged_into: 'method:fine-tuning' }),
    term('method:refused', 'refused', { status: 'rejected' }),
    term('task:tuning', 'fine-tuning'),
  ]);

  test('resolves label, alias, spelling and merged term to the one active term', () => {
    for (const label of ['Fine-Tuning', 'finetuning', 'Weight adaptations', 'old name'])
      expect(vocabulary.resolve('method', label), label).toEqual({
        id: 'method:fine-tuning',
        label: 'fine-tuning',
        status: 'active',
      });
  });

  test('keeps facets apart and makes an unknown label a proposal under its own words', () => {
    expect(vocabulary.resolve('task', 'fine-tuning').id).toBe('task:tuning');
    expect(vocabulary.resolve('dataset', 'fine-tuning')).toEqual({ id: null, label: 'fine-tuning', status: 'proposed' });
    expect(vocabulary.resolve('method', 'refused').status).toBe('rejected');
  });

  test('does not hang on terms merged in a circle', () => {
    const circle = new Vocabulary('v1', [
      term('task:a', 'a', { status: 'merged', merged_into: 'task:b' }),
      term('task:b', 'b', { status: 'merged', merged_into: 'task:a' }),
    ]);
    expect(circle.resolve('task', 'a').status).toBe('proposed');
  });
});

describe('a vocabulary file', () => {
  const file = (...terms: object[]): string => JSON.stringify({ version: 'v1', terms });
  const good = { id: 'task:a', facet: 'task', label: 'a', aliases: ['b'], definition: 'A thing.' };

  test.each([
    ['no JSON', 'nonsense', 'json.invalid', 'JSON'],
    ['a term without definition', file({ ...good, definition: undefined }), 'vocabulary.invalid', 'definition'],
    ['an id of no facet', file({ ...good, id: 'topic:a' }), 'vocabulary.invalid', 'id'],
    ['an unknown key', file({ ...good, colour: 'red' }), 'vocabulary.invalid', 'colour'],
    ['an id given twice', file(good, { ...good, label: 'c', aliases: [] }), 'vocabulary.invalid', 'same id'],
    ['a label that is another alias', file(good, { ...good, id: 'task:c', label: 'B', aliases: [] }), 'vocabulary.invalid', '"B"'],
    ['a parent that does not exist', file({ ...good, parent: 'task:zzz' }), 'vocabulary.invalid', 'task:zzz'],
  ])('with %s is refused in one sentence', async (_case, source, code, rule) => {
    const error = await catchError(() => readVocabulary(source, 'mine.json'));
    expect(error.code).toBe(code);
    expect(error.message).toContain(rule);
  });
});

describe('the shipped vocabulary', () => {
  const { terms } = shippedVocabulary();
  const count = (facet: string): number => terms.filter((one) => one.facet === facet).length;

  test('holds over 1,000 terms, each facet well filled', () => {
    expect(terms.length).toBeGreaterThanOrEqual(1000);
    const least = { task: 220, method: 230, dataset: 130, model: 90 };
    for (const facet of OPEN_FACETS) expect(count(facet), facet).toBeGreaterThanOrEqual(least[facet]);
  });

  test('defines every term in one line of 8 to 18 words without praise', () => {
    for (const { id, definition } of terms) {
      const words = definition.split(/\s+/).length;
      expect(words >= 8 && words <= 18, `${id}: ${words} words`).toBe(true);
      expect(definition, id).not.toMatch(/[\n.]$|\b(?:powerful|revolutionary|cutting-edge|state-of-the-art|impressive)\b/i);
    }
  });

  test('gives every label to one term of a facet, in every spelling', () => {
    const owner = new Map<string, string>();
    for (const { id, facet, label, aliases } of terms)
      for (const name of [label, ...aliases]) {
        const key = `${facet}:${compactKey(name)}`;
        expect(owner.get(key) ?? id, name).toBe(id);
        owner.set(key, id);
      }
  });

  test('names a parent only where it exists, in the same facet and without a circle', () => {
    const byId = new Map(terms.map((one) => [one.id, one]));
    for (const { id, facet, parent } of terms) {
      const seen = new Set([id]);
      for (let up = parent; up !== null; up = byId.get(up)?.parent ?? null) {
        expect(byId.get(up)?.facet, id).toBe(facet);
        expect(seen.has(up), id).toBe(false);
        seen.add(up);
      }
    }
  });

  test('uses no common English word as a label or alias as it is written', () => {
    for (const { id, label, aliases } of terms)
      for (const name of [label, ...aliases]) expect(COMMON.has(name), `${id}: ${name}`).toBe(false);
  });

  test('has no label or alias of one letter or of digits only', () => {
    for (const { id, label, aliases } of terms) for (const name of [label, ...aliases]) expect(name, id).toMatch(/\p{L}.|.\p{L}/u);
  });

  test('keeps one term per line, ordered by facet and id, so that a change reads well', () => {
    const lines = vocabularySource().trimEnd().split('\n').slice(3, -2);
    expect(lines).toHaveLength(terms.length);
    const order = terms.map(({ facet, id }) => `${OPEN_FACETS.indexOf(facet)} ${id}`);
    expect(order).toEqual([...order].sort());
  });

  test('survives its own round trip', () => {
    const again = readVocabulary(JSON.stringify({ version: 'v1', terms }), 'again');
    expect(again.terms).toEqual(terms);
  });
});

/** Ordinary words that are also names of tasks, models or data; lower case, as a text writes them. */
const COMMON = new Set(
  `adam agent alignment analysis attention bard bart base bench bird bloom bright chameleon claude classification clip code compression
  control data davis depth detection diffusion dino distance document droid editing evaluation falcon fever flamingo flux gaia game
  generation genie glue graph gemini grounding habitat image imagen inference janus knowledge label language large learning llama mace
  mamba math memory model motion music network octo opt optimization palm parsing path phoenix places probing prompting dropout lasso recommendation personality survival planning policy prediction
  process program prompt rag ranking reasoning recognition regression representation research retrieval reward robot ruler safety sam
  sampling scene search segmentation self sora speech spider stack survey system table tagging test text time tofu tool tracking
  training translation tree video vision voice whisper word world`.split(/\s+/),
);
