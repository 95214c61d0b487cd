/**
 * Whether a number is put forward as something found. Plans, questions, suppositions, definitions, requirements, data sheets and
 * the history of a subject state numbers with the very verbs of results; what tells them apart is who says so and how.
 */
import { CHANGE_VERB } from './cues.ts';
import { METRIC } from './metrics.ts';

const i = (source: string): RegExp => new RegExp(source, 'iu');

/** Words by which a sentence reports what was found, whatever else stands in it. */
export const FINDS =
  /\b(?:we|study|analys[ei]s|results?|findings?|experiments?|evaluations?|estimates?|simulations?|measurements?|tests?|trial|survey)(?: \w+ly| also| further| then)? (?:find|found|show(?:s|ed|n)?|observed?|reveal(?:s|ed)?|demonstrat\w+|indicat\w+|discover(?:s|ed)?|estimated?|suggests?|confirm(?:s|ed)?|obtain(?:ed)?|achieved?|measured?|detect(?:s|ed)?|conclude[sd]?)\b|\bestimated (?:at|effect of)|\bcompared (?:with|to) (?:the )?(?:controls?|baselines?|placebo)|\bCI\b/i;

/** Asked, not said. */
const QUESTION = /\?\s*$/;

/** What is supposed, hoped for, planned, defined, required or discussed. */
const NOT_SAID: readonly RegExp[] = [
  i(
    String.raw`\b(?:we|authors|this (?:paper|article|study|essay|work|note|review)|it) (?:\w+ly |also |then |further |therefore )?(?:asks?|hypothesi[sz]e[sd]?|expect(?:s|ed)?|anticipate|aim(?:s|ed)?|intend|plan(?:s|ned)?|hope|conjecture|speculate|suppose|imagine|assume[sd]?|posit|postulate|wonder|questions?|(?:will|would)(?! not only\b))\b`,
  ),
  /\b(?:re-?examin|revisit|discuss|review|question|explain|examin|consider|trac|investigat|stud|ask|debat|explor|clarif|describ)\w* (?:why|whether|how(?! to\b)|what|when|(?:the |such |these |recent |common |popular |widespread )?(?:claims?|reports?|beliefs?|assumptions?|hypothes[ie]s|idea|notion)\b)/i,
  /^(?:suppose|imagine|assum(?:e|ing)\b|let\b|consider (?:an?|the|two|three)\b|to illustrate|if\b)|\bfor (?:example|instance), (?:suppose|imagine|consider|if)\b|\b(?:hypothetical|fictitious|fictional|imaginary|stylised|stylized|thought experiment|mock)\b|\b(?:in|is) (?:the|this|our|an|one) (?:\w+ )?example\b|\b(?:running|worked|toy|numerical|illustrative) example\b|\b(?:given|assuming) (?:an?|the) [^,;\d]{2,50} of\b|\bany (?:target|value|choice|number)\b/i,
  /\bit (?:is|remains) (?:unclear|unknown|debated|not known)\b|\b(?:do|does|did) not (?:report|evaluate|test|measure|claim|know|rank|assess) whether\b/i,
  /\b(?:is|are|was|were) (?:planned|foreseen|envisaged|intended|designed to|projected|forecast|anticipated|supposed|expected|assumed|scheduled|specified|stipulated|prescribed|required to)\b|\bsample size\b|\bpowered (?:the (?:study|trial) )?(?:to|for|at)\b|\bwere based on an? (?:effect|difference)\b/i,
  /\b(?:aims?|aimed|plans?|hopes?|seeks?|sought|intends?|meant|wants?|promises?|pledg\w+|strives?|ought|needs?|has|have) to (?!be (?:the|an?)\b)(?:\w+ly )?(?:reduce|cut|increase|raise|improve|lower|reach|achieve|attain|keep|fall|rise|double|halve|exceed|grow|save|shrink)\b/i,
  /\b(?:planned|expected|assumed|anticipated|projected|preliminary) (?:\w+ )?(?:upgrades?|extensions?|plans?|savings|gains?|reductions?|phases?)\b/i,
  /\b(?:plans?|targets?|scenarios?|forecasts?|projections?|agenc(?:y|ies)|agreements?|accord|treat(?:y|ies)|directives?|regulations?|pledges?|laws?|guidelines?|goals?|standards?) (?:fores\w+|requires?|required|demands?|caps?|capped|aims?|calls? for|envisag\w+|sets?|specif(?:y|ies)|stipulat\w+|mandates?|recommends?|prescribes?|obliges?)\b/i,
  /\b(?:might|should|must|ought to|may|(?<!\b(?:said|say|stated|believed|agreed|indicated|reported)\b[^;]{0,30})would)\b/i,
  /\b(?:nowadays|today|these days|now (?:have|has|need|cost|reach|use|exceed))\b/i,
  // A law of growth, not a measurement of it.
  /\bwhen(?:ever)? (?:the )?[\w ]{1,30} (?:doubles?|triples?|halves?)\b/i,
  /\bcould\b(?=.*\bif\b)|\bif\b.*\bcould\b|\bsuch an? \w+ could\b/i,
  /\b(?:users?|applications?|regulators?|guidelines?|matches|customers?|clinicians?|standards?|clients?|services?) (?:tolerates?|needs?|requires?|demands?|guarantees?|accepts?|expects?|asks? for)\b/i,
  // A trial's design.
  /\b(?:primary|secondary|main|key|co-primary|principal) (?:outcomes?|end-?points?)(?: measures?)? (?:is|are|will be|was|were|includes?|comprises?)\b(?! (?:about |only )?\d+(?:\.\d+)? ?%| (?:\w+ly )?(?:met|reached|achieved|improved|reduced|lower|higher|better|similar|observed|reported))/i,
  /\b(?:inclusion|exclusion|eligib\w+|stopping) (?:criteri\w+|required?s?|rules?)\b|\b(?:trial|study|training|search|arm|process|iteration)s? (?:(?:is|are|was|were) )?(?:stop(?:s|ped)|dropped|halted|terminate[sd]?|ends) (?:if|when|once|as soon|after)\b/i,
  // Definitions and conventions.
  /\b(?:is|are|was|were) (?:\w+ly )?(?:defined as|said to be|counted as|regarded as|deemed|considered (?:to be |as |an? )?(?:clinically|noise|acceptable|significant|relevant|small|moderate|large|high|low|good|correct)|marked|flagged|typical (?:of|for)|customary)\b|\bcounts? as\b|\b(?:denotes?|stands for)\b|\bconventionally\b/i,
  /\bwe (?:\w+ly )?(?:call|say|term) (?:an?|any|such|two)\b|\bwe (?:\w+ly )?(?:regard|deem|consider|treat|count|define)\b[^;]{0,70}\b(?:as|if|to be|whenever|significant)\b/i,
  /\b(?:is|was|as) (?:the|our|a|its) (?:target|goal|aim|threshold|requirement|norm|limit)\b|\bthe (?:target|goal|aim|requirement|objective|budget|limit) (?:is|was)\b|\d[^.;,]{0,50}\bby (?:construction|design|definition|convention|assumption)\b/i,
];

