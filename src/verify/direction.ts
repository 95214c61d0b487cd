/** Which way is better for a row: the metric table first, then the verbs of the quote around the value. */
import type { Direction } from '../domain/check.ts';
import { metricDirection } from './metrics.ts';

const LOWER =
  /\b(?:reduc\w+|decreas\w+|lower\w*|cut(?:s|ting)?|sav(?:e|es|ed|ing|ings)|fewer|less|smaller|cheaper|minimi[sz]\w+|shrink\w*|halv\w+|shorten\w*|alleviat\w+|mitigat\w+|drops? (?:the|latency|cost|error))\b/i;
const HIGHER =
  /\b(?:improv\w+|increas\w+|rais\w+|boost\w*|gains?|higher|better|outperform\w*|surpass\w*|exceed\w*|enhanc\w+|faster|speed\w*|accelerat\w+|achiev\w+|more accurate|advanc\w+|lift\w*)\b/i;

/** Direction of a row; `unknown` when neither metric nor verbs decide it, or the verbs disagree. */
export function findDirection(metric: string | null, quote: string): Direction {
  const known = metric ? metricDirection(metric) : 'unknown';
  if (known !== 'unknown') return known;
  const lower = LOWER.test(quote);
  const higher = HIGHER.test(quote);
  if (lower === higher) return 'unknown';
  return lower ? 'lower_better' : 'higher_better';
}
