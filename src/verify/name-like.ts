/**
 * Tells names from descriptions. "Sieve-7B" names one thing, so a sentence that gives a number to another name contradicts the row;
 * "our method", "the algorithm", "strategies" name nothing, so they contradict nothing and leave nothing open.
 */

/** Words that begin a name in capitals without being one, and capitals that are no names. */
const NO_NAME =
  /^(?:the|a|an|our|this|these|that|its|their|all|both|each|other|prior|previous|existing|proposed|we|it|they|model|models|method|methods|approach|system|framework|algorithm|algorithms|strategy|strategies|technique|paper|work|study|authors?|network|networks|results?|ours|baseline|baselines|training|pre-training|pretraining|fine-tuning|full|best|state|sota|soa|using|with|for|on|in|of|and|LLMs?|AI|ML|NLP|GPUs?|CPUs?|[123]D|I)$/i;

/** Whether the words hold a name: a capital or a digit that is not merely the beginning of a phrase. */
export function isNameLike(words: string): boolean {
  const tokens = words.match(/[\p{L}\p{N}][\p{L}\p{N}@.+-]*/gu) ?? [];
  return tokens.some((token, i) => {
    if (NO_NAME.test(token) || !/\p{L}/u.test(token)) return false;
    if (/[\p{Lu}\p{N}]/u.test(token.slice(1))) return true;
    // "Distilled model": the capital of a phrase that goes on in small letters
    return /^\p{Lu}/u.test(token) && (i > 0 || tokens.length === 1 || tokens.slice(1).every((other) => NO_NAME.test(other)));
  });
}

/** Whether the words say more than "our method": a description of one thing, or a name. */
export function isSpecific(words: string): boolean {
  return (words.match(/[\p{L}\p{N}][\p{L}\p{N}@.+-]*/gu) ?? []).some((token) => !NO_NAME.test(token));
}

/** Names of results and of being better that any measured number can go by. */
export function isGenericMetric(metric: string): boolean {
  const words = metric.toLowerCase().match(/\p{L}[\p{L}-]*/gu) ?? [];
  return words.length > 0 && words.every((word) => GENERIC_METRIC.test(word));
}

const GENERIC_METRIC =
  /^(?:performance|scores?|results?|improvements?|gains?|boosts?|increases?|growth|metrics?|value|rate|ratio|advantage|margin|change|difference|points?|mean|average|overall|relative|absolute|downstream|task|benchmark|evaluation|quality|uplift|delta|the|of|in|on|percentage)$/;