/** Whose number it is not: an instrument's, a collection's, a chance guess's, the world's. */
const OF_OTHERS: readonly RegExp[] = [
  /^(?:the|each|every|a|one|our|all) (?:[\w-]+ ){0,3}(?:sensor|camera|cluster|GPU|CPU|node|board|machine|server|telescope|satellite|instrument|laser|microscope|scanner|spectrometer|radar|lidar|battery|processor|chip|workstation|laptop|phone|display|headset|antenna|detector|motor|pump|device)s? (?:has|have|had|offers?|provides?|runs? at|records?|samples?|is clocked|consumes?|draws?|is rated|features?)\b/i,
  /\b(?:specified|nominal|rated|quoted|advertised|manufacturer\S*|leaflet|data ?sheet) (?:\w+ )?(?:accurac\w+|precision|sensitivit\w+|resolution|error|range|power|capacity|values?|specifications?)\b|\b(?:leaflet|data ?sheet|manufacturer|vendor)\b/i,
  /\b(?:cohort|panel|corpus|corpora|data ?sets?|registry|sample|collection|release|version|edition|archive|catalogue|table|leaderboard|list|appendix) (?:has|had|comprises?|contains?|includes?|covers?|lists?|holds?|spans?|consists?)\b|\bin (?:the|its) (?:first|second|third|new|old|latest|previous|current|\d+(?:st|nd|rd|th)) (?:edition|version|release)\b/i,
  /\b(?:reported|published|claimed|cited|quoted|advertised|purported|alleged) (?:[\w-]+ )?(?:reductions?|gains?|improvements?|speed-?ups?|savings|accurac\w+|scores?|values?|estimates?|rates?|effects?|figures?|numbers?|increases?|efficac\w+)\b/i,
  /\b(?:what|as) (?:is|was|are) (?:claimed|asserted|alleged)\b|\bknown since\b|\bclaims? (?:such as|like|by)\b|\baccording to (?:the )?(?:sheets?|makers?|manuals?|vendors?|authors)\b/i,
  /\b(?:compared (?:with|to)|than) (?:the|its) (?:[\w-]+ )?(?:(?:of|from) (?:1[89]|20)\d\d|predecessor|forerunner)\b|\bits (?:predecessor|forerunner)\b/i,
  /\b(?:questionnaires?|surveys?|interviews?|installation|sessions?|visits?|lessons?|assessments?|set-?up|courses?|tutorials?|forms?|exercises?|examinations?|notes?|cards?) (?:takes?|took|lasts?|lasted|needs?|requires?)\b/i,
  /\b(?:workshop|conference|membership|annotators?|workers?|participants?|volunteers?) (?:drew|attracted|(?:are|were|is|was) paid|received|(?:has|have) (?:doubled|grown))\b/i,
  /(?<!\b(?:above|over|than|beyond|beat|beats|exceed|exceeds|exceeding|from|to|versus|vs\.?|near|against) (?:the |a )?)\b(?:chance (?:level|performance|accuracy)|random (?:guess(?:ing)?|classifier|agent|choice)|(?:majority|blind) (?:class|guesser|baseline)|coin flip)\b/i,
  // What an experimenter or a lawgiver moves.
  /\b(?:dropout|sparsity|learning rate|noise level|mask\w* ratio|temperature|pressure|voltage|doses?|dosage|load|concentration|sampling rate|frame rate|batch size|context (?:length|window)|step size)(?: \w+)? (?:(?:is|was|were|are) (?:\w+ly )?(?:increased|raised|lowered|reduced|decreased|cut|extended|halved|doubled|varied)|(?:increases|decreases|rises|grows|decays) (?:linearly|gradually|exponentially|stepwise))\b/i,
  /\b(?:minimum wages?|interest rates?|tax(?:es)?(?: rates?)?|tariffs?|fees?|subsid(?:y|ies)|benefits|quotas?|retirement age) (?:(?:is|was|were|are) |has been )?(?:increased|raised|rose|fell|lowered|reduced|cut|doubled|extended)\b/i,
];

