/**
 * Names the sentence of the number does not hold: taken over from an earlier sentence when nothing here competes, open when they are
 * the model's own words, contradicted only where the number plainly has another name.
 */
import { type Look, type WindowScene, YES } from './binding-scene.ts';
import { contextOf, type Scene, type Verdict } from './governs.ts';
import { findMentions, type Mention, type NameKind } from './mention.ts';
import { findMetricMentions } from './metrics.ts';
import { isGenericMetric, isNameLike } from './name-like.ts';
import { regionOf } from './region.ts';
import { type BoundKind, findRival, type RivalContext } from './rival.ts';
import type { SourceField } from './source-text.ts';

const GENERIC_BASELINE =
  /state[\s-]of[\s-]the[\s-]art|\bsota\b|\bprevious\b|\bprior\b|\bbaselines?\b|\bexisting\b|\bbest\b|\bstandard\b|\bfull\b|\boriginal\b|\bunspecified\b|\bothers?\b|\bvanilla\b|\bwithout\b|\bconventional\b/i;
const COMPARISON =
  /state[\s-]of[\s-]the[\s-]art|\bsota\b|\bprevious\b|\bprior\b|\bbaselines?\b|\bexisting\b|\bbest\b|\bthan\b|\bcompared\b|\bover\b|\boutperform|\bsurpass|\bversus\b|\bvs\b|\boriginal\b|\bimprov|\bexceed|\bfrom\b|\breduc|\bincreas|\b(?:more|less|fewer)\b|\p{L}{3,}er\b/iu;

/** The answer for a name without a mention in the sentence. */
export function lookOutside(
  name: string,
  as: NameKind,
  label: string,
  kind: BoundKind,
  at: number,
  scene: WindowScene,
  field: SourceField,
): Look {
  if (kind === 'metric' && isGenericMetric(name)) return YES;
  if (kind === 'baseline' && (GENERIC_BASELINE.test(name) || !isNameLike(name))) return lookAtDescribed(name, scene);
  const before = findMentions(name, as, field, scene.before);
  if (before.length > 0) {
    const verdict = kind === 'dataset' || kind === 'metric' ? inherits(before, at, kind, scene) : 'unclear';
    if (verdict === 'yes') return YES;
    return verdict === 'no' ? other(label, name) : elsewhere(label, name);
  }
  const anywhere = findMentions(name, as, field, { start: 0, end: field.plain.text.length });
  if (kind === 'metric' && goesOn(anywhere, at, scene)) return YES;
  if (anywhere.some(({ isLoose }) => !isLoose)) return elsewhere(label, name);
  if (isContradicted(kind, name, at, scene)) return other(label, name);
  return { verdict: 'unclear', reason: `The abstract does not name the ${label} “${name}” near this number.` };
}

const other = (label: string, name: string): Look => ({
  verdict: 'no',
  reason: `The sentence gives this number to another ${label} than “${name}”.`,
});
const elsewhere = (label: string, name: string): Look => ({
  verdict: 'unclear',
  reason: `The ${label} “${name}” stands in another sentence.`,
});

/** "the prior best", "random selection": nothing to find, but there must be a comparison. */
function lookAtDescribed(name: string, { text, window }: Scene): Look {
  return COMPARISON.test(text.slice(window.start, window.end))
    ? YES
    : { verdict: 'unclear', reason: `The sentence makes no comparison with “${name}”.` };
}

/** A name of the sentence before goes on when nothing in this sentence competes. */
function inherits(mentions: readonly Mention[], at: number, kind: BoundKind, scene: WindowScene): Verdict {
  const region = regionAt(at, scene);
  const rivals = mentions.map((mention) => findRival(kind, region, contextOf(mention, scene)));
  if (rivals.includes('none')) return 'yes';
  return rivals.includes('weak') ? 'unclear' : 'no';
}

/** A metric named before that is still the last one named, where this sentence names none. */
function goesOn(mentions: readonly Mention[], at: number, scene: WindowScene): boolean {
  const last = mentions.filter(({ isLoose, end }) => !isLoose && end <= scene.window.start).at(-1);
  if (!last) return false;
  const since = scene.text.slice(last.end, scene.window.end);
  if (findMetricMentions(since).some(({ start, end }) => !isGenericMetric(since.slice(start, end)))) return false;
  return inherits([last], at, 'metric', scene) === 'yes';
}

const regionAt = (at: number, { cells, blocks, text, window }: Scene) => {
  const block = blocks[at] ?? { start: at, end: at };
  return regionOf(cells, block.start, block.end, text, window);
};

/** A name of the row's kind stands with the number, and it is not the row's. */
function isContradicted(kind: BoundKind, name: string, at: number, scene: WindowScene): boolean {
  const context: RivalContext = {
    text: scene.text,
    own: scene.own,
    preposition: PREPOSITION[kind] ?? null,
    printed: name,
    followsNumber: false,
    counts: scene.counts,
  };
  return findRival(kind, regionAt(at, scene), context) === 'strong';
}

const PREPOSITION: Partial<Record<BoundKind, string>> = { dataset: 'on', baseline: 'over' };
