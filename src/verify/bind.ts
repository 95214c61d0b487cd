/**
 * Binding, the third check: whether the sentence connects a value with the metric, dataset and baseline a row gives it to. Decided
 * from the sentence alone. What the sentence contradicts is `unbound`, what it leaves open is `ambiguous`, and the reason is said in
 * words.
 */
import type { Binding } from '../domain/check.ts';
import type { WireClaim } from '../domain/draft.ts';
import { lookAtBaselineValue } from './bind-baseline.ts';
import { lookAtForm } from './bind-form.ts';
import { lookAtNames } from './bind-names.ts';
import { type BindingQuestion, isCounted, type Look, readScene, type WindowScene, YES } from './binding-scene.ts';
import type { Cell } from './cells.ts';
import type { ValueFinding } from './check-value.ts';
import { findMentions } from './mention.ts';
import { findMetric, takesUnit } from './metrics.ts';
import type { Quantity } from './quantity.ts';
import type { SourceField } from './source-text.ts';
import { findWords } from './words.ts';

/** A binding with its reason, and the place of the value it was decided for. */
export interface BindingFinding {
  readonly binding: Binding;
  readonly reason?: string;
  readonly place?: Quantity;
}

/** Decides the binding of a row whose quote was found. */
export function bindClaim(question: BindingQuestion): BindingFinding {
  const { claim, field, value, baseline } = question;
  if (value.check.check === 'not_applicable') {
    return baseline.claimed.length > 0
      ? { binding: 'ambiguous', reason: 'The row has a baseline number but no value.' }
      : { binding: 'not_applicable' };
  }
  if (value.check.check === 'missing')
    return { binding: 'unbound', reason: `“${claim.value ?? ''}” does not stand in the quoted text.` };
  const places = value.places.length > 0 ? value.places : value.operands.slice(-1);
  const findings = places.slice(0, MAX_PLACES).map((place) => bindPlace(place, question, field));
  return (
    findings.find(({ binding }) => binding === 'bound') ??
    findings.find(({ binding }) => binding === 'ambiguous') ??
    findings[0] ?? { binding: 'ambiguous' }
  );
}

/** Places of one number under one quote that are looked at. */
const MAX_PLACES = 12;

function bindPlace(place: Quantity, question: BindingQuestion, field: SourceField): BindingFinding {
  const scene = readScene(place, question, field);
  if (scene === null) {
    return { binding: 'ambiguous', reason: 'The sentence is too long to tell its numbers apart.', place };
  }
  const at = scene.cells.findIndex(({ members }) => members.some(({ quantity }) => quantity === place));
  const looks = [
    lookAtRange(place, question),
    lookAtUnit(place, question),
    lookAtRole(at, place, question, scene, field),
    lookAtForm(at, place, question, scene),
    lookAtBaselineValue(at, question, scene, field),
    ...lookAtNames(at, question, scene, field),
  ];
  const no = looks.find(({ verdict }) => verdict === 'no');
  if (no) return { binding: 'unbound', reason: no.reason, place };
  const unclear = looks.find(({ verdict }) => verdict === 'unclear');
  if (unclear) return { binding: 'ambiguous', reason: unclear.reason, place };
  return { binding: 'bound', place };
}

/** One end of a printed range is not the value of the row, unless the row says "up to" or "at least". */
function lookAtRange(place: Quantity, { claim, value }: BindingQuestion): Look {
  const claimed = value.claimed.at(-1);
  if (place.low === null || !claimed || claimed.low !== null || value.claimed.length > 1) return YES;
  if (claimed.bound === 'up_to' || claimed.bound === 'at_least') return YES;
  return { verdict: 'unclear', reason: `“${claim.value ?? ''}” is one end of the range “${place.raw}”.` };
}

/** A number of parameters is no accuracy, whatever stands near it. */
function lookAtUnit(place: Quantity, { claim }: BindingQuestion): Look {
  const metric = claim.metric ?? '';
  if (place.unit === 'score' && !place.sharesUnit && isOtherMetric(place.words, metric))
    return { verdict: 'no', reason: `“${place.raw}” is no value of “${metric}”.` };
  const unit = place.unit ?? (isCounted(place) && !sharesWord(place.words, claim.metric ?? '') ? 'count' : 'other');
  if (!claim.metric || takesUnit(claim.metric, unit)) return YES;
  return { verdict: 'no', reason: `“${place.raw}” cannot be a value of “${claim.metric}”.` };
}

/** "64.2 EM" is no F1; a metric the table does not know may be anything. */
const isOtherMetric = (printed: string, metric: string): boolean => {
  const a = findMetric(printed);
  const b = findMetric(metric);
  return a !== null && b !== null && a !== b;
};

const sharesWord = (a: string, b: string): boolean => findWords(a).some(({ key }) => findWords(b).some((word) => word.key === key));

function lookAtRole(at: number, place: Quantity, question: BindingQuestion, scene: WindowScene, field: SourceField): Look {
  const { claim, value } = question;
  const cell = scene.cells[at];
  const role = cell?.members.find(({ quantity }) => quantity === place)?.role;
  if (!cell || role === undefined) return YES;
  const isPair =
    value.claimed.filter(({ kind }) => kind === 'quantity').length > 1 || value.claimed.some(({ low }) => low !== null);
  if (isPair)
    return value.check.check === 'derived' || areNeighbours(value, cell, scene.text)
      ? YES
      : { verdict: 'unclear', reason: 'The value holds several numbers that the sentence does not print together.' };
  if (value.check.check === 'derived') return YES;
  if ((role === 'low' || role === 'high') && !/up to|at least|≥|≤/i.test(claim.value ?? '')) {
    return { verdict: 'unclear', reason: `“${place.raw}” is one end of a range.` };
  }
  if (role !== 'before' || isSubjectBaseline(cell, claim, scene, field)) return YES;
  const value2 = cell.members.find((member) => member.role === 'value')?.quantity.raw ?? '';
  return {
    verdict: 'no',
    reason: `“${place.raw}” is what “${value2}” is compared with, so it stands at the place of the baseline.`,
  };
}

const areNeighbours = (value: ValueFinding, cell: Cell, text: string): boolean =>
  isCountOf(value, text) ||
  [...value.operands, ...value.places].every((quantity) => cell.members.some((member) => member.quantity === quantity)) ||
  value.places.some(({ low }) => low !== null);

/** "9 of 11 lesions": a count and what it is counted from. */
const isCountOf = ({ operands, places }: ValueFinding, text: string): boolean =>
  operands.length === 1 &&
  places.some(({ start }) =>
    operands.some(({ end }) => end <= start && /^\s(?:out\s)?of\s(?:the\s|all\s)?$/i.test(text.slice(end, start))),
  );

/** A row about the compared system itself ("BiEnc-L reaches 71.4%") may hold the number at the baseline's place. */
function isSubjectBaseline(cell: Cell, claim: WireClaim, scene: WindowScene, field: SourceField): boolean {
  if (claim.baseline?.name || claim.baseline?.value) return false;
  const mentions = findMentions(claim.subject, 'subject', field, scene.window);
  const [first] = cell.members;
  if (!first || mentions.length === 0) return false;
  const before = cell.members.find(({ role }) => role === 'before')?.quantity;
  return (
    mentions.every(({ start }) => start > first.quantity.end) &&
    before !== undefined &&
    mentions.some(({ start }) => Math.abs(start - before.start) < 60)
  );
}
