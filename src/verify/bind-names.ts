/**
 * Binding of names: whether the sentence gives the number to the metric, dataset, baseline, subject and conditions of the row. A
 * name directly tied to a number outweighs looser mentions; a subject that names nothing ("our method") says nothing.
 */
import type { Span } from '../domain/codepoints.ts';
import { namesMeasure } from './asides.ts';
import { lookAtOrder } from './bind-order.ts';
import { lookOutside } from './bind-outside.ts';
import { type BindingQuestion, type Look, type WindowScene, YES } from './binding-scene.ts';
import { sharesComparison } from './compared.ts';
import { splitConditions } from './conditions.ts';
import { governs, type Verdict } from './governs.ts';
import { findMentions, type Mention, type NameKind } from './mention.ts';
import { isGenericMetric, isNameLike } from './name-like.ts';
import type { BoundKind } from './rival.ts';
import type { SourceField } from './source-text.ts';
import { foreignAside, isComparedElsewhere, tiedElsewhere, tiesOf } from './ties.ts';

interface Named {
  readonly name: string | null | undefined;
  readonly kind: BoundKind;
  readonly as: NameKind;
  readonly label: string;
  /** A name that need not stand in the sentence: it is checked only where it does. */
  readonly isOptional?: boolean;
}

/** One answer for each name of a row. */
export function lookAtNames(at: number, question: BindingQuestion, scene: WindowScene, field: SourceField): Look[] {
  const { claim, baseline } = question;
  const subject = isNameLike(claim.subject) ? claim.subject : null;
  const metric = claim.metric?.replace(/\s*\(%\)\s*$/, '') ?? null;
  const optional = (name: string | null, label: string): Named[] =>
    splitConditions(name, field, scene.window).map((part) => ({
      name: part,
      kind: 'condition',
      as: 'phrase',
      label,
      isOptional: true,
    }));
  const names: Named[] = [
    { name: metric, kind: 'metric', as: 'metric', label: 'metric' },
    { name: claim.dataset, kind: 'dataset', as: 'dataset', label: 'dataset' },
    // a named baseline with a number was tied to that number already
    { name: baseline.places.length > 0 ? null : claim.baseline?.name, kind: 'baseline', as: 'baseline', label: 'baseline' },
    { name: subject, kind: 'subject', as: 'subject', label: 'subject', isOptional: true },
    ...optional(TOTAL.exec(metric ?? '')?.[0] ?? null, 'metric'),
    ...optional(claim.task, 'task'),
    ...optional(claim.split, 'split'),
    ...optional(claim.conditions, 'condition'),
  ];
  const looks = names.map((named) => lookAtName(at, named, scene, field));
  const subjects = findMentions(claim.subject, 'subject', field, scene.window);
  const hasName =
    names.some(({ name, isOptional }) => name && !isOptional) ||
    Boolean(claim.baseline?.name || claim.conditions || claim.task) ||
    (subjects.length > 0 && governs(subjects, at, 'subject', scene) === 'yes');
  const rest = hasName ? lookAtOrder(at, claim, scene, field) : lookAtCompany(at, question, scene);
  return [...looks, lookAtAside(at, scene), rest];
}

/** "overall FLOPs savings" is none of those "for text" and "for images". */
const TOTAL = /\b(?:overall|in total|on average)\b/i;

/** "Amharic (37%) and Khmer (33%)": a row that names neither means neither. */
function lookAtAside(at: number, scene: WindowScene): Look {
  const place = scene.cells[at]?.members[0]?.quantity;
  const name = place ? foreignAside(place, scene) : null;
  if (!place || name === null) return YES;
  return { verdict: 'unclear', reason: `The sentence gives “${place.raw}” to “${name}”, which the row does not name.` };
}