/** Things the world has many of, in the present tense: "batteries lose 20%". */
const WORLD =
  /^(?:(?:[\p{L}-]+ ){0,2}(?<noun>[\p{L}-]+s)|Women|Men|People|Children) (?:are(?! \p{L}+ed\b)|have|lose|earn|need|use|cost|pay|spend|require|consume|contain|make|grow|hold|own|account|represent|receive|produce|emit|work|live|weigh|last|carry|generate)\b/u;
/** Many of these are what a paper tests. */
const TESTED =
  /^(?:results|experiments|models|methods|systems|agents|LLMs|VLMs|devices|cells|samples|specimens|patients|participants|users|raters|annotators|gains|improvements|costs|errors|scores|variants|policies|approaches|networks|ablations|tests|trials|simulations|mice|rats|respondents|tasks|adapters|checkpoints|baselines|estimates|designs|solvers|algorithms|filters|films|catalysts|membranes|alloys|nanoparticles)$/iu;

/** History of the world: a change dated by the calendar, without anybody who found it. */
const DATED =
  /\b(?:since|until|by|before|during) (?:the (?:reform|war|crisis|pandemic|early|late|\d{4}s|turn|period|same period|19|20)|1[5-9]\d\d|20\d\d|then\b)|\b(?:between|from) (?:1[5-9]|20)\d\d (?:and|to) (?:1[5-9]|20)\d\d\b|\b(?:in|over|during|within) (?:the )?(?:past|last|previous|preceding|recent|following|same) (?:\w+ )?(?:years?|decades?|century|centuries|months?|period)\b|\b(?:last|the previous|a single) (?:year|decade|century)\b|\bin (?:1[5-9]|20)\d\d\b|\b(?:the year before|each year|every year|a year|annually|year-on-year|per (?:year|annum|decade|period)|during the period|over the period|every (?:\w+ )?(?:weeks?|months?|days?|hours?))\b/i;
