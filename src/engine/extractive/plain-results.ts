/**
 * Results that name no metric: a share solved, a share of the people asked, a quantity that was measured, a level something fell to.
 * The last resort after the rules of evidence; each pattern asks for the words right before the number and, where it is a share,
 * for what it is a share of.
 */
import type { Evidence } from './evidence.ts';
import type { Mention } from './mentions.ts';

/** "solves 37% of the tasks", "succeeds in 94% of cases". */
const SUCCEEDS =
  /\b(?:solv|complet|answer|detect|retriev|recover|pass|w[io]n|retain|explain|clos|correct|reproduc|identif|recogni[sz]|resolv|prevent|block|refus|finish|captur)(?:e[sd]?|s|es|ed|ies|ied|ing)?$|\bwon$|\b(?:succeed(?:s|ed)?|failed|preferred|correct|chosen|right|wrong) (?:in|on|for)$|\bagree(?:s|d)? with [^,;\d]{2,40} in$|\bpreferred(?: over [\p{L}\d-]+)?$/iu;
const OF_TASKS =
  /^ of (?:the |all |our |its |their |these |such )?(?:[\p{L}-]+ ){0,2}?(?:tasks?|cases|problems|questions|instances|comparisons|queries|issues|games|attacks|faults|facts|errors|attempts|trials|episodes|runs|items|levels|gap|variance|variability|performance|accuracy|efficiency|capacity|puzzles|bugs|examples|samples|prompts|requests|events|targets|objects|scenarios|goals|the time|time|defects|anomalies|vulnerabilities|exams?|matches|pairs|it|them)\b/iu;
/** "adverse events occurred in 18% of participants". */
const OCCURRED = /\b(?:occurred|(?:was|were) (?:seen|observed)) in$/i;
const HETEROGENEITY = /\bI(?:²|2|\^2)\s?(?:=|of|was)$/;
/** "67% of respondents said". */
const OF_PEOPLE =
  /^ (?:said|say|agreed|preferred|believed|felt|stated) \p{L}|^ of (?:the |our |all |these )?(?:[\p{L}-]+ )?(?:respondents|participants|patients|users|subjects|interviewees|students|pupils|developers|teachers|nurses|clinicians|physicians|experts|raters|annotators|workers|households|voters|women|men|children|adults|animals|mice|plants) (?:said|say|reported|agreed|preferred|prefer|believed?|rated|found|chose|felt|would|stated|indicated|expressed|supported|trusted|accepted|improved|responded|achieved|recovered|survived|developed|experienced|showed|relapsed|failed|identified|noticed|recogni[sz]ed)\b/iu;
/** "we find that 8.3% of the labels are wrong", "inspection shows that 12% of". */
const FINDS_THAT = /\b(?:find|found|show(?:s|ed)?|reveal(?:s|ed)?|observed?|discover(?:s|ed)?|indicates?) (?:that )?$/i;
/** "we obtain a mass of 2.08", "the analysis yields a slope of 0.4", "shows a yield strength of 1.35 GPa". */
const MEASURED =
  /\b(?:we|analys[ei]s|fits?|data|measurements?|experiments?|tests?|observations?|simulations?|model(?:l?ing)?) (?:\w+ly |also )?(?:find|found|obtain(?:ed)?|measured?s?|estimated?s?|observed?|infer(?:red)?|determined?|derived?|yield(?:s|ed)?|g[ai]ves?|gave|impl(?:y|ies|ied)|detect(?:ed)?|shows?|showed)(?: for)? (?:an?|the)? ?(?<noun>[^,;:\d()]{2,60}?) (?:of|to be|is|was)$/i;
const EXHIBITS =
  /\b(?:exhibit|show|achiev|display|attain|reach|demonstrat|deliver|possess)(?:e?s|e?d|ing)? (?:an? |the )?(?:[^,;:\d()]{2,50} of [~≈]?\d[\d.,]* ?[^\s\d,;]{1,12},? and an? )?(?:[^,;:\d()]{2,60} )?(?<noun>strength|density|conductivity|hardness|modulus|mobility|lifetime|toughness|elongation|permeability|selectivity|capacity|voltage|efficiency|activity|gap|affinity|constant|coefficient|ratio|resistance|reflectance|transmittance|absorbance|polari[sz]ation|responsivity|detectivity|linewidth|stability|emission|yield|gain|uptake|flux|rejection) of$/i;
const ESTIMATED =
  /\b(?:is|are|was|were) (?:estimated (?:at|as|to be)|(?:measured|determined|found|calculated|computed|inferred) to be)$/i;
