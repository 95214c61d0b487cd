/**
 * The words that make a number a result: verbs of change and of reaching, nouns of change, comparatives; and the words that make
 * it a setting. Sources of patterns, compiled where they are used.
 */

/** Verbs that move a quantity. */
export const CHANGE_VERB =
  '(?:improv(?:e[sd]?|ing)|enhanc(?:e[sd]?|ing)|increas(?:e[sd]?|ing)|rais(?:e[sd]?|ing)|r(?:ise[sn]?|ose|ising)|boost(?:s|ed|ing)?|lift(?:s|ed|ing)?|gain(?:s|ed|ing)?|grow(?:s|n|ing)?|grew|advanc(?:e[sd]?|ing)|reduc(?:e[sd]?|ing)|decreas(?:e[sd]?|ing)|lower(?:s|ed|ing)?|cut(?:s|ting)?|shrink(?:s|ing)?|shr[au]nk|declin(?:e[sd]?|ing)|drop(?:s|ped|ping)?|f(?:alls?|ell|allen|alling)|degrad(?:e[sd]?|ing)|sav(?:e[sd]?|ing)|shorten(?:s|ed|ing)?|compress(?:es|ed|ing)?|accelerat(?:e[sd]?|ing)|speed(?:s|ed|ing)?[- ]?up|sped up|widen(?:s|ed|ing)?|narrow(?:s|ed|ing)?|trim(?:s|med|ming)?|alleviat(?:e[sd]?|ing)|mitigat(?:e[sd]?|ing)|slow(?:s|ed|ing)?|worsen(?:s|ed|ing)?|chang(?:e[sd]?|ing)|minimi[sz](?:e[sd]?|ing)|eliminat(?:e[sd]?|ing)|diminish(?:es|ed|ing)?|extend(?:s|ed|ing)?|expand(?:s|ed|ing)?|elevat(?:e[sd]?|ing)|jump(?:s|ed|ing)?|climb(?:s|ed|ing)?|impair(?:s|ed|ing)?|suppress(?:es|ed|ing)?|inhibit(?:s|ed|ing)?|prolong(?:s|ed|ing)?)';

/** Verbs that set one system above or below another. */
export const BEAT_VERB =
  '(?:outperform(?:s|ed|ing)?|surpass(?:es|ed|ing)?|exceed(?:s|ed|ing)?|beat(?:s|en|ing)?|outpac(?:e[sd]?|ing)|outscor(?:e[sd]?|ing)|overtak(?:e[sn]?|ing)|underperform(?:s|ed|ing)?|trail(?:s|ed|ing)?|lag(?:s|ged|ging)?(?: behind)?|advanc(?:e[sd]?|ing)|top(?:s|ped|ping)|better(?:s|ed|ing)|exceed)';

/** Verbs of reaching a value. */
export const REACH_VERB = String.raw`(?:achiev(?:e[sd]?|ing)|reach(?:es|ed|ing)?|attain(?:s|ed|ing)?|obtain(?:s|ed|ing)?|yield(?:s|ed|ing)?|scor(?:e[sd]?|ing)|deliver(?:s|ed|ing)?|realiz(?:e[sd]?|ing)|realis(?:e[sd]?|ing)|provid(?:e[sd]?|ing)|exhibit(?:s|ed|ing)?|demonstrat(?:e[sd]?|ing)|report(?:s|ed|ing)?|record(?:s|ed|ing)?|hit(?:s|ting)?|maintain(?:s|ed|ing)?|retain(?:s|ed|ing)?|preserv(?:e[sd]?|ing)|recover(?:s|ed|ing)?|show(?:s|ed|ing|n)?|produc(?:e[sd]?|ing)|giv(?:e[sn]?|ing)|gave|enabl(?:e[sd]?|ing)|bring(?:s|ing)?|brought|set(?:s|ting)? a new|establish(?:es|ed|ing)?|offer(?:s|ed|ing)?|lead(?:s|ing)? to|led to|result(?:s|ed|ing)? in|observ(?:e[sd]?|ing)|s(?:ees?|aw)|account(?:s|ed|ing)? for|rang(?:e[sd]?|ing)|averag(?:e[sd]?|ing)|support(?:s|ed|ing)?|leav(?:e[sd]?|ing)|solv(?:e[sd]?|ing)|remove[sd]|detect(?:s|ed|ing)?|correctly (?:classif\w+|identif\w+|predict\w+)|reproduc(?:e[sd]?|ing)|captur(?:e[sd]?|ing)|w(?:ins?|on|inning)|pass(?:es|ed)?|complet(?:e[sd]?|ing)|match(?:es|ed|ing)?|prefer(?:s|red)?|favou?r(?:s|ed)?)`;

