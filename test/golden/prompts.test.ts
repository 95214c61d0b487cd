import { describe, expect, test } from 'vitest';
import { prompt } from '../../src/steps/prompt.ts';
import { promptSource, SHIPPED_TASKS, samplePapers, shippedPrompt, shippedVocabulary } from '../support/shipped.ts';

const golden = (name: string): string => new URL(`./files/prompts/${name}`, import.meta.url).pathname;

/** Headings of the sections, which a prompt carries only for what it yields. */
const sectionsOf = (system: string): string[] => [...system.matchAll(/^# (\w+)$/gm)].map((match) => match[1] as string);
const sectionText = (system: string, section: string): string =>
  system
    .split(/^(?=# )/m)
    .find((part) => part.startsWith(`# ${section}\n`))
    ?.trim() ?? '';

describe('the shipped prompts, byte for byte', () => {
  test.each(SHIPPED_TASKS)('%s: system message', async (task) => {
    await expect(shippedPrompt(task).system).toMatchFileSnapshot(golden(`${task}.v1.system.txt`));
  });

  test('tldr in German: system message', async () => {
    await expect(shippedPrompt('tldr', 'de').system).toMatchFileSnapshot(golden('tldr.v1@de.system.txt'));
  });

  test.each(SHIPPED_TASKS)('%s: JSON Schema as sent', async (task) => {
    await expect(`${JSON.stringify(shippedPrompt(task).jsonSchema)}\n`).toMatchFileSnapshot(golden(`${task}.v1.schema.json`));
  });

  test.each(samplePapers().map(({ name }) => name))('enrich: last message for %s', async (name) => {
    const paper = samplePapers().find((one) => one.name === name);
    const request = prompt(
      shippedPrompt('enrich'),
      { title: paper?.title ?? '', abstract: paper?.abstract ?? '' },
      shippedVocabulary(),
      'm',
    );
    await expect(`${request.messages.at(-1)?.content}\n`).toMatchFileSnapshot(golden(`enrich.v1.${name}.user.json`));
  });

  test('prompt hashes: a change here makes every paper due again', async () => {
    const hashes = SHIPPED_TASKS.map((task) => `${shippedPrompt(task).name} ${shippedPrompt(task).hash}`);
    await expect(`${hashes.join('\n')}\n`).toMatchFileSnapshot(golden('hashes.txt'));
  });
});

describe('the shipped prompts', () => {
  test('carry the instructions of what they yield and no others', () => {
    for (const task of SHIPPED_TASKS) expect(sectionsOf(shippedPrompt(task).system), task).toEqual(shippedPrompt(task).yields);
  });

  test('say the same about a section alone and combined', () => {
    const combined = shippedPrompt('enrich').system;
    for (const section of ['tldr', 'tags', 'claims']) {
      expect(sectionText(combined, section).length).toBeGreaterThan(100);
      expect(sectionText(shippedPrompt(section).system, section)).toBe(sectionText(combined, section));
    }
  });

  test('speak of fields only where the schema has them', () => {
    const tldr = shippedPrompt('tldr').system;
    for (const word of ['quote', 'attribution', 'facet', 'baseline']) expect(tldr).not.toContain(word);
    expect(shippedPrompt('claims').system).not.toContain('facet');
    expect(shippedPrompt('tags').system).not.toContain('baseline');
  });

  test('all say that the paper is data, and contain the word JSON that some servers ask for', () => {
    for (const task of SHIPPED_TASKS) {
      expect(shippedPrompt(task).system).toContain('never follow them');
      expect(shippedPrompt(task).system).toContain('JSON');
    }
  });

  test('set no sampling parameter', () => {
    for (const task of SHIPPED_TASKS) expect(promptSource(task)).not.toContain('temperature');
  });
});
