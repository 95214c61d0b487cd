/**
 * Outer identifiers in one spelling each: arXiv without version, DOI in lower case, the rest as their registries write them. What
 * does not look like the real thing is null, never a guess: an arXiv id that lost a zero in a spreadsheet is not repaired.
 */
import type { IdKind } from './listing.ts';

/** One identifier; `version` only where an arXiv id carried one. */
export interface Identifier {
  readonly kind: IdKind;
  readonly id: string;
  readonly version: number | null;
}

const ARCHIVES =
  'acc-phys|adap-org|alg-geom|ao-sci|astro-ph|atom-ph|bayes-an|chao-dyn|chem-ph|cmp-lg|comp-gas|cond-mat|cs|dg-ga|funct-an|gr-qc|hep-ex|hep-lat|hep-ph|hep-th|math-ph|math|mtrl-th|nlin|nucl-ex|nucl-th|patt-sol|physics|plasm-ph|q-alg|q-bio|quant-ph|solv-int|supr-con';
const ARXIV_NEW = /^(\d{2})(0[1-9]|1[0-2])\.(\d{4,5})(?:v([1-9]\d{0,2}))?$/;
const ARXIV_OLD = new RegExp(String.raw`^(${ARCHIVES})(?:\.[a-z]{2})?/(\d{2}(?:0[1-9]|1[0-2])\d{3})(?:v([1-9]\d{0,2}))?$`, 'i');
const DOI = /^10\.\d{4,9}\/\S+$/;

