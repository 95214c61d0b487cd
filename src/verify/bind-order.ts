/** Whether subject and baseline play their own parts: "A outperforms B" makes B the baseline, never the subject. */
import type { WireClaim } from '../domain/draft.ts';
import { type Look, nearestNumber, type WindowScene, YES } from './binding-scene.ts';
import type { Cell } from './cells.ts';
import { findMentions, type Mention } from './mention.ts';
import { isNameLike, isSpecific } from './name-like.ts';
import type { SourceField } from './source-text.ts';

/** A name that follows words of comparison within its phrase is what the sentence compares with. */
const COMPARED_WITH =
  /\b(?:than|over|vs\.?|versus|against|compared (?:to|with)|relative to|surpass\w*|outperform\w*|exceed\w*|beat\w*|advances?|improv\w+ (?:on|over|upon))(?:\s(?!and\b|while\b|with\b|by\b|at\b)[^\s,;()]+){0,5}\s?(?:\(\s?)?$/i;

/** Contradicts a row whose subject is what its own sentence compares with. */
export function lookAtOrder(at: number, claim: WireClaim, scene: WindowScene, field: SourceField): Look {
  const name = claim.baseline?.name ?? claim.baseline?.value;
  const cell = scene.cells[at];
  if (!name || !cell) return YES;
  const isSubject = claim.baseline?.name && isNameLike(claim.baseline.name) && isSpokenOf(claim.baseline.name, cell, scene, field);
  if (isSubject)
    return { verdict: 'no', reason: `The sentence says this of “${claim.baseline?.name ?? ''}”; it compares with something else.` };
  if (!isSpecific(claim.subject)) return YES;
  // "Pelikan-7B" in "Pelikan-7B-Chat" is the baseline
  const baselines = claim.baseline?.name ? findMentions(claim.baseline.name, 'baseline', field, scene.window) : [];
  const subjects = findMentions(claim.subject, 'subject', field, scene.window).filter(
    (mention) => !mention.isLoose && !baselines.some(({ start, end }) => mention.start < end && start < mention.end),
  );
  if (subjects.length === 0 || !subjects.every((mention) => isComparedWith(mention, cell, scene))) return YES;
  return { verdict: 'no', reason: `The sentence compares with “${claim.subject}”; it is no number of it.` };
}

function isComparedWith(mention: Mention, cell: Cell, scene: WindowScene): boolean {
  const { text, window } = scene;
  if (COMPARED_WITH.test(text.slice(Math.max(window.start, mention.start - 80), mention.start))) return true;
  const before = cell.members.find(({ role }) => role === 'before')?.quantity;
  if (before === undefined) return false;
  const isValueFirst = cell.members[0]?.quantity !== before;
  return nearestNumber([mention], scene) === before || (isValueFirst && mention.start > cell.start && mention.end < cell.end);
}

const CLAUSE_VERB =
  /^\s(?:\p{Ll}+ly\s)?(?:achiev|reach|obtain|attain|reduc|improv|outperform|surpass|exceed|deliver|show|cut|run|scor|yield|rais|boost|increas|lower|sav|need|requir|us|get|advanc|beat|gain|produc|lift)(?:e?s|ed|)\b/iu;

/** "Brook reduces memory by 58%": a baseline that is the subject of the very clause. */
function isSpokenOf(name: string, cell: Cell, scene: WindowScene, field: SourceField): boolean {
  const { text, window } = scene;
  const mentions = findMentions(name, 'baseline', field, window).filter(({ isLoose }) => !isLoose);
  return (
    mentions.length > 0 &&
    mentions.every(
      ({ start, end }) =>
        end <= cell.start &&
        CLAUSE_VERB.test(text.slice(end, end + 40)) &&
        !COMPARED_WITH.test(text.slice(Math.max(window.start, start - 80), start)) &&
        !/[;]|,\s(?:we|our|while|whereas|but|the)\b|\b(?:while|whereas|but)\b/i.test(text.slice(end, cell.start)),
    )
  );
}
