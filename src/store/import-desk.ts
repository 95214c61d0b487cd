/**
 * One import batch as it is worked out in memory: which stored paper each record is about, which papers turn out to be one, and
 * what is theirs afterwards (CONTRACTS 1 and 8). No SQL: the store loads the papers that the ids of a batch name, lets the records
 * pass, and writes what changed.
 * Invariant: the class of a record depends on the order of arrival while the papers do not.
 */
import { judge, type KnownPaper, type LedgerClass, withdrawnAfter } from '../domain/ledger.ts';
import { bestId, idsConflict, type Paper } from '../domain/paper.ts';
import { shortText } from './keys.ts';
import { isNewerText } from './version-codec.ts';

/** A text on the desk. */
export interface DeskText {
  /** Number in the database; 0 until a new one is written. */
  n: number;
  readonly content: string;
  /** Half the hash of the raw text. */
  readonly raw: string;
  readonly version: number | null;
  readonly hasAbstract: boolean;
  /** Where it came from, for a text that is not stored yet. */
  readonly from: Paper | null;
}

/** A paper on the desk. */
export interface DeskPaper {
  /** Inner key; 0 until a new one is written. */
  pk: number;
  readonly isNew: boolean;
  paperId: string;
  readonly ids: Set<string>;
  withdrawn: boolean;
  retracted: boolean;
  formats: readonly string[];
  lastImportId: string;
  newest: DeskText | null;
  texts: DeskText[];
  mergedInto: DeskPaper | null;
  /** What the batch did to it. */
  readonly changed: { newest: boolean; text: boolean; merged: boolean; dropped: boolean };
}

/** A text that was found wanted, in the order of the records. */
export interface DeskWant {
  readonly paper: DeskPaper;
  readonly contentHash: string;
  isDropped: boolean;
}

export interface Desk {
  /** Every paper that was loaded or made. */
  readonly papers: readonly DeskPaper[];
  /** Ids that are new or belong to another paper now. */
  readonly moved: ReadonlyMap<string, DeskPaper>;
  readonly wants: readonly DeskWant[];
  /** Lets one record pass. */
  take(paper: Paper): { readonly paper: DeskPaper; readonly ledgerClass: LedgerClass };
}

/** The paper that a paper became. */
export function finalPaper(paper: DeskPaper): DeskPaper {
  let final = paper;
  while (final.mergedInto) final = final.mergedInto;
  return final;
}

/** A desk for records of one import, with every stored paper that their ids name. */
export function openDesk(importId: string, stored: readonly DeskPaper[]): Desk {
  const papers = [...stored];
  const owner = new Map(stored.flatMap((paper) => [...paper.ids].map((id) => [id, paper] as const)));
  const moved = new Map<string, DeskPaper>();
  const wants: DeskWant[] = [];

  function own(id: string, paper: DeskPaper): void {
    owner.set(id, paper);
    moved.set(id, paper);
    paper.ids.add(id);
  }

  /** The paper that ids point at, unless stronger ids disagree; papers that turn out to be one are merged. */
  function find(ids: readonly string[]): { found: DeskPaper | null; merged: boolean } {
    const candidates = new Set(ids.flatMap((id) => owner.get(id) ?? []));
    let found: DeskPaper | null = null;
    let merged = false;
    for (const candidate of candidates) {
      const theirs = [...candidate.ids];
      if (idsConflict(theirs, ids)) continue;
      if (found === null) found = candidate;
      else if (!idsConflict([...found.ids, ...ids], theirs)) {
        merge(candidate, found);
        merged = true;
      }
    }
    return { found, merged };
  }

  function merge(from: DeskPaper, into: DeskPaper): void {
    drop(from);
    from.mergedInto = into;
    for (const id of from.ids) own(id, into);
    from.ids.clear();
    into.texts.push(...from.texts);
    from.texts = [];
    into.withdrawn ||= from.withdrawn;
    into.retracted ||= from.retracted;
    if (from.newest && into.newest && isNewerText(from.newest, into.newest)) makeNewest(into, from.newest);
  }

  function makeNewest(paper: DeskPaper, text: DeskText): void {
    paper.newest = text;
    paper.changed.newest = true;
  }

  /** Unfinished tickets are for a text that is not the one to enrich any more. */
  function drop(paper: DeskPaper): void {
    paper.changed.dropped = true;
    for (const want of wants) if (want.paper === paper) want.isDropped = true;
  }

  function addPaper(ids: readonly string[]): DeskPaper {
    const free = ids.filter((id) => !owner.has(id));
    const paper: DeskPaper = {
      pk: 0,
      isNew: true,
      paperId: bestId(free),
      ids: new Set(),
      withdrawn: false,
      retracted: false,
      formats: [],
      lastImportId: importId,
      newest: null,
      texts: [],
      mergedInto: null,
      changed: { newest: false, text: false, merged: false, dropped: false },
    };
    for (const id of free) own(id, paper);
    papers.push(paper);
    return paper;
  }

  function learn(paper: DeskPaper, ids: readonly string[]): void {
    for (const id of ids) if (!owner.has(id)) own(id, paper);
    paper.paperId = bestId([paper.paperId, ...[...paper.ids].sort()]);
  }

  /** The text of a record as a version of its paper, once per raw text. */
  function textOf(paper: DeskPaper, from: Paper): DeskText {
    const raw = shortText(from.rawHash);
    const known = paper.texts.find((text) => text.raw === raw);
    if (known) return known;
    const { version, abstract } = from.listing;
    const text = { n: 0, content: from.contentHash, raw, version, hasAbstract: abstract !== null, from };
    paper.texts.push(text);
    return text;
  }

  return {
    papers,
    moved,
    wants,
    take(given) {
      const { listing } = given;
      const { found, merged } = find(given.ids);
      const known = found && knownOf(found, given);
      const verdict = judge(given, known, importId);
      const paper = found ?? addPaper(given.ids);
      if (found) learn(found, given.ids);

      const before = { version: known?.version ?? null };
      const isRewritten = verdict.becomesNewest && found !== null && found.newest?.content !== given.contentHash;
      if (verdict.storeVersion) {
        const text = textOf(paper, given);
        if (verdict.becomesNewest) makeNewest(paper, text);
      }
      paper.formats = [...new Set([...paper.formats, listing.sourceFormat])];
      paper.lastImportId = importId;
      paper.withdrawn = withdrawnAfter(listing.withdrawn, listing.version, before, paper.withdrawn);
      paper.retracted = withdrawnAfter(listing.retracted, listing.version, before, paper.retracted);

      const wanted = !paper.withdrawn && !paper.retracted && paper.newest?.hasAbstract ? paper.newest : null;
      if (!wanted || isRewritten || merged) drop(paper);
      if (wanted) wants.push({ paper, contentHash: wanted.content, isDropped: false });
      paper.changed.text ||= isRewritten;
      paper.changed.merged ||= merged;
      return { paper, ledgerClass: verdict.ledgerClass };
    },
  };
}

function knownOf(paper: DeskPaper, given: Paper): KnownPaper {
  return {
    lastImportId: paper.lastImportId,
    formats: paper.formats,
    withdrawn: paper.withdrawn,
    version: paper.newest?.version ?? null,
    rawHash: paper.newest?.raw === shortText(given.rawHash) ? given.rawHash : '',
    hasAbstract: paper.newest?.hasAbstract ?? false,
  };
}