/** Nouns of change. */
export const CHANGE_NOUN = String.raw`(?:improvements?|gains?|increases?|increments?|boosts?|uplifts?|enhancements?|rises?|growths?|reductions?|decreases?|declines?|drops?|falls?|degradations?|savings?|speed-?\s?ups?|accelerations?|(?<=\bby (?:an? )?(?:[\w-]+ ){0,3})margins?|advantages?|differences?|gaps?|losses|loss|deteriorations?|overheads?|slow-?downs?|cuts?|variations?|compression|decrement|leads?|jumps?|shortening|change)`;

/** Comparatives that follow a ratio or a percentage. */
export const COMPARATIVE = String.raw`(?:faster|quicker|slower|higher|lower|better|worse|fewer|less|more|greater|smaller|lighter|larger|bigger|longer|shorter|cheaper|stronger|weaker|sooner|earlier|deeper|wider|as (?:often|fast|well|many|much|efficient|likely|large|high|long|expensive|accurate)|(?:the )?(?:speed|throughput|rate of|efficiency)\b)`;

/** Nouns of what a method costs. */
export const RESOURCE =
  '(?:(?:training |inference |computational? |compute |memory |GPU |pre-?training |storage |energy |labell?ed |annotated |trainable |model |human |annotation |original |total |full |in-domain |real )*(?:data(?:set)?s?|budgets?|parameters?|params|compute|computations?|computing|FLOPs?|cost|costs|memory|time|steps?|epochs?|iterations?|tokens?|labels?|annotations?|samples?|examples?|resources?|energy|power|size|footprint|supervision|GPU hours|latency|hours|storage|bandwidth|weights|queries|training set|training|area))';

/** Settings: what an experimenter chooses is no result. */
export const SETTING = String.raw`(?:mask(?:ed|ing)?(?: ratio)?|dropout(?: rate)?|thresholds?|cut-?offs?|learning rates?|weight decay|batch sizes?|temperatures?|concentrations?|voltages?|pressures?|doses?|dosages?|pH|humidity|frequency of sampling|sampling rates?|sample rates?|confidence (?:levels?|intervals?)|significance levels?|alpha|statistical power|margin of error|quotas?|split|resolution|sequence lengths?|context lengths?|context windows?|window sizes?|image sizes?|input sizes?|noise levels?|flow rates?|laser power|gain setting|exposure|magnification|diluted|dilution|solution|ethanol|random seeds?|Likert|down-?sampl\w+|up-?sampl\w+|sub-?sampl\w+|stride|vocabulary|age[ds]?|incubat\w+|heated|annealed|centrifug\w+|number of|upscal\w+|scal(?:e|es|ed|ing) (?:up )?(?:the )?(?:model|data|training|dataset)|super-?resolution|zoom\w*|overlap\w*|momentum|rank|clipp(?:ed|ing)|truncat\w+|pad(?:ded|ding))`;

/** Words by which a paper speaks of itself. */
export const OWN =
  /\b(?:we|our|ours)\b|\b(?:this|the present|the current) (?:paper|work|study|article|report|survey|review|thesis|letter|approach|method|framework|model|research|trial|experiment|system|algorithm|strategy|technique|design|scheme|analysis)\b|\bhere(?:in)?\b|\bthe proposed\b|\bproposed (?:method|approach|model|framework|system|algorithm)\b|\bin this\b|^(?:results?|findings|methods?|conclusions?|objectives?|aims?|purpose)\s?[:.]|\b(?:results|experiments|evaluations?|findings) (?:show|demonstrate|indicate|reveal|suggest|confirm)|\bexperiment(?:s|al)\b|\b(?:is|are) (?:proposed|presented|introduced)\b/i;

/** Words that give a number to somebody else. */
export const PRIOR =
  /\b(?:prior|previous|earlier|existing|published|commercial|original|older) (?:works?|papers?|trials?|cohorts?|publications?|stud(?:y|ies)|methods?|approaches|systems?|models?|research|results?|literature|reports?)\b[^,;]{0,60}\b(?:report(?:s|ed)?|achiev(?:e[sd]?|ing)|reach(?:es|ed)?|attain(?:s|ed)?|show(?:s|ed|n)?|found|obtain(?:s|ed)?|claim(?:s|ed)?|only)\b|\bin (?:the|an?|their) (?:original|earlier|previous|classic) (?:paper|study|work|publication|report|experiment)\b|\bet al\.?,?(?: \(?\d{4}\)?)? (?:report|achiev|show|found|obtain|reach)|\b(?:has|have) been (?:reported|estimated|shown)\b|\b(?:it is|are|is) estimated (?:that|to)\b|\baccording to\b|\bknown to\b/i;

/** Words of general statements about the world or a field. */
export const BACKGROUND =
  /\b(?:worldwide|globally|global(?:ly)? (?:population|deaths?|emissions?|market)|annually|each year|every year|per year|in recent years|recent years|nowadays|widely|traditionally|of all (?:deaths?|cases|adults|people)|is (?:a|one of the) (?:leading|major|common)|affect(?:s|ing)? (?:about|approximately|up to|over|more than|nearly|an estimated)|the world['’]s|according to|have become|has become|it is (?:well )?(?:known|estimated)|typically|commonly)\b/i;
