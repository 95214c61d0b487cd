/**
 * Numbers that are no result whatever verb stands near them: what an experimenter chooses, the size of a collection, scales of
 * instruments, interval levels, people lost on the way.
 */
import { CHANGE_VERB, SETTING } from './cues.ts';
import type { Mention } from './mentions.ts';

const i = (source: string): RegExp => new RegExp(source, 'i');
const iu = (source: string): RegExp => new RegExp(source, 'iu');

const SETTING_BEFORE = iu(String.raw`(?<![\p{L}])${SETTING}(?:,? ?(?:of|at|to|is|was|were|are|from|=|:|between|set to|set at))?$`);
const SETTING_AFTER = iu(String.raw`^[\s-](?:of )?${SETTING}(?![\p{L}])`);
const SCALE_AFTER = /^[\s-](?:Likert|scale|checklist|rubric|rating|questionnaire|grid|stencil)/i;
const LOST_TO_FOLLOW_UP = /^[\s-](?:loss(?:es)? to|lost to|attrition|drop-?out|missing)/i;
/** The size of a collection is no result, however it compares. */
const OF_COLLECTION =
  /(?<!\b(?:on|in|with|of|for|over|to) (?:the |a |our )?(?:[\w-]+ ){0,2})\b(?:data\s?set|corpus|benchmark|database|collection|registry|catalogue|archive|edition)s?\b[^,;]{0,60}$/i;
const GROWN = i(
  String.raw`\b(?:corpus|data\s?set|archive|collection|registry|catalogue|database|library|vocabulary|fleet|membership|staff|benchmark)\b[^;]{0,60}\b(?:increas|extend|expand|grow|grew|enlarg)[^;,]{0,40}\bby$`,
);
const GATHERED = /\b(?:collect|gather|contain|compris|includ|hold|sampl|recruit|cover|annotat|list)\w*$/i;
const SETTING_MOVED = i(String.raw`\b${CHANGE_VERB} (?:the |its |our )?${SETTING}[^;,]{0,20}\bby(?: a| an)?(?: factor(?: of)?)?$`);
const IN_A_YEAR = /^ (?:in|since) (?:1[6-9]|20)\d\d\b/;
const MORE_OF_IT =
  /^[\s-](?:times )?(?:larger|bigger|smaller|longer|more [\p{L}-]+(?! (?:efficient|accurate))|fewer [\p{L}-]+|as (?:large|many))/iu;
const INTERVAL_AFTER =
  /^[\s-]?(?:CI\b|CIs\b|C\.I\.|confidence|credible|prediction interval|significance|quantile|percentile|(?:were |was )?(?:female|male|women|men|girls|boys|white|black|aged)\b)/i;

/** Whether a number is something the authors chose, counted or collected. */
export function isSetting(mention: Mention): boolean {
  const { before, after } = mention;
  if (LOST_TO_FOLLOW_UP.test(after) || IN_A_YEAR.test(after) || GROWN.test(before) || SETTING_MOVED.test(before)) return true;
  if (MORE_OF_IT.test(after) && (OF_COLLECTION.test(before) || GATHERED.test(before))) return true;
  if (SETTING_BEFORE.test(before) || SETTING_AFTER.test(after) || SCALE_AFTER.test(after)) return true;
  if (/margin of error|confidence level/i.test(before.slice(-40))) return true;
  return INTERVAL_AFTER.test(after);
}
