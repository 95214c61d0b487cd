/**
 * Numbers that are no result whatever verb stands near them: what an experimenter chooses, the size of a collection, scales of
 * instruments, interval levels, people lost on the way.
 */
import { CHANGE_NOUN, CHANGE_VERB, SETTING } from './cues.ts';
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
/** "offers 3x more hours than earlier sets": how much was gathered. */
const OFFERS = /\b(?:offer|provid|contain|ha|compris|includ|cover|featur|span|add)(?:s|es|ing)\b[^;]{0,60}$|\bwith$/i;
const MORE_GATHERED =
  /^[\s-](?:times )?(?:more|as many|as much) (?:[\p{L}-]+ )?(?:hours|participants|speakers|subjects|questions|images|videos|clips|samples|languages|classes|categories|annotations|sentences|documents|entries|tasks|frames|sequences|objects|scenes|pairs|questions|articles|recordings|species|sites|records|labels|trajectories|demonstrations)\b/iu;
/** "updated 40 times", "repeated three times": how often. */
const HOW_OFTEN = /^[,.;)]|^$|^ (?:since|in|per|a|by|and|on|during|over|between|each|every|until|within|from)\b/;
/** "precision at 90% recall", "a classifier with 95% precision selects": the point where, or the kind of which. */
const AT_POINT = /\b(?:accuracy|precision|sensitivity|specificity|recall|risk|error|TPR|FNR) at$/i;
const POINT_AFTER = /^ (?:coverage|recall|precision|specificity|sensitivity|FPR|false positives?)\b/i;
const KIND_WITH = /^(?:An?|Any|Each|Every) [\w -]{3,40} with$/;
/** "torques are sensed with an accuracy of 1%": how good the instrument is. */
const SENSED_WITH =
  /\b(?:sens(?:ed|ing)|measur(?:ed|ing)|record(?:ed|ing)|sequenc(?:ed|ing)|determined|weigh(?:ed|ing)|track(?:ed|ing)|controll(?:ed|ing)|sampl(?:ed|ing)|digiti[sz]ed|done|known|(?<!\b(?:we|results|experiments) )reports?)\b[^;]*\bwith an? (?:[\w-]+ )?(?:accuracy|precision|resolution|uncertainty|error(?: rate)?) (?:of|below|under)$/i;
/** Done by people. */
const BY_PEOPLE =
  /\bcan be (?:\w+ly )?(?:filled|read|followed|completed|worked|printed|built|assembled|answered|learned|learnt|taught|set up|installed|done|carried out|administered|mounted|prepared|played|studied|scored)\b/i;
const IN_A_YEAR = /^ (?:in|since) (?:1[6-9]|20)\d\d\b/;
const MORE_OF_IT =
  /^[\s-](?:times )?(?:larger|bigger|smaller|longer|more [\p{L}-]+(?! (?:efficient|accurate))|fewer [\p{L}-]+|as (?:large|many))/iu;
const INTERVAL_AFTER =
  /^[\s-]?(?:CI\b|CIs\b|C\.I\.|confidence|credible|prediction interval|significance|quantile|percentile|(?:were |was )?(?:female|male|women|men|girls|boys|white|black|aged)\b)/i;

/** "agreement of at least 75% was required", "a reduction of 50% or more": a bar to clear. */
const REQUIRED_AFTER =
  /^[^,;.]{0,30} (?:was|were|is|are) (?:required|assumed|allowed|tolerated|permitted|targeted|specified|prescribed|stipulated|expected|typical)\b/i;
const BAR_BEFORE = i(
  String.raw`\b(?:percentage|proportion|number|share|fraction|patients|participants|those|cases|events|responders?) [^;]{0,40}\b(?:with|who|whose)\b[^;]{0,60}$`,
);
const BAR_AFTER = /^ or (?:more|less|above|below|higher|greater|better|lower|fewer|longer)\b/i;
const BAR_NAMED = i(String.raw`\b(?:thresholds?|cut-?offs?|tolerances?) (?:on|for|of|in) [\w-]+(?: \w+)? (?:is|was|of|at|to)$`);
/** Marks of a game or an examination. */
const MARKS_AFTER = /^ (?:per|for (?:each|every|a|correct|wrong)) /i;
/** Taken out by the authors, not fallen. */
const TAKEN_OUT =
  /\b(?:is|are|was|were|been|being) (?:\w+ly )?(?:dropped|cut|excluded|removed|discarded|rejected|filtered(?: out)?|screened out)$/i;
const DOSED = /\b(?:receiv|administer|inject|ingest|consum|drank|were given|was given|were fed)\w*$/i;
/** A film's own frame rate. */
const OF_FILM =
  /(?:\d\s?[×x]\s?\d+(?: pixels)?|\d{3,4}p|\b(?:4K|HD|videos?|clips?|footage|recorded|captured|filmed|recordings))(?:,| and| at|, at)*$/i;
