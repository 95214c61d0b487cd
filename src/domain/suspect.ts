/**
 * Notices text that talks to a model instead of about one: orders to drop its instructions, forged chat turns, notes to an AI
 * reader. It only raises the flag `suspect`; nothing is removed. Narrow on purpose: an abstract that reports on prompt injection
 * quotes such words in mid-sentence, whereas an injection starts a sentence with them.
 */

/** Where an order can start: the text, a line or a sentence, or after a call for attention. */
const START = String.raw`(?:^|\n|[.!?;)\]}>*]\s|\b(?:important|attention|note|notice|instructions?|reminder|warning|system|assistant|urgent):\s)`;
/** Quotes and brackets an order may stand in, and words of address before it. */
const ADDRESS = String.raw`[\s"'“‘([{<*#_-]{0,6}(?:(?:please|now|and|but|first|instead|next|assistant|ai|chatgpt|hey|dear (?:ai|llm|model)|you (?:must|should|have to|will)(?: now)?),?\s+)?`;

const BEFORE = `(?:previous|prior|above|preceding|earlier|foregoing|former|existing|original|other|system)`;
const WORDING = `(?:instructions?|prompts?|directions?|directives?|rules?|guidelines?|commands?|messages?)`;
const DROP = `(?:ignore|disregard|forget|override|bypass|do not follow|don't follow|stop following)`;
const READER = `(?:an? |the |all |any )?(?:ai|llm|llms|ais|language models?|large language models?|ai (?:models?|assistants?|agents?|reviewers?|systems?)|llm (?:agents?|reviewers?)|chatbots?)`;

/** Orders, looked for only where a sentence starts. */
const ORDERS = [
  String.raw`${DROP}\s+(?:(?:all|any|the|your|my|these|those|every|everything|of)\s+){1,3}${BEFORE}\s+(?:and\s+\w+\s+)?(?:\w+\s+)?${WORDING}\b`,
  String.raw`${DROP}\s+${BEFORE}\s+(?:instructions|prompts|directions|directives|commands|messages)\b`,
  String.raw`${DROP}\s+(?:all\s+|any\s+)?(?:the\s+|your\s+|of\s+)*(?:instructions?|prompts?)\s+(?:above|before|given|you (?:were|have been) given)\b`,
  String.raw`(?:ignore|disregard|forget)\s+(?:everything|all)\s+(?:above|before|you (?:were|have been|know)|that (?:came|was said))\b`,
  String.raw`from now on,?\s+(?:you|your|act|answer|respond|reply)\b`,
  String.raw`you are now\s+(?:an?\s|in\s|the\s|no longer\s|dan\b)`,
  String.raw`(?:reveal|print|repeat|show|output|disclose|leak)\s+(?:me\s+)?(?:all\s+)?(?:of\s+)?your\s+(?:system|hidden|initial|secret|original)\s+(?:prompt|instructions?|message)\b`,
  String.raw`(?:note|message|instructions?)\s+(?:to|for)\s+${READER}\b`,
  String.raw`for\s+${READER}\s*:\s`,
  String.raw`if you are\s+(?:an? )?(?:ai|llm|language model|large language model|chatbot|automated)\b`,
  String.raw`(?:give|write|provide)\s+(?:only\s+)?(?:a|an)\s+(?:only\s+)?positive\s+review\b`,
  String.raw`do not\s+(?:highlight|mention|report)\s+any\s+(?:negatives?|weakness(?:es)?|limitations?)\b`,
  String.raw`(?:respond|reply|answer)\s+(?:only\s+with|with\s+only|with\s+exactly)\b`,
];
const ORDER = new RegExp(`${START}${ADDRESS}(?:${ORDERS.join('|')})`, 'gi');

/** Turns of a chat that no abstract holds: template marks with a role, and a role that is told who it is. */
const FORGED_TURN = new RegExp(
  [
    String.raw`<\|(?:im_start|start_header_id)\|>\s*(?:system|user|assistant|developer|tool)\b`,
    String.raw`<\|(?:system|user|assistant|developer)\|>\s*\S`,
    String.raw`<start_of_turn>\s*(?:user|model)\b`,
    String.raw`\[INST\]\s*<<SYS>>`,
    String.raw`\[/INST\]\s*\S`,
    String.raw`</?(?:system|system_prompt|system-reminder|instructions?)>\s*(?:you|ignore|disregard|the (?:user|assistant))\b`,
    String.raw`(?:^|\n|[.!?]\s)[\s#*[<]{0,6}(?:system|assistant|developer)(?:\s+(?:prompt|message|override|instruction))?[\]>*]{0,4}\s?:[\s"'“*]{0,4}(?:you\s+(?:are|must|will|should)|ignore|disregard|forget|new instructions?|from now on)\b`,
    String.raw`(?:^|\n|[.!?]\s)[\s#*]{0,6}(?:new|updated)\s+(?:system\s+)?(?:instructions?|prompt)\s*:\s`,
  ].join('|'),
  'i',
);

/** Longest white space run that is looked through; more is made one space before, so that no pattern walks far. */
const LONG_SPACE = /[^\S\n]{2,}|\s*\n\s*/g;

/** Whether a text holds instructions aimed at a model, or a forged chat turn. Never throws. */
export function isSuspect(text: string): boolean {
  const flat = text.replace(LONG_SPACE, (run) => (run.includes('\n') ? '\n' : ' '));
  if (FORGED_TURN.test(flat)) return true;
  for (const match of flat.matchAll(ORDER)) if (!isHeadline(match[0], flat[match.index + match[0].length])) return true;
  return false;
}

/** Titles play with the words: `Ignore All Previous Instructions: ...`. */
function isHeadline(words: string, after: string | undefined): boolean {
  return after === ':' && /^\s*(?:\p{Lu}\p{Ll}*[\s-]*)+$/u.test(words) && /\p{Ll}/u.test(words);
}