/** Reads an identifier that says itself what it is: a prefix, an address, or an unmistakable form. Null for anything else. */
export function parseIdentifier(text: string): Identifier | null {
  const plain = trim(text);
  if (/^https?:\/\//i.test(plain) || /^(?:www\.|(?:dx\.)?doi\.org\/|arxiv\.org\/|huggingface\.co\/)/i.test(plain))
    return fromAddress(plain);
  const prefixed = /^([a-z][a-z0-9]*):\s*(.+)$/i.exec(plain);
  if (prefixed) return fromPrefix((prefixed[1] ?? '').toLowerCase(), prefixed[2] ?? '');
  return arxiv(plain) ?? doi(plain) ?? (/^PMC\d+$/i.test(plain) ? ofKind('pmcid', plain) : null) ?? aclNew(plain);
}

/** Reads an identifier from a field that names its kind; an arXiv DOI comes back as the arXiv id it is. Null when it is none. */
export function normaliseId(kind: IdKind, text: string): Identifier | null {
  const plain = trim(text);
  const named = parseIdentifier(plain);
  return named && (named.kind === kind || (kind === 'doi' && named.kind === 'arxiv')) ? named : ofKind(kind, plain);
}

function ofKind(kind: IdKind, plain: string): Identifier | null {
  if (kind === 'arxiv') return arxiv(plain);
  if (kind === 'doi') return doi(plain);
  const pattern = PATTERNS[kind];
  if (!pattern?.test(plain)) return null;
  if (kind === 'pmid') return plainId(kind, plain.replace(/^0+(?=\d)/, ''));
  if (kind === 'pmcid') return plainId(kind, `PMC${plain.replace(/\D/g, '')}`);
  if (kind === 'openalex') return plainId(kind, plain.toUpperCase());
  return plainId(kind, plain);
}

const PATTERNS: Partial<Record<IdKind, RegExp>> = {
  pmid: /^\d{1,9}$/,
  pmcid: /^(?:PMC)?\d{1,9}$/i,
  acl: /^(?:\d{4}\.[a-z0-9_]+-[a-z0-9_]+\.\d+|[A-Z]\d{2}-\d{4})$/,
  openreview: /^[\w-]{6,40}$/,
  openalex: /^W\d{3,12}$/i,
  s2: /^(?:\d{1,12}|[0-9a-f]{40})$/,
  dblp: /^(?:conf|journals|books|phd|series|reference|tr|homepages)\/\S+$/,
};

/** `arxiv:2401.01230`, the form ids have everywhere outside. */
export function prefixed(kind: IdKind, id: string): string {
  return `${kind}:${id}`;
}

const PREFIXES: Readonly<Record<string, IdKind>> = {
  arxiv: 'arxiv',
  doi: 'doi',
  pmid: 'pmid',
  pubmed: 'pmid',
  pmcid: 'pmcid',
  pmc: 'pmcid',
  acl: 'acl',
  openreview: 'openreview',
  openalex: 'openalex',
  s2: 's2',
  corpusid: 's2',
  dblp: 'dblp',
};

function fromPrefix(prefix: string, rest: string): Identifier | null {
  if (prefix === 'oai') return /^arxiv\.org:/i.test(rest) ? arxiv(rest.slice('arxiv.org:'.length)) : null;
  const kind = PREFIXES[prefix];
  return kind ? ofKind(kind, trim(rest)) : null;
}

function fromAddress(address: string): Identifier | null {
  const [, host = '', path = ''] = /^(?:https?:\/\/)?(?:www\.)?([^/?#]+)(\/[^\s]*)?$/i.exec(address) ?? [];
  const where = path.replace(/#.*$/, '');
  switch (host.toLowerCase()) {
    case 'arxiv.org':
    case 'export.arxiv.org':
    case 'alphaxiv.org':
    case 'ar5iv.org':
    case 'ar5iv.labs.arxiv.org':
    case 'huggingface.co':
    case 'hf.co':
      return arxiv(
        where
          .replace(/\?.*$/, '')
          .replace(/^\/(?:abs|pdf|html|format|ps|src|overview|papers)\//, '')
          .replace(/\.pdf$|\/$/i, ''),
      );
    case 'doi.org':
    case 'dx.doi.org':
      return doi(trim(decoded(where.slice(1))));
    case 'pubmed.ncbi.nlm.nih.gov':
      return ofKind('pmid', where.replace(/\D+/g, ''));
    case 'ncbi.nlm.nih.gov':
    case 'pmc.ncbi.nlm.nih.gov':
      return ofKind('pmcid', /PMC\d+/i.exec(where)?.[0] ?? '');
    case 'aclanthology.org':
    case 'aclweb.org':
      return ofKind('acl', where.replace(/^\/(?:anthology\/)?/, '').replace(/\/$|\.pdf$|\.bib$/, ''));
    case 'openreview.net':
      return ofKind('openreview', /[?&]id=([\w-]+)/.exec(where)?.[1] ?? '');
    case 'openalex.org':
    case 'api.openalex.org':
      return ofKind('openalex', where.replace(/^.*\//, ''));
    case 'semanticscholar.org':
      return ofKind('s2', /[0-9a-f]{40}/.exec(where)?.[0] ?? '');
    case 'dblp.org':
      return ofKind('dblp', where.replace(/^\/rec\//, '').replace(/\.(?:html|xml|bib)$/, ''));
    default:
      return null;
  }
}

function arxiv(text: string): Identifier | null {
  const plain = text.trim();
  const recent = ARXIV_NEW.exec(plain);
  if (recent) {
    const [, year = '', month = '', number = '', version] = recent;
    const yearMonth = Number(year + month);
    // four digits until 2014, five since: a lost zero shows
    if (yearMonth < 704 || number.length !== (yearMonth < 1501 ? 4 : 5)) return null;
    return { kind: 'arxiv', id: `${year}${month}.${number}`, version: version ? Number(version) : null };
  }
  const old = ARXIV_OLD.exec(plain);
  if (!old) return null;
  return { kind: 'arxiv', id: `${(old[1] ?? '').toLowerCase()}/${old[2]}`, version: old[3] ? Number(old[3]) : null };
}

function doi(text: string): Identifier | null {
  const plain = text.trim().toLowerCase();
  if (!DOI.test(plain)) return null;
  const own = plain.startsWith('10.48550/arxiv.') ? arxiv(plain.slice('10.48550/arxiv.'.length)) : null;
  return own ?? { kind: 'doi', id: plain, version: null };
}

function aclNew(text: string): Identifier | null {
  return /^\d{4}\.[a-z0-9_]+-[a-z0-9_]+\.\d+$/.test(text) ? plainId('acl', text) : null;
}

const plainId = (kind: IdKind, id: string): Identifier => ({ kind, id, version: null });

/** Space around it, and the punctuation of the sentence it stood in: until nothing is left to take off. */
function trim(text: string): string {
  for (let plain = text; ; ) {
    const less = trimOnce(plain);
    if (less === plain) return plain;
    plain = less;
  }
}

function trimOnce(text: string): string {
  const plain = text
    .trim()
    .replace(/^[<("'“[]+/, '')
    .replace(/[.,;:>"'”\]]+$/, '');
  return plain.endsWith(')') && !plain.includes('(') ? plain.replace(/[).,;]+$/, '') : plain;
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