/** The world's standing figures, in the present tense. */
const STANDING = i(
  String.raw`\b(?:survival|mortality|prevalence|incidence|lifetime risk|fatality(?: rate)?|life expectancy|literacy|unemployment|poverty|fertility)(?: [^,;]{1,40})? (?:is|are)$|\b(?:vaccine|drug|disease|condition|virus|infection|treatment|therapy)s? (?:has|have) an? [\w -]+ of$`,
);
/** "a 10% increase in canopy corresponds to": the number is the cause, not the effect. */
const CAUSE_BEFORE = i(String.raw`(?:^|\b(?:that|whether)(?: |$))(?:an? |each |every |the )?(?:[\w-]+ )?(?:${CHANGE_NOUN} of)?$`);
const CAUSE_AFTER =
  /^[^,;.]{2,60}? (?:increas(?:es|ed)|rais(?:es|ed)|reduc(?:es|ed)|lower(?:s|ed)|leads?|led|corresponds?|corresponded|translates?|(?:is|was) associated|results|resulted|cuts|boosts)\b/i;
/** "a true positive rate of 0.83 at a false positive rate of 0.01": the second is where the first was read. */
const READ_AT =
  /\d[^;]*\bat (?:an?|the) (?:fixed |mean )?(?:false[- ](?:positive|alarm|discovery) rate|FPR|FAR|specificity|sensitivity|recall|precision|load factor|(?:compression|pruning) (?:rate|ratio))\s?(?:of|=)$/i;
/** A solver stops there. */
const SOLVER_GAP = /\b(?:optimality|duality|integrality) gap (?:of|at|below|within|under)$/i;
const OBTAINS = /\b(?:achiev|reach|attain|obtain|yield|reduc|clos|find)\w*[^;,]{0,60}$/i;
/** The p of a sampler, the g of a model: a letter the authors fixed, no statistic of a test. */
const P_CHOSEN =
  /\b(?:sampling|nucleus|probability|top-p|with|for|at|when|where|let|set|setting) (?:[A-Za-z]+ )?[pPgdkrβητσ]\s?=?$/i;
const TESTS_DIFFERENCE =
  /\b(?:significan|differ|associat|effect|correlat|higher|lower|increas|decreas|reduc|improv|greater|fewer)/i;

/** "by a factor of 1 + g": a formula goes on. */
const FORMULA_AFTER = /^ ?[+*·^/] ?\p{L}/u;
const MARGIN = /\b(?:margin of error|confidence level)[^;]{0,30}$/i;
const MULTIPLIED = i(String.raw`\b(?:${CHANGE_VERB}|exceed\w*|outperform\w*|faster|speed\w*|factor|by)\b[^;,]{0,50}$`);

/** Any of these right before the number. */
const BEFORE = [SETTING_BEFORE, SETTING_MOVED, GROWN, BAR_NAMED, STANDING, TAKEN_OUT, KIND_WITH, SENSED_WITH, READ_AT, MARGIN];
/** Any of these right after it. */
const AFTER = [SETTING_AFTER, SCALE_AFTER, LOST_TO_FOLLOW_UP, IN_A_YEAR, INTERVAL_AFTER, FORMULA_AFTER];
/** Any of these on both sides. */
const AROUND = [
  [BAR_BEFORE, BAR_AFTER],
  [AT_POINT, POINT_AFTER],
  [OFFERS, MORE_GATHERED],
  [CAUSE_BEFORE, CAUSE_AFTER],
  [OF_COLLECTION, MORE_OF_IT],
  [GATHERED, MORE_OF_IT],
] as const;

/** Whether a number is something the authors chose, counted, collected or were given. */
export function isSetting(mention: Mention, sentence: string): boolean {
  const { before, after } = mention;
  return (
    BEFORE.some((pattern) => pattern.test(before)) ||
    AFTER.some((pattern) => pattern.test(after)) ||
    AROUND.some(([left, right]) => left.test(before) && right.test(after)) ||
    (SOLVER_GAP.test(before) && !OBTAINS.test(before)) ||
    (P_CHOSEN.test(before) && !TESTS_DIFFERENCE.test(sentence)) ||
    (REQUIRED_AFTER.test(after) && mention.quantity !== 'ratio' && !/^[\s-](?:less|fewer|more|of)\b/.test(after)) ||
    isSettingOfItsKind(mention, sentence)
  );
}

/** What a number of this kind counts when it is no result. */
function isSettingOfItsKind({ quantity, unit, before, after, start, end, isRange }: Mention, sentence: string): boolean {
  const printed = sentence.slice(start, end);
  if (isRange && /^0(?![.,\d])/.test(printed)) return true;
  if (quantity === 'points') return MARKS_AFTER.test(after);
  if (quantity === 'ratio') return /times$/i.test(printed) && HOW_OFTEN.test(after) && !MULTIPLIED.test(before);
  if (quantity !== 'measure') return false;
  return DOSED.test(before) || BY_PEOPLE.test(before) || (/^fps|frames/.test(unit) && OF_FILM.test(before));
}
