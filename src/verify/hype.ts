/** Words that praise instead of telling; shown to the reviewer, never removed. */
const HYPE =
  /\b(?:novel|groundbreaking|ground-breaking|revolutionary|revolutioni[sz]\w+|unprecedented|game-chang\w+|remarkabl[ey]|impressive(?:ly)?|breakthrough|cutting-edge|seamless(?:ly)?|powerful|extraordinary|paradigm[ -]shift\w*|pioneering|outstanding|dramatic(?:ally)?|vastly|superior|stunning|exceptional(?:ly)?|transformative|unparalleled|state-of-the-art)\b/gi;

/** Hype terms of a text, lower case, each once, in order. */
export function findHype(text: string): string[] {
  return [...new Set([...text.matchAll(HYPE)].map(([term]) => term.toLowerCase()))];
}
