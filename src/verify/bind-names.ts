/**
 * Binding of names: whether the sentence gives the number to the metric, dataset, baseline, subject and conditions of the row, and
 * whether subject and baseline play their own parts.
 */
import type { WireClaim } from '../domain/draft.ts';
import { type BindingQuestion, type Look, nearestNumber, type WindowScene, YES } from './binding-scene.ts';
import type { Cell } from './cells.ts';
import { contextOf, governs, type Scene, type Verdict } from './governs.ts';
import { findMentions, type Mention, type NameKind } from './mention.ts';
import { regionOf } from './region.ts';
import { type BoundKind, findRival } from './rival.ts';
import type { SourceField } from './source-text.ts';

interface Named {
  readonly name: string | null | undefined;
  readonly kind: BoundKind;
  readonly as: NameKind;
  readonly label: string;
  /** A name that need not stand in the sentence: it is checked only where it does. */
  readonly isOptional?: boolean;
}

/** One answer for each name of a row. */
export function lookAtNames(at: number, { claim, baseline }: BindingQuestion, scene: WindowScene, field: SourceField): Look[] {
  const names: Named[] = [
    { name: claim.metric, kind: 'metric', as: 'metric', label: 'metric' },
    { name: claim.dataset, kind: 'dataset', as: 'dataset', label: 'dataset' },
    // a named baseline with a number was tied to that number already
    { name: baseline.places.length > 0 ? null : claim.baseline?.name, kind: 'baseline', as: 'baseline', label: 'baseline' },
    { name: claim.subject, kind: 'subject', as: 'subject', label: 'subject', isOptional: true },
    { name: claim.task, kind: 'condition', as: 'phrase', label: 'task', isOptional: true },
    { name: claim.split, kind: 'condition', as: 'phrase', label: 'split', isOptional: true },
    { name: claim.conditions, kind: 'condition', as: 'phrase', label: 'condition', isOptional: true },
  ];
  const looks = names.map((named) => lookAtName(at, named, scene, field));
  const subjects = findMentions(claim.subject, 'subject', field, scene.window);
  const hasName =
    names.some(({ name, isOptional }) => name && !isOptional) ||
    Boolean(claim.baseline?.name || claim.conditions || claim.task) ||
    (subjects.length > 0 && governs(subjects, at, 'subject', scene) === 'yes');
  return hasName ? [...looks, lookAtOrder(at, claim, scene, field)] : [...looks, lookAtCompany(at, claim, scene)];
}

/** A row that names nothing cannot tell its number from the others of the sentence. */
function lookAtCompany(at: number, claim: WireClaim, scene: WindowScene): Look {
  const cell = scene.cells[at];
  const unit = cell?.members[0]?.quantity.unit;
  const rivals = scene.cells.filter((other) => other !== cell && other.members.some(({ quantity }) => quantity.unit === unit));
  if (rivals.length === 0 || /\p{L}{3,}/u.test((claim.value ?? '').replace(/percent\w*|points?|times|fold|million|billion/gi, '')))
    return YES;
  return {
    verdict: 'unclear',
    reason: 'The row names neither metric, dataset nor baseline, and the sentence holds several such numbers.',
  };
}

function lookAtName(at: number, { name, kind, as, label, isOptional }: Named, scene: WindowScene, field: SourceField): Look {
  if (!name || name.trim() === '') return YES;
  const mentions = findMentions(name, as, field, scene.window);
  if (mentions.length > 0) {
    const verdict = governs(mentions, at, kind, scene);
    const loose = verdict === 'unclear' && isOptional && (kind === 'subject' || mentions.every(({ isLoose }) => isLoose));
    if (verdict === 'yes' || loose) return YES;
    const reason =
      verdict === 'no'
        ? `The sentence gives this number to another ${label} than “${name}”.`
        : `The sentence leaves open whether this number belongs to the ${label} “${name}”.`;
    return { verdict, reason };
  }
  if (isOptional) return YES;
  if (kind === 'baseline' && GENERIC_BASELINE.test(name)) return lookAtGenericBaseline(name, scene);
  return lookOutside(name, as, label, kind, at, scene, field);
}

