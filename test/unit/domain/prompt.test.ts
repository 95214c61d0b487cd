import { describe, expect, test } from 'vitest';
import { CONTRIBUTIONS } from '../../../src/domain/facets.ts';
import { type PromptParts, promptHash, promptTasks, readPrompt, readTasks } from '../../../src/domain/prompt.ts';
import { catchError } from '../../support/catch-error.ts';
import { promptSource, SHIPPED_TASKS, shippedPrompt } from '../../support/shipped.ts';

const FRONT = ['task: sample', 'version: 1', 'yields: [tldr]', 'schema: draft', 'max_output: 100', 'description: a sample'];

function file(template = 'Summarise in {{language}}.', front: readonly string[] = FRONT): string {
  return ['---', ...front, '---', template, ''].join('\n');
}

describe('a prompt file', () => {
  test('is read into a name, sections and a rendered system message', () => {
    const prompt = readPrompt(file(), 'sample.v1.md');
    expect(prompt).toMatchObject({ name: 'sample.v1', yields: ['tldr'], language: 'en', system: 'Summarise in English.' });
    expect(prompt.source).toBe(file());
  });

  test('reads the same with Windows line ends and a byte order mark', () => {
    const other = readPrompt(`\uFEFF${file().replaceAll('\n', '\r\n')}`, 'sample.v1.md');
    expect(other.hash).toBe(readPrompt(file(), 'sample.v1.md').hash);
  });

  test('carries a temperature only when its front matter sets one', () => {
    expect(readPrompt(file(), 'x').front).not.toHaveProperty('temperature');
    expect(readPrompt(file(undefined, [...FRONT, 'temperature: 0.2']), 'x').front.temperature).toBe(0.2);
  });

  test.each([
    ['no front matter', 'Summarise.', 'front matter'],
    ['an unclosed front matter', '---\ntask: sample\n', 'front matter'],
    ['nothing after the front matter', file('  <!-- to be written -->\n'), 'no instructions'],
    ['an unknown key', file(undefined, [...FRONT, 'top_p: 1']), '"top_p"'],
    ['the key __proto__', file(undefined, [...FRONT, '__proto__: 1']), '"__proto__"'],
    ['a key given twice', file(undefined, [...FRONT, 'version: 2']), '"version" stands twice'],
    ['a missing key', file(undefined, FRONT.slice(0, -1)), 'description'],
    [
      'an unknown section',
      file(
        undefined,
        FRONT.map((line) => line.replace('[tldr]', '[haiku]')),
      ),
      'yields',
    ],
    [
      'another schema',
      file(
        undefined,
        FRONT.map((line) => line.replace('draft', 'essay')),
      ),
      'schema',
    ],
    ['a line that is no pair', file(undefined, [...FRONT, 'just words']), '"just words"'],
    ['an unknown placeholder', file('Summarise {{paper}} in {{language}}.'), '{{paper}}'],
    ['an empty placeholder', file('Summarise {{ }}.'), 'placeholder'],
  ])('with %s fails with one sentence naming the file', async (_case, source, rule) => {
    const error = await catchError(() => readPrompt(source, 'broken.v1.md'));
    expect(error.code).toBe('prompt.invalid');
    expect(error.message).toContain('broken.v1.md');
    expect(error.message).toContain(rule);
    expect(error.message).not.toContain('\n');
  });

  test('answers in another language only where it says which', async () => {
    expect(readPrompt(file(), 'x', 'de')).toMatchObject({ name: 'sample.v1@de', system: 'Summarise in German (de).' });
    const error = await catchError(() => readPrompt(file('Summarise.'), 'mute.v1.md', 'de'));
    expect(error.message).toContain('mute.v1.md');
  });

  test('refuses a language that does not exist', async () => {
    for (const tag of ['klingonese', '12', ''])
      expect((await catchError(() => readPrompt(file(), 'x', tag))).code).toBe('config.invalid');
  });
});

describe('the prompt hash', () => {
  const hash = (source: string, name = 'sample.v1.md'): string => readPrompt(source, name).hash;
  const original = hash(file());

  test('does not know the file name, comments, front matter or surrounding space', () => {
    expect(hash(file(), 'renamed.v1.md')).toBe(original);
    expect(hash(file('<!-- why: shorter -->\nSummarise in {{language}}.'))).toBe(original);
    expect(hash(file(undefined, ['# a comment', ...FRONT]))).toBe(original);
    expect(
      hash(
        file(
          undefined,
          FRONT.map((line) => line.replace('100', '200')),
        ),
      ),
    ).toBe(original);
    expect(hash(file('\n\nSummarise in {{language}}.\n\n'))).toBe(original);
  });

  test('changes with a byte of the template, with the sections and with the language', () => {
    expect(hash(file('Summarise in {{language}}!'))).not.toBe(original);
    expect(
      hash(
        file(
          undefined,
          FRONT.map((line) => line.replace('[tldr]', '[tldr, claims]')),
        ),
      ),
    ).not.toBe(original);
    expect(readPrompt(file(), 'x', 'de').hash).not.toBe(original);
  });

  test('changes with schema, facets and examples, each for itself', () => {
    const parts: PromptParts = { template: 't', jsonSchema: { type: 'object' }, facets: 'a: b', examples: [], language: 'en' };
    const variants: PromptParts[] = [
      parts,
      { ...parts, template: 'u' },
      { ...parts, jsonSchema: { type: 'array' } },
      { ...parts, facets: 'a: c' },
      { ...parts, examples: ['one'] },
      { ...parts, language: 'de' },
    ];
    expect(new Set(variants.map(promptHash)).size).toBe(variants.length);
  });

  test('changes with the closed facets only where the template shows them', () => {
    const withFacets = shippedPrompt('tags');
    expect(withFacets.system).toContain(CONTRIBUTIONS.join(', '));
    expect(promptSource('tldr')).not.toContain('{{facets}}');
  });
});

describe('the tasks a person asks for', () => {
  test('are read in the order of the schema, each once', () => {
    expect(readTasks('claims, tldr,claims')).toEqual(['tldr', 'claims']);
  });

  test.each(['', 'tldr,', 'summary', 'tldr tags'])('fail on "%s" with the known ones named', async (text) => {
    const error = await catchError(() => readTasks(text));
    expect(error.code).toBe('usage');
    expect(error.message).toContain('tldr, tags, claims');
  });

  test('are one combined prompt when all three are wanted, else one prompt for each', () => {
    expect(promptTasks(['claims', 'tags', 'tldr'])).toEqual(['enrich']);
    expect(promptTasks(['claims', 'tldr'])).toEqual(['tldr', 'claims']);
    expect(promptTasks(['claims'])).toEqual(['claims']);
  });

  test('each have a shipped prompt that yields just them', () => {
    for (const task of SHIPPED_TASKS) {
      const { yields } = shippedPrompt(task);
      expect(promptTasks(yields)).toEqual([task]);
    }
  });
});