/** A row that names nothing cannot tell its number from the others of the sentence. */
function lookAtCompany(at: number, { claim }: BindingQuestion, scene: WindowScene): Look {
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

function lookAtName(at: number, named: Named, scene: WindowScene, field: SourceField): Look {
  const { name, kind, as, label, isOptional } = named;
  if (!name || name.trim() === '') return YES;
  const all = findMentions(name, as, field, scene.window);
  if (all.length === 0) return isOptional ? YES : lookOutside(name, as, label, kind, at, scene, field);
  const verdict = judge(all, at, named, scene);
  if (verdict === 'yes') return YES;
  const reason =
    verdict === 'no'
      ? `The sentence gives this number to another ${label} than “${name}”.`
      : `The sentence leaves open whether this number belongs to the ${label} “${name}”.`;
  return { verdict, reason };
}

function judge(all: readonly Mention[], at: number, { name, kind, isOptional }: Named, scene: WindowScene): Verdict {
  const { cells, numbers } = scene;
  const cell = cells[at];
  const place = cell?.members[0]?.quantity;
  if (!cell || !place) return 'yes';
  // "21M parameters": the unit of one number names no other
  const mentions = kind === 'metric' && !place.sharesUnit ? all.filter((mention) => !isCountOfOther(mention, cell, scene)) : all;
  if (mentions.length === 0 || (kind === 'metric' && mentions.every((mention) => isShareOfOther(mention, cell, scene))))
    return 'no';
  if (kind === 'metric' && isAcrossAside(mentions, name ?? '', scene)) return 'no';
  const elsewhere = kind === 'dataset' || kind === 'condition' ? tiedElsewhere(mentions, at, numbers, scene) : null;
  if (elsewhere === 'no' || (elsewhere === 'unclear' && kind === 'condition')) return elsewhere;
  if (kind === 'baseline' && isComparedElsewhere(mentions, at, numbers, scene)) return 'no';
  const verdict = governs(mentions, at, kind, scene);
  if (verdict === 'yes') return 'yes';
  if (kind === 'baseline' && mentions.some((mention) => sharesComparison(mention, at, scene))) return 'yes';
  const isAlone = cells.length === 1;
  if (verdict === 'unclear' && (isAlone || kind === 'subject')) return 'yes';
  if (!isOptional || kind !== 'condition') return verdict;
  // a condition that no other number claims may be of the whole sentence
  const isOthers = mentions.some((mention) =>
    tiesOf(mention, numbers, scene.text).some(
      ({ number }) => isOutside(number, cell) && cells.some(({ start, end }) => number.start >= start && number.end <= end),
    ),
  );
  if (verdict === 'no') return isNameLike(name ?? '') || isOthers ? 'no' : 'unclear';
  return isOthers && isNameLike(name ?? '') ? 'unclear' : 'yes';
}

/** "a 23% lower risk (HR 0.77)": the metric in the parentheses has no value outside of them, nor the other way round. */
function isAcrossAside(mentions: readonly Mention[], name: string, { aside, asides, text }: WindowScene): boolean {
  const within = (mention: Mention, range: Span): boolean => mention.start >= range.start && mention.end <= range.end;
  if (aside === null) return mentions.every((mention) => asides.some((range) => within(mention, range)));
  return namesMeasure(aside, text) && !isGenericMetric(name) && !mentions.some((mention) => within(mention, aside));
}

const isOutside = ({ start, end }: Span, cell: Span): boolean => start < cell.start || end > cell.end;

const isCountOfOther = (mention: Mention, cell: Span, { numbers }: WindowScene): boolean =>
  numbers.some(
    (number) =>
      isOutside(number, cell) &&
      (number.unit === 'params' || number.unit === 'tokens') &&
      mention.start >= number.digitsEnd &&
      mention.end <= number.end,
  );

/** "closes 80% of the gap": a share of the gap, and of nothing else. */
function isShareOfOther(mention: Mention, cell: Span, { numbers, text }: WindowScene): boolean {
  const ties = tiesOf(mention, numbers, text).filter(
    ({ preposition, number }) =>
      preposition === 'of' &&
      number.unit === 'percent' &&
      /^\sof\s(?:\S+\s){0,2}$/.test(text.slice(number.end, mention.start)) &&
      !text.slice(number.end, mention.start).includes('('),
  );
  return (
    ties.length > 0 &&
    ties.every(({ number }) => isOutside(number, cell) && !/^\s?(?:,|and|or)\s?$/.test(text.slice(cell.end, number.start)))
  );
}