const GENERIC_BASELINE =
  /state[\s-]of[\s-]the[\s-]art|\bsota\b|\bprevious\b|\bprior\b|\bbaselines?\b|\bexisting\b|\bbest\b|\bstandard\b|\bfull\b|\boriginal\b|\bunspecified\b|\bothers?\b|\bvanilla\b/i;
const COMPARISON =
  /state[\s-]of[\s-]the[\s-]art|\bsota\b|\bprevious\b|\bprior\b|\bbaselines?\b|\bexisting\b|\bbest\b|\bthan\b|\bcompared\b|\bover\b|\boutperform|\bsurpass|\bversus\b|\bvs\b|\boriginal\b|\bimprov|\bexceed|\bfrom\b/i;

function lookAtGenericBaseline(name: string, { text, window }: Scene): Look {
  return COMPARISON.test(text.slice(window.start, window.end))
    ? YES
    : { verdict: 'unclear', reason: `The sentence makes no comparison with “${name}”.` };
}

/** A name the sentence does not hold: taken over from the sentence before when nothing here competes, else open or contradicted. */
function lookOutside(
  name: string,
  as: NameKind,
  label: string,
  kind: BoundKind,
  at: number,
  scene: WindowScene,
  field: SourceField,
): Look {
  const before = findMentions(name, as, field, scene.before);
  if (before.length > 0) {
    const verdict = kind === 'dataset' || kind === 'metric' ? inherits(before, at, kind, scene) : 'unclear';
    if (verdict === 'no') return { verdict, reason: `The sentence gives this number to another ${label} than “${name}”.` };
    if (verdict === 'yes') return YES;
    return { verdict: 'unclear', reason: `The ${label} “${name}” stands in another sentence.` };
  }
  const anywhere = findMentions(name, as, field, { start: 0, end: field.plain.text.length });
  if (anywhere.some(({ isLoose }) => !isLoose))
    return { verdict: 'unclear', reason: `The ${label} “${name}” stands in another sentence.` };
  return { verdict: 'no', reason: `The abstract does not name the ${label} “${name}” near this number.` };
}

/** A name of the sentence before goes on when nothing in this sentence competes. */
function inherits(mentions: readonly Mention[], at: number, kind: BoundKind, scene: WindowScene): Verdict {
  const { cells, blocks, text, window } = scene;
  const block = blocks[at] ?? { start: at, end: at };
  const region = regionOf(cells, block.start, block.end, text, window);
  const rivals = mentions.map((mention) => findRival(kind, region, contextOf(mention, scene)));
  if (rivals.includes('none')) return 'yes';
  return rivals.includes('weak') ? 'unclear' : 'no';
}

/** A name that follows words of comparison within its phrase is what the sentence compares with. */
const COMPARED_WITH =
  /\b(?:than|over|vs\.?|versus|against|compared (?:to|with)|relative to|surpass\w*|outperform\w*|exceed\w*|beat\w*|advances?|improv\w+ (?:on|over|upon))(?:\s(?!and\b|while\b|with\b|by\b|at\b)[^\s,;()]+){0,5}\s?(?:\(\s?)?$/i;

/** Whether subject and baseline play their own parts: "A outperforms B" makes B the baseline. */
function lookAtOrder(at: number, claim: WireClaim, scene: WindowScene, field: SourceField): Look {
  const name = claim.baseline?.name ?? claim.baseline?.value;
  const cell = scene.cells[at];
  const subjects = findMentions(claim.subject, 'subject', field, scene.window).filter(({ isLoose }) => !isLoose);
  if (!name || !cell || subjects.length === 0) return YES;
  if (!subjects.every((mention) => isComparedWith(mention, cell, scene))) return YES;
  return { verdict: 'no', reason: `The sentence compares with “${claim.subject}”; it is no number of it.` };
}

function isComparedWith(mention: Mention, cell: Cell, scene: WindowScene): boolean {
  const { text, window } = scene;
  if (COMPARED_WITH.test(text.slice(Math.max(window.start, mention.start - 80), mention.start))) return true;
  const before = cell.members.find(({ role }) => role === 'before')?.quantity;
  return (
    before !== undefined && (nearestNumber([mention], scene) === before || (mention.start > cell.start && mention.end < cell.end))
  );
}