const MOVES = i(
  String.raw`\b(?:${CHANGE_VERB}|doubl\w+|tripl\w+|quadrupl\w+|halv\w+|stood|amount\w*|accounts?|reach\w*|exceed\w*|stands?|went|increases?|declines?|growth|paid|drew)\b`,
);
/** The authors act, and no relative clause hands the verb to somebody else. */
const OURS =
  /\b(?:we|our|ours|us|the proposed|this (?:method|approach|model|framework|system))\b(?!.*\b(?:that|which|whose|where|who|when)\b)/i;
const PASSED =
  /\b(?:has|have|had) (?:since |already |more than |nearly )?(?:fallen|risen|grown|dropped|declined|increased|decreased|doubled|tripled|shrunk|reached)\b/i;

/** Where another assertion of the same sentence begins. */
const NEW_ASSERTION =
  /; |, (?=(?:and |but |while |whereas |yet |thus |thereby )?(?:we|our|it|the proposed|this|achiev\w+|improv\w+|reduc\w+ing|yielding|resulting|outperform\w+|surpass\w+|show\w+|leading|deliver\w+|gaining|reaching|attain\w+|rais\w+|boost\w+|cutting)\b)| and (?=(?:we|our|find|show|observe|report|achieve|outperform)\b)|, (?=whereas|while|but)/gi;

/** Words of a sentence that weighs one thing against another or says how well something did. */
const WEIGHS = i(
  String.raw`\b(?:outperform\w*|surpass\w*|exceed\w*|beat\w*|achiev\w+|attain\w*|reach(?:es|ed|ing)|improv\w+|reduc\w+|increas\w+|lower(?:s|ed|ing)|decreas\w+|declin\w+|drop(?:s|ped|ping)?|f[ae]ll(?:s|ing)?|ris(?:es|ing)|rose|gain(?:s|ed|ing)?|boost\w*|sav(?:es?|ed|ings?)|cut(?:s|ting)|cut (?:in|by|\p{L}+ by)|retain\w*|preserv\w*|maintain\w*|match\w*|solv\w+|scor(?:es?|ed|ing)|yield(?:s|ed|ing)?|obtain\w*|compared|versus|vs|baselines?|relative to|significan\w*|results?|experiments?|evaluat\w*|benchmarks?|speed-?ups?|accelerat(?:es?|ed|ing|ion)|correlat\w*|associated|accura\w+|find|found|show(?:s|ed|n)?|observed?|measured|estimated?|prefer\w*|degrad\w*|loss(?:es)?|grew|shr[aiu]nk\w*|halv\w*|doubl\w*|enabl\w+|deliver\w*|support\w*|remain\w*|stay\w*|took|complet\w+|detect\w*|advantage|gap|risk|occurred|treated|placebo|controls?|surviv\w*|respondents|efficacy|elasticity|effects?|overheads?|rates? (?:was|were)|throughput|latency|sustain\w*|answers? \p{L}+ in|retriev\w+|w[io]ns?|succe\w+|explains?|explained|closes|runs? at|running at|trains in|time to first|per second on|using (?:only|less than|under)|takes? (?:only|less than|under)|correctly|sped up|speeds? up|${CHANGE_VERB}(?: [^;,]{1,60})? by|goes|went|amount(?:s|ed) to|times as)\b|\b(?:faster|slower|better|worse|higher|lower|fewer|less|more|smaller|larger|stronger|weaker|longer|shorter|cheaper)\b(?! than (?:about |around |some )?(?:[$€£]?\d|one\b|two\b|three\b|half\b|an? ))`,
);

