/** The metric a number belongs to because it is printed right beside it; a metric further away is not guessed. */
import { BEAT_VERB, CHANGE_VERB } from './cues.ts';
import type { Mention } from './mentions.ts';
import { isMetricName, METRIC, STATED_METRIC } from './metrics.ts';

const ciu = (source: string): RegExp => new RegExp(source, 'iu');

/** A change of the object itself, not one system over another. */
const MOVED_BY = ciu(String.raw`\b${CHANGE_VERB}\b(?:(?!\b${BEAT_VERB}\b)[^;])*\bby$`);
const STATED = ciu(
  String.raw`(?<![\p{L}\d])(?<metric>${STATED_METRIC})(?:\s?\([\p{L}@\d-]{1,12}\))?(?: (?:scores?|rates?|values?|results?|performance|metric))?(?: (?:on|of|for|in|over|among|between|across|after) (?:[^,;:()\d]|(?<=[\p{L}\d-])\d){1,60}?)?,? ?(?:of|is|was|were|are|(?:(?:stay|remain)(?:s|ed) (?:unchanged |stable |constant |high )?|(?:is|was|are|were) (?:unchanged|stable|kept) )?at|(?:${CHANGE_VERB} |down |up )?to|(?:is|was|are|were) (?:below|under|above)|by|reach(?:es|ed|ing)|as|equals?|averag(?:es|ed|ing)|from|between|exceed(?:s|ed|ing)|=|:)$`,
);
const BESIDE_BEFORE = ciu(String.raw`(?<![\p{L}\d])(?<metric>${METRIC})(?:\s?[:=]|\s\()?$`);
const BESIDE_AFTER = ciu(
  String.raw`^(?:\s|\s?\(|-|)(?:(?:absolute|relative|average|mean|overall|in|of|the|on|new|test|higher|better|lower|improved|points?|percent|pts) ){0,3}?(?:[\p{L}\d]+-[\p{L}\d-]+ )??(?<metric>${METRIC})(?![\p{L}\d])`,
);
const NAMED_AFTER = ciu(
  String.raw`^ (?:in|on|of|for) (?:the )?(?:[\p{L}\d][\p{L}\d.+@'’-]*\s){0,3}?(?<metric>${METRIC})(?![\p{L}\d])`,
);

/** Metric printed right beside a number, as printed. */
export function metricBeside(mention: Mention): string | null {
  const after = BESIDE_AFTER.exec(mention.after)?.groups?.metric;
  if (after && isMetricName(after)) return after.trim();
  const beside = BESIDE_BEFORE.exec(mention.before)?.groups?.metric;
  if (beside && isMetricName(beside)) return beside.trim();
  const stated = STATED.exec(mention.before)?.groups?.metric;
  if (stated && / by$/i.test(mention.before) && !MOVED_BY.test(mention.before)) return null;
  if (stated && isMetricName(stated) && !/\d/.test(mention.before.slice(mention.before.lastIndexOf(stated) + stated.length)))
    return stated.trim();
  return null;
}

/** Metric named a few words after a change: "by 4.9% in ImageNet top-1 accuracy". */
export function metricAfterChange(mention: Mention): string | null {
  const named = NAMED_AFTER.exec(mention.after)?.groups?.metric;
  return named && isMetricName(named) ? named.trim() : null;
}