/** What is obtained for the study is no finding of it. */
const MATERIAL =
  /\b(?:sample|corpus|data|datasets?|grid|collection|set|mixture|solution|series|budget|total|subset|group|batch|panel|cohort|number|licen[cs]e|period|length|bound|volume of|aliquot|dose|duration|interval|window|level|steps?|threshold|distance|diameter|size|depth|height|width|range|rates? of sampling|weight of|temperature)\b/i;
/** "success drops below 12%". */
const LEVEL_LEFT =
  /\b(?:success|performance|robustness|recall|overhead|retention|efficacy|agreement|preference|error|faithfulness|completion|acceptance)(?: [^,;\d]{1,40})? (?:drop|f[ae]ll|declin|decreas|degrad|collaps|ris|rose|increas|climb|shrink|shr[au]nk|stay|remain|grow)\w*(?: (?:to|below|under|above|at|unchanged at|as low as))?$/i;
const TIMED =
  /\b(?:answer|respond|infer|converg|process|decod|complet|solv|sort|look|index|search|quer|train|run|finish|execut|render)\w*(?: [^,;\d]{1,40})? in$/i;
const INSTEAD = /\b(?:against|versus|vs|instead of|compared (?:to|with)|rather than|down from)\b/i;
const FIRST_ANSWER =
  /\b(?:time[- ]to[- ]first[- ]\w+|response times?|wall[- ]clock times?|run-?times?|inference times?|training times?|query times?|reaction times?)(?: [^,;\d]{1,40})? (?:is|was|are|were|of)$/i;
/** "infection rates were 3.1%". */
const RATES_WERE =
  /\b(?!(?:response|participation|sampling|frame|learning|interest|discount|tax|exchange|dropout|missing|base|flow|heating|cooling|refresh|enrol+ment|inclusion|consent|attrition) rate)[\p{Ll}-]{4,} rates? (?:[^,;\d]{1,30} )?(?:was|were)$/iu;
const NAMED_SCORE = /\b\p{Lu}[\p{L}\d-]*\p{Lu}[\p{L}\d-]* scores? (?:of|was|is)$/u;
const REACHES = /\b(?:reach|achiev|attain|scor|hit)(?:es|ed|s|e|ing)?$/i;
const BEST = /\b(?:best|strongest|largest|even|state-of-the-art|leading|top|frontier|proprietary|open)\b[^,;]{0,60}$/i;

/** Why a number that stands beside no metric is a result all the same, or null. */
export function plainEvidence(mention: Mention, metric: string | null): Evidence | null {
  const { before, after, quantity, unit, decimals } = mention;
  const absolute: Evidence = { form: 'absolute', metric, isPlain: true };
  if (quantity === 'percent') {
    if (SUCCEEDS.test(before) && OF_TASKS.test(after)) return absolute;
    if (OF_PEOPLE.test(after) || OCCURRED.test(before) || HETEROGENEITY.test(before)) return absolute;
    if (FINDS_THAT.test(`${before} `) && /^ (?:of|use|used|have|had|are|were|do|did|never|rely|relied)\b/.test(after))
      return absolute;
    if (LEVEL_LEFT.test(before) || RATES_WERE.test(before)) return absolute;
    if (REACHES.test(before) && BEST.test(before) && /^[.,;]|^ (?:on|in|and|while)\b|^$/.test(after)) return absolute;
  }
  if (quantity === 'measure' && /^(?:ms|µs|μs|ns)$/.test(unit) && TIMED.test(before))
    return { form: 'resource', metric, isPlain: true };
  if (quantity === 'measure' && /hour|minute|day/.test(unit) && TIMED.test(before) && INSTEAD.test(after))
    return { form: 'resource', metric, isPlain: true };
  if (quantity === 'measure' && FIRST_ANSWER.test(before)) return { form: 'resource', metric, isPlain: true };
  if (quantity === 'bare' && NAMED_SCORE.test(before)) return absolute;
  if (quantity === 'bare' && decimals < 0) return null;
  if (quantity === 'bare' && REACHES.test(before) && BEST.test(before)) return absolute;
  if (quantity === 'ratio' || quantity === 'fraction') return null;
  const noun = MEASURED.exec(before)?.groups?.noun ?? EXHIBITS.exec(before)?.groups?.noun;
  if (noun !== undefined && !MATERIAL.test(noun)) return absolute;
  return ESTIMATED.test(before) ? absolute : null;
}
