/**
 * Binding, the third check: whether the sentence connects a value with the metric, dataset and baseline a row gives it to. Decided
 * from the sentence alone. What the sentence contradicts is `unbound`, what it leaves open is `ambiguous`, and the reason is said in
 * words.
 */
import type { Binding } from '../domain/check.ts';
import type { Span } from '../domain/codepoints.ts';
import type { WireClaim } from '../domain/draft.ts';
import { type Cell, groupCells, type Member } from './cells.ts';
import { isChange } from './change-words.ts';
import type { ValueFinding } from './check-value.ts';
import { contextOf, governs, type Scene, type Verdict } from './governs.ts';
import { findMentions, type Mention, type NameKind } from './mention.ts';
import { takesUnit } from './metrics.ts';
import { plainRange } from './plain-text.ts';
import type { Quantity } from './quantity.ts';
import { isInRegion, regionOf } from './region.ts';
import { type BoundKind, findRival } from './rival.ts';
import { sentencesAround } from './sentence.ts';
import type { SourceField } from './source-text.ts';
import { findWords } from './words.ts';

/** A binding with its reason, and the place of the value it was decided for. */
export interface BindingFinding {
  readonly binding: Binding;
  readonly reason?: string;
  readonly place?: Quantity;
}

/** What binding looks at. */
export interface BindingQuestion {
  readonly claim: WireClaim;
  readonly field: SourceField;
  /** Code points of the aligned quote. */
  readonly span: Span;
  readonly value: ValueFinding;
  readonly baseline: ValueFinding;
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
  const findings = places.map((place) => bindPlace(place, question, field));
  return (
    findings.find(({ binding }) => binding === 'bound') ??
    findings.find(({ binding }) => binding === 'ambiguous') ??
    findings[0] ?? { binding: 'ambiguous' }
  );
}

function bindPlace(place: Quantity, question: BindingQuestion, field: SourceField): BindingFinding {
  const scene = readScene(place, question, field);
  const at = scene.cells.findIndex(({ members }) => members.some(({ quantity }) => quantity === place));
  const looks = [
    lookAtRange(place, question),
    lookAtUnit(place, question),
    lookAtRole(at, place, question, scene, field),
    lookAtBaselineValue(at, question, scene, field),
    ...lookAtNames(at, question, scene, field),
  ];
  const no = looks.find(({ verdict }) => verdict === 'no');
  if (no) return { binding: 'unbound', reason: no.reason, place };
  const unclear = looks.find(({ verdict }) => verdict === 'unclear');
  if (unclear) return { binding: 'ambiguous', reason: unclear.reason, place };
  return { binding: 'bound', place };
}

interface Look {
  readonly verdict: Verdict;
  readonly reason: string;
}

const YES: Look = { verdict: 'yes', reason: '' };

interface WindowScene extends Scene {
  readonly before: Span;
}

function readScene(place: Quantity, { claim, span }: BindingQuestion, field: SourceField): WindowScene {
  const { plain, quantities } = field;
  const quote = plainRange(plain, span);
  const around = sentencesAround(field.sentences, plain.text.length, quote);
  // the sentence of the value, when the quote holds several
  const { window, before } = sentencesAround(field.sentences, plain.text.length, { start: place.start, end: place.end });
  const counted = isCounted(place);
  const named = [claim.conditions, claim.split, claim.task].flatMap((name) =>
    name && /\d/.test(name) ? findMentions(name, 'phrase', field, window) : [],
  );
  const isNamed = ({ start, end }: Quantity): boolean => named.some((mention) => start < mention.end && mention.start < end);
  const near = quantities.filter(
    (quantity) =>
      quantity.start >= window.start &&
      quantity.end <= window.end &&
      quantity.kind === 'quantity' &&
      isCounted(quantity) === counted &&
      (quantity === place || !isNamed(quantity)),
  );
  const { cells, blocks } = groupCells(
    near.includes(place) ? near : [...near, place].sort((a, b) => a.start - b.start),
    plain.text,
    window,
  );
  const names = [claim.metric, claim.dataset, claim.baseline?.name, claim.subject, claim.task, claim.split, claim.conditions];
  const own = new Set(names.flatMap((name) => (name ? findWords(name).map(({ key }) => key) : [])));
  return {
    text: plain.text,
    window,
    before: { start: Math.min(before.start, around.window.start), end: window.start },
    own,
    cells,
    blocks,
  };
}

