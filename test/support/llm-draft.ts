/**
 * What the scripted server answers: a Draft made from the paper alone, so that the same paper always gets the same answer and
 * every quote and number in it stands in the abstract. It is a stand-in for a model, not a good one.
 */
import type { Draft, Section, WireClaim, WireTags } from '../../src/domain/draft.ts';

/** The paper as it stands in the last message. */
export interface AskedPaper {
  readonly title: string;
  readonly abstract: string;
}

const MOST_CLAIMS = 5;
const METRIC =
  /\b(accuracy|F1|BLEU|ROUGE-L|ROUGE|recall@\d+|precision@\d+|pass@1|mAP|perplexity|word error rate|WER|latency|throughput|speedup|memory|success rate|exact match)\b/i;
const FROM_TO = /from ([\d.,]+\s?%?) to ([\d.,]+\s?%?)/;
const VALUE = /(?<![\w.-])\d+(?:[.,]\d+)*(?:\s?%|x\b|-fold\b|\s(?:percentage )?points?\b)/;
const DATASET = /\b[Oo]n (?:the )?([A-Z][\w-]*[A-Z0-9][\w-]*)/;
const NAME = /\b(?:propose|present|introduce|release|develop) (?:an? |the )?([A-Z][\w-]+)/;

/** A Draft with these sections. */
export function draftFor(paper: AskedPaper, sections: readonly Section[]): Draft {
  return {
    ...(sections.includes('tldr') ? { tldr: tldrOf(paper) } : {}),
    ...(sections.includes('tags') ? { tags: tagsOf(paper) } : {}),
    ...(sections.includes('claims') ? { claims: claimsOf(paper) } : {}),
  };
}

/** Sentences, verbatim; a full stop inside a number ends none. */
export function sentencesOf(abstract: string): string[] {
  return abstract
    .split(/(?<=[.!?])\s+(?=[\p{Lu}"(\d$])/u)
    .map((sentence) => sentence.trim())
    .filter((sentence) => sentence !== '');
}

function tldrOf({ title, abstract }: AskedPaper): string {
  const sentences = sentencesOf(abstract);
  return sentences.find((sentence) => /\b(?:we|this paper)\b/i.test(sentence)) ?? sentences[0] ?? title;
}

function claimsOf({ abstract }: AskedPaper): WireClaim[] {
  const subject = NAME.exec(abstract)?.[1] ?? 'the method';
  return sentencesOf(abstract)
    .filter((sentence) => VALUE.test(sentence) || FROM_TO.test(sentence))
    .slice(0, MOST_CLAIMS)
    .map((sentence) => claimOf(sentence, subject));
}

function claimOf(sentence: string, subject: string): WireClaim {
  const change = FROM_TO.exec(sentence);
  return {
    quote: sentence,
    kind: change ? 'comparison' : 'result',
    attribution: 'this_paper',
    subject,
    task: null,
    dataset: DATASET.exec(sentence)?.[1] ?? null,
    split: null,
    metric: METRIC.exec(sentence)?.[1] ?? null,
    value: (change?.[2] ?? VALUE.exec(sentence)?.[0] ?? '').replace(/[.,]$/, '').trim(),
    baseline: change ? { name: null, value: (change[1] ?? '').replace(/[.,]$/, '').trim() } : null,
    outcome: change ? 'improves' : 'not_compared',
    conditions: null,
  };
}

function tagsOf({ title, abstract }: AskedPaper): WireTags {
  const text = `${title} ${abstract}`;
  const dataset = DATASET.exec(abstract)?.[1];
  const model = NAME.exec(abstract)?.[1];
  return {
    contribution: { primary: /benchmark|dataset/i.test(title) ? 'benchmark' : 'method', also: [] },
    modality: /image|visual|vision/i.test(text) ? ['image'] : ['text'],
    domain: ['computer_science'],
    setting: /fine-?tun/i.test(text) ? ['finetuning'] : [],
    language: [],
    task: [{ label: /retriev|search/i.test(text) ? 'passage retrieval' : 'text generation', quote: null }],
    method: [],
    dataset: dataset ? [{ label: dataset, role: 'eval', quote: null }] : [],
    model: model ? [{ label: model, role: 'introduced', quote: null }] : [],
  };
}
