/**
 * Numeric result claims by pattern. Every row quotes the sentence its number stands in, or the clause of it that fits, exactly as
 * printed; what the sentence does not say is null. Sentences before the paper speaks of itself yield nothing.
 */
import { codePointLength } from '../../domain/codepoints.ts';
import type { WireClaim } from '../../domain/draft.ts';
import { confirmClaims, type Proposal, weaken } from './confirm.ts';
import { introducedNames, ownNames, readSentences, type Sentence } from './discourse.ts';
import { baselineName, conditionsOf, datasetOf, isDataset, kindOf, type Names, outcomeOf, splitOf, subjectOf } from './fields.ts';
import { type Finding, findFindings } from './findings.ts';
import { isMetricName, METRIC } from './metrics.ts';
import { conditionPhrase, parallelMember, quantityOf } from './phrases.ts';
import { isOfExperiment, tellsOfTrying, weighsSomething } from './stance.ts';

/** Longest quote in code points (reference enrichment-schema 2.3). */
export const LONGEST_QUOTE = 300;
/** A clause, for sentences that hold too many numbers. */
const SHORT_QUOTE = 110;

/** Result claims of an abstract, in reading order. */
export function findClaims(title: string, abstract: string, datasets: ReadonlySet<string>): WireClaim[] {
  if (!/\d|fold\b|twice|times|magnitude|half|third|quarter|fifth|tenth/.test(abstract)) return [];
  const own = ownNames(title, abstract);
  const names: Names = { own: own.all, primary: own.primary, datasets };
  const introduced = [...own.all, ...introducedNames(abstract)];
  const proposals: Proposal[] = [];
  let reports = tellsOfTrying(abstract);
  for (const sentence of readSentences(abstract, names.own)) {
    if (sentence.role === 'background') continue;
    const named = introduced.some((name) => sentence.text.includes(name));
    const weighs = named || weighsSomething(sentence.text);
    const ofExperiment = named || isOfExperiment(sentence.text);
    for (const finding of findFindings(sentence.text)) {
      if (!weighs && !speaksForItself(finding)) continue;
      reports ||= sentence.role === 'own' && (ofExperiment || speaksForItself(finding));
      proposals.push(propose(finding, sentence, names));
    }
  }
  // A change in the world is a result where the paper reports others: alone it is the reason for writing.
  if (!reports) return [];
  const claims = confirmClaims(proposals, { title, abstract });
  // What others found is told only beside what this paper found: alone it is an introduction.
  return claims.some(({ attribution }) => attribution === 'this_paper') ? claims : [];
}

const METRIC_NAME = new RegExp(`^(?:${METRIC})$`, 'i');
/** Words a value can be stated of that name no metric. */
const NO_METRIC = /^(?:performance|efficienc(?:y|ies)|rank(?:ing)?|loss|speed-?ups?|accelerations?)$/i;

/** Whether the number itself says that it is a result, in whatever sentence. */
const speaksForItself = ({ metric, form, isPlain }: Finding): boolean =>
  isPlain === true || (form !== 'statistic' && metric !== null && METRIC_NAME.test(metric));

function propose(found: Finding, sentence: Sentence, names: Names): Proposal {
  const { text } = sentence;
  const printed = (part: { start: number; end: number }): string => text.slice(part.start, part.end);
  const quote = quoteOf(found, text, LONGEST_QUOTE);
  const isIn = (words: string | null): string | null => (words !== null && quote.includes(words) ? words : null);
  const member = parallelMember(found);
  const ownDataset = member?.joint === 'on' && isDataset(member.text, names) ? member.text : null;
  const ownMetric = member?.joint === 'head' && METRIC_NAME.test(member.text) && isMetricName(member.text) ? member.text : null;
  const named = found.metric !== null && NO_METRIC.test(found.metric) ? null : found.metric;
  const finding: Finding = { ...found, metric: isIn(ownMetric ?? named ?? quantityOf(found)) };
  const dataset = isIn(ownDataset ?? datasetOf(finding, text, names));
  const outcome = outcomeOf(finding, text);
  const baseline = {
    name: outcome === 'not_compared' && !finding.baseline ? null : isIn(baselineName(finding, text, names)),
    value: finding.baseline ? printed(finding.baseline) : null,
  };
  const claim: WireClaim = {
    quote,
    kind: kindOf(finding, outcome),
    attribution: sentence.role === 'prior' ? 'prior_work' : 'this_paper',
    subject: sentence.role === 'prior' ? 'prior work' : subjectOf(finding, text, names),
    task: null,
    dataset,
    split: isIn(splitOf(finding)),
    metric: finding.metric,
    value: printed(finding.mention),
    baseline: baseline.name === null && baseline.value === null ? null : baseline,
    outcome,
    conditions: isIn(conditionsOf(finding, text) ?? (ownDataset || ownMetric ? null : (member?.text ?? null))),
  };
  return {
    claim,
    weaker: () => {
      const condition = isIn(conditionPhrase(finding));
      return weaken(claim, quoteOf(finding, text, SHORT_QUOTE), condition === dataset ? null : condition);
    },
  };
}

const CLAUSE_START =
  /(?:; |: |, (?:and |while |with |which |but |whereas |achieving |outperforming |surpassing |reducing |improving |yielding |resulting )?|\((?=\d)|\. )/g;

/** The sentence, or the longest run of its clauses around the number that fits. */
function quoteOf(finding: Finding, text: string, longest: number): string {
  if (codePointLength(text) <= longest) return text;
  const first = Math.min(finding.mention.start, finding.baseline?.start ?? finding.mention.start);
  const last = Math.max(finding.mention.end, finding.baseline?.end ?? finding.mention.end);
  const starts = [0];
  const ends = [text.length];
  for (const match of text.matchAll(CLAUSE_START)) {
    if (match.index >= last) ends.push(match.index);
    if (match.index + match[0].length <= first) starts.push(match.index + match[0].length);
  }
  let best = text.slice(first, last);
  for (const start of starts)
    for (const end of ends) {
      const part = text.slice(start, end);
      const length = codePointLength(part);
      if (length <= longest && length > codePointLength(best)) best = part;
    }
  if (best.length > last - first) return best;
  // No clause mark near: words to both sides, whole ones.
  const from = text.indexOf(' ', Math.max(0, first - 150)) + 1;
  const to = text.lastIndexOf(' ', Math.min(text.length, last + 120));
  return text.slice(Math.min(from, first), Math.max(to, last));
}