/** Counts of things and measured values do not compete for the same names. */
function isCounted({ unit, words, digits }: Quantity): boolean {
  if (unit === 'params' || unit === 'tokens' || unit === 'count') return true;
  return unit === null && words !== '' && !digits.includes('.');
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
  const unit = place.unit ?? (isCounted(place) && !sharesWord(place.words, claim.metric ?? '') ? 'count' : 'other');
  if (!claim.metric || takesUnit(claim.metric, unit)) return YES;
  return { verdict: 'no', reason: `“${place.raw}” cannot be a value of “${claim.metric}”.` };
}

const sharesWord = (a: string, b: string): boolean => findWords(a).some(({ key }) => findWords(b).some((word) => word.key === key));

function lookAtRole(at: number, place: Quantity, question: BindingQuestion, scene: WindowScene, field: SourceField): Look {
  const { claim, value } = question;
  const cell = scene.cells[at];
  const role = cell?.members.find(({ quantity }) => quantity === place)?.role;
  if (!cell || role === undefined) return YES;
  const isPair =
    value.claimed.filter(({ kind }) => kind === 'quantity').length > 1 || value.claimed.some(({ low }) => low !== null);
  if (isPair)
    return value.check.check === 'derived' || areNeighbours(value, cell)
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

const areNeighbours = (value: ValueFinding, cell: Cell): boolean =>
  [...value.operands, ...value.places].every((quantity) => cell.members.some((member) => member.quantity === quantity)) ||
  value.places.some(({ low }) => low !== null);

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

function lookAtBaselineValue(
  at: number,
  { claim, baseline, value }: BindingQuestion,
  scene: WindowScene,
  field: SourceField,
): Look {
  if (baseline.check.check === 'not_applicable') return YES;
  const raw = claim.baseline?.value ?? '';
  if (baseline.check.check === 'missing')
    return { verdict: 'no', reason: `The baseline “${raw}” does not stand in the quoted text.` };
  const looks = baseline.places.map((place) => lookAtBaselinePlace(place, raw, at, claim, value, scene, field));
  return looks.find(({ verdict }) => verdict === 'yes') ?? looks.find(({ verdict }) => verdict === 'unclear') ?? looks[0] ?? YES;
}

function lookAtBaselinePlace(
  place: Quantity,
  raw: string,
  at: number,
  claim: WireClaim,
  value: ValueFinding,
  scene: WindowScene,
  field: SourceField,
): Look {
  if (value.places.length === 1 && value.places[0] === place)
    return { verdict: 'no', reason: `Value and baseline are the same number “${raw}” of the sentence.` };
  if (isDifference(place, scene)) return { verdict: 'no', reason: `“${raw}” is a difference, not the level of the baseline.` };
  const cell = scene.cells[at];
  const inCell = cell?.members.find(({ quantity }) => quantity === place);
  if (inCell) {
    if (inCell.role === 'before') return YES;
    return { verdict: 'no', reason: `“${raw}” stands at the place of the value, not of the baseline.` };
  }
  const compared = cell?.members.find(({ role }) => role === 'before');
  const other = scene.cells.findIndex(({ members }) => members.some(({ quantity }) => quantity === place));
  const isOthers = scene.cells[other]?.members.some(({ quantity, role }) => quantity === place && role === 'before') ?? false;
  const comparedNo: Look = {
    verdict: 'no',
    reason: `The sentence compares with “${compared?.quantity.raw ?? ''}”, not with “${raw}”.`,
  };
  if (compared && isOthers) return comparedNo;
  if (other < 0) return { verdict: 'unclear', reason: `The baseline “${raw}” stands in another sentence than the value.` };
  const name = claim.baseline?.name ?? null;
  const mentions = name ? findMentions(name, 'baseline', field, scene.window) : [];
  if (mentions.length > 0) return lookAtOwner(mentions, place, other, name ?? '', scene);
  if (compared) return comparedNo;
  return lookAtSubjects(place, raw, at, other, claim, scene, field);
}

const isDifference = ({ unit, sign, start, end }: Quantity, { text }: Scene): boolean =>
  unit === 'percentage_point' ||
  sign === '+' ||
  (unit === 'percent' && isChange(text.slice(Math.max(0, start - 40), start), text.slice(end, end + 30)));

/** A baseline's number stands with its name, and not on the other side of a comparison with it. */
function lookAtOwner(mentions: readonly Mention[], place: Quantity, other: number, name: string, scene: WindowScene): Look {
  const { cells, text, window } = scene;
  if (nearestNumber(mentions, scene) === place) return YES;
  const region = regionOf(cells, other, other, text, window);
  const near = mentions.filter((mention) => isInRegion(mention, region));
  const isAcross = ({ start }: Mention): boolean => start > place.end && COMPARES.test(text.slice(place.end, start));
  if (near.length > 0 && !near.every(isAcross)) return YES;
  return { verdict: near.length > 0 ? 'no' : 'unclear', reason: `The sentence does not tie “${place.raw}” to “${name}”.` };
}

const COMPARES = /\b(?:than|over|vs|versus|against|compared|surpass\w*|outperform\w*|exceed\w*|beat\w*)\b/i;

/** Without a named baseline the subject decides which of two numbers is its own. */
function lookAtSubjects(
  place: Quantity,
  raw: string,
  at: number,
  other: number,
  claim: WireClaim,
  scene: WindowScene,
  field: SourceField,
): Look {
  const subjects = findMentions(claim.subject, 'subject', field, scene.window);
  if (subjects.length > 0) {
    const own = governs(subjects, at, 'subject', scene);
    const theirs = governs(subjects, other, 'subject', scene);
    if (own === 'yes' && theirs === 'no') return YES;
    if (own === 'no' && theirs === 'yes') return { verdict: 'no', reason: `“${place.raw}” belongs to “${claim.subject}” itself.` };
  }
  return { verdict: 'unclear', reason: `The sentence does not say that “${raw}” is the baseline.` };
}

function nearestNumber(mentions: readonly Mention[], { cells, text }: Scene): Quantity | null {
  const members = cells.flatMap((cell) => cell.members as Member[]).map(({ quantity }) => quantity);
  for (const mention of mentions) {
    const after = members.find(({ start }) => start >= mention.end);
    if (after && /^(?:'s)?\s?[(:]?\s?(?:\S+\s)?$/.test(text.slice(mention.end, after.start))) return after;
    const before = members.filter(({ end }) => end <= mention.start).at(-1);
    if (before && /^(?:\s\S+)?\s(?:of|for|by|with|from|in)\s(?:the\s)?$|^\s?\(\s?$/.test(text.slice(before.end, mention.start)))
      return before;
  }
  return null;
}

interface Named {
  readonly name: string | null | undefined;
  readonly kind: BoundKind;
  readonly as: NameKind;
  readonly label: string;
  /** A name that need not stand in the sentence: it is checked only where it does. */
  readonly isOptional?: boolean;
}

function lookAtNames(at: number, { claim, baseline }: BindingQuestion, scene: WindowScene, field: SourceField): Look[] {
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
  const hasName =
    names.some(({ name, isOptional }) => name && !isOptional) ||
    Boolean(claim.baseline?.name) ||
    Boolean(claim.conditions) ||
    Boolean(claim.task);
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