/** Whether a sentence says how well something did, as a number without a metric's name needs it to. */
export function weighsSomething(sentence: string): boolean {
  return WEIGHS.test(sentence);
}

/** Words of a sentence that compares methods, groups or settings of an experiment, not states of the world. */
const OF_EXPERIMENT = i(
  String.raw`\b(?:our|ours|outperform\w*|surpass\w*|baselines?|state[- ]of[- ]the[- ]art|compared (?:to|with)|versus|vs|relative to|significan\w*|models?|methods?|approach(?:es)?|frameworks?|algorithms?|polic(?:y|ies)|agents?|networks?|train(?:ed|ing|s)|fine-tun\w+|inference|memory|latency|throughput|tokens?|parameters?|FLOPs?|compute|computation\w*|GPUs?|accurac\w+|performance|benchmarks?|errors?|success|treat(?:ed|ment)|placebo|controls?|groups?|arms?|intervention|odds|hazard|risk|cohort|randomi[sz]ed|patients|participants|respondents|raters|evaluators|devices?|cells?|samples?|catalysts?|alloys?|speed-?ups?|prefer\w*|tasks|robust\w*|hallucinat\w+|achiev\w+|attain\w*|improvements?|correlat\w+|correctly|predict\w+|efficacy|effects?|elasticity|response times?|costs per)\b`,
);

const NAMES_METRIC = new RegExp(`(?<![\\p{L}\\d])(?:${METRIC})(?![\\p{L}\\d])`, 'u');

/** The authors compared, measured or found, somewhere in the abstract. */
const RAN =
  /\b[Ww]e (?:\w+ly |then |also )?(?:compared?|measured|tested|randomi[sz]ed|exposed|treated|evaluated|find|found|show(?:ed)?|observed?|demonstrated?)\b(?! (?:why|whether|how|what)\b)|\b(?:[Tt]he|[Ii]ts|[Tt]hese) effects? (?:is|was|are|were)\b|\b(?:who|that) received\b|\bexposed to\b|\b(?:Results?|Findings) ?:|\bresults (?:show|suggest|indicate|reveal|demonstrate)/;

/** Whether the authors of an abstract say that they found something out by trying. */
export function tellsOfTrying(abstract: string): boolean {
  return RAN.test(abstract);
}

/** Whether a sentence speaks of an experiment or says that something was found. */
export function isOfExperiment(sentence: string): boolean {
  return OF_EXPERIMENT.test(sentence) || FINDS.test(sentence) || NAMES_METRIC.test(sentence);
}

/** Whether the number at this place of a sentence can be a finding. */
export function isAsserted(sentence: string, at: number): boolean {
  if (QUESTION.test(sentence)) return false;
  const part = assertionAround(sentence, at);
  if (FINDS.test(part)) return true;
  if (NOT_SAID.some((pattern) => pattern.test(part)) || OF_OTHERS.some((pattern) => pattern.test(part))) return false;
  if (!OURS.test(part) && isOfWorld(part)) return false;
  return OURS.test(sentence) || !((DATED.test(sentence) && MOVES.test(part)) || PASSED.test(part));
}

/** The part of a sentence that makes one assertion. */
function assertionAround(sentence: string, at: number): string {
  let start = 0;
  for (const match of sentence.matchAll(NEW_ASSERTION)) {
    const next = match.index + match[0].length;
    if (next > at) return sentence.slice(start, match.index);
    start = next;
  }
  return sentence.slice(start);
}

function isOfWorld(part: string): boolean {
  const found = WORLD.exec(part);
  return found !== null && !TESTED.test(found.groups?.noun ?? '');
}
