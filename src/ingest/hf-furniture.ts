/**
 * What a Hugging Face Papers page shows beside titles and abstracts, line by line: votes, dates, buttons, people. Strong lines are
 * never part of a text; weak ones (a number, a date, a single word) could be the end of a wrapped one.
 */

/** What a line of the page is for. */
export interface Furniture {
  readonly what: string;
  readonly weak: boolean;
  /** What the next line is, where this one announces it: a name, a number of authors' names, a machine summary. */
  readonly announces?: 'name' | 'names' | 'summary';
}

const MONTH =
  '(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)';
const DAY = String.raw`(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?,?\s+)?`;
const DATE = String.raw`${DAY}(?:${MONTH}\.?\s+\d{1,2}(?:st|nd|rd|th)?(?:,?\s+\d{4})?|\d{1,2}\s+${MONTH}\.?(?:,?\s+\d{4})?|\d{4}-\d{2}-\d{2}|${MONTH}\.?\s+\d{4})`;
const COUNT = String.raw`[+-]?\d{1,3}(?:[.,]\d+)*\d*\s?[km]?`;

interface Known extends Furniture {
  readonly pattern: RegExp;
}

const known = (what: string, pattern: string, more: Partial<Furniture> = {}): Known => ({
  what,
  weak: false,
  ...more,
  pattern: new RegExp(`^(?:${pattern})$`, 'i'),
});

const KNOWN: readonly Known[] = [
  known('number', COUNT, { weak: true }),
  known('date', `${DATE}|today|yesterday|${String.raw`(?:about |over |an? )?(?:\d+ )?(?:minute|hour|day|week|month|year)s? ago`}`, {
    weak: true,
  }),
  known('separator', String.raw`[·•|,–—*_=~-]+|(?:[·•]\s*)+`),
  known('submitter', 'submitted by', { announces: 'name' }),
  known('submitter', String.raw`(?:submitted|posted|added|upvoted) by\s+\S.{0,60}`),
  known('authors', 'authors?:', { announces: 'names' }),
  known('authors', String.raw`(?:[·•]\s*)?\+?\s?\d{1,4}\s+(?:more\s+)?authors?`),
  known(
    'date',
    String.raw`(?:[·•]\s*)?(?:published|submitted|updated|posted|last updated)(?:\s+on|:)?\s+(?:${DATE})(?:\s*[·•].{0,60})?`,
  ),
  known('date', String.raw`[·•]\s*(?:${DATE})`),
  known(
    'votes',
    String.raw`(?:[+-]\s*)?(?:upvotes?|upvoted|votes?|likes?|stars?)(?:\s+(?:${COUNT}))?|(?:${COUNT})\s+(?:upvotes?|votes?|likes?|stars?|comments?|replies)`,
  ),
  known('repository', String.raw`git\s?hub(?:\s*(?:[·•⭐★☆]|stars?:?))*(?:\s*(?:${COUNT}))?|[⭐★☆]\s*(?:${COUNT})?`),
  known(
    'button',
    String.raw`(?:view\s+)?(?:arxiv|pdf|project|paper|hf)\s*(?:page|pages|abs|abstract|link|explained)|view (?:pdf|paper|on arxiv)|arxiv|html \(experimental\)`,
  ),
  known(
    'button',
    'add to (?:collection|list)|copy (?:link|bibtex)|cite(?: (?:this )?arxiv.{0,60})?|read more|(?:show|load|view|see) (?:more|all|less)|hide',
  ),
  known(
    'button',
    'subscribe|sign ?up|log ?in|sign ?in|join|follow(?:ing)?|share|reply|edit|preview|back to articles|save(?: to list)?',
  ),
  known('page', `get trending papers in your email.{0,40}|(?:daily|weekly|monthly|trending) papers|hugging face(?: papers)?`),
  known('page', String.raw`by\s?a\.?k\.?(?:,?\s*(?:and|&)\s*the research community)?|and the research community`),
  known(
    'page',
    String.raw`(?:models?|datasets?|spaces?|collections?|papers?|docs|community|enterprise|pricing)\s+(?:citing|including|with|using) this (?:paper|model|dataset)\s*(?:${COUNT})?`,
  ),
  known(
    'page',
    String.raw`no (?:models?|datasets?|spaces?|collections?|comments?|papers?) (?:citing|including|linking|using|yet|found|here)\b.{0,60}`,
  ),
  known('page', 'this is an automated message from .{0,80}|librarian bot.{0,80}'),
  known(
    'page',
    'new|hot|papers?|models?|datasets?|spaces?|docs|pricing|posts|enterprise|community|collections?|trending|daily|weekly|monthly|search|previous|next|menu|organizations?|authors?|summary',
    {
      weak: true,
    },
  ),
  known('heading', 'abstract:?'),
  known('heading', 'ai[- ]generated (?:summary|abstract)|(?:ai|tl;?dr) summary:?', { announces: 'summary' }),
  known('identifier', String.raw`(?:paper\s*[·•]\s*)?(?:arxiv:\s*)?\d{4}\.\d{4,5}(?:v\d+)?(?:\s*\[[\w.-]+\])?(?:\s*[·•].{0,80})?`),
  known('address', String.raw`https?:\/\/\S+`, { weak: true }),
];

/** Longest line that can be furniture. */
const MAX_FURNITURE = 160;

/** What a line of the page is, or null when it may be text. */
export function furnitureOf(line: string): Furniture | null {
  const plain = line.replace(/\s+/g, ' ').trim().replaceAll('’', "'");
  if (plain === '' || plain.length > MAX_FURNITURE) return null;
  return KNOWN.find(({ pattern }) => pattern.test(plain)) ?? null;
}

/** Whether a line can be the account name after `Submitted by`. */
export function isAccountName(line: string): boolean {
  return /^@?[\p{L}\p{N}_.-]{2,40}(?: [\p{L}\p{N}_.-]{1,40}){0,2}$/u.test(line.trim());
}

/** Whether a line can be a person's name after `Authors:`: a few capitalised words. */
export function isPersonName(line: string): boolean {
  return /^\p{Lu}[\p{L}'’.-]*(?: (?:\p{Lu}[\p{L}'’.-]*|de|van|von|der|den|la|di|bin|el)){1,4}$/u.test(
    line.trim().replace(/[\s,]+$/, ''),
  );
}

/** Whether a page so far is one of Hugging Face: lines that no other page has. */
export function isUnmistakable(line: string): boolean {
  return /^(?:get trending papers in your email.*|by\s?a\.?k\.? and the research community|upvote|submitted by.*|view arxiv page|ai-generated summary)$/i.test(
    line.trim(),
  );
}
