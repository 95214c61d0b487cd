/** `precis show`: one paper with its evidence underlined, its claim table with three-step marks, its tags, and where it all comes from. */
import type { PaperBundle } from '../../domain/bundle.ts';
import { PrecisError } from '../../domain/errors.ts';
import { isoTime } from '../../domain/exported.ts';
import type { ClaimRow } from '../../domain/row.ts';
import { chosen, claimRows, paperRow, stateOf, tagRows } from '../../domain/rows.ts';
import type { Command } from '../command.ts';
import { findPaper } from '../find-paper.ts';
import { printable, type Terminal } from '../terminal.ts';
import { type Evidence, underline, wrap } from '../underline.ts';
import { configOf, openExistingStore, withStore } from '../workshop.ts';

const WIDTH = 100;

export const show: Command = {
  name: 'show',
  summary: 'one paper with its evidence underlined',
  usage: 'precis show PAPER [FLAGS]',
  options: { raw: { type: 'boolean', about: 'the abstract as it came, before cleaning' } },
  settings: [],
  examples: ['precis show arxiv:2401.01230', 'precis show "sparse scaling laws"'],
  async run({ words, flags, terminal }) {
    if (words.length === 0) throw new PrecisError('usage', 'precis show needs a paper: an id, a link, or words of its title');
    return withStore(await openExistingStore(configOf(flags), terminal), async (store) => {
      const pk = await findPaper(store, words.join(' '));
      const { version } = await store.vocabulary();
      for await (const bundle of store.bundles({ pks: [pk] })) {
        const claims = claimRows(bundle, 'all');
        if (terminal.json)
          terminal.emit({ paper: paperRow(bundle, 'all', version, claims.length), claims, tags: tagRows(bundle, 'all') });
        else print(bundle, claims, flags.raw === true, terminal);
      }
      return 0;
    });
  },
};

function print(bundle: PaperBundle, claims: readonly ClaimRow[], raw: boolean, terminal: Terminal): void {
  const { newest } = bundle;
  const { state, state_reason } = stateOf(bundle);
  const width = Math.min(terminal.width, WIDTH);
  terminal.line(terminal.paint('bold', printable(newest.title, 1_000)));
  const people = newest.facts.authors.map((author) => author.name).join(', ');
  terminal.line(
    terminal.paint(
      'dim',
      [bundle.paperId, people, newest.facts.published, `${state}${state_reason ? ` (${state_reason})` : ''}`]
        .filter(Boolean)
        .join('  '),
    ),
  );
  for (const ticket of bundle.tickets.filter((one) => one.message !== null && one.state !== 'done'))
    terminal.line(`  ${printable(ticket.message ?? '', 300)}`);
  if (newest.flags.length > 0) terminal.line(terminal.paint('yellow', `flags: ${newest.flags.join(', ')}`));
  terminal.line();
  if (newest.abstract === null) terminal.line('No abstract: nothing was summarised from the title.');
  else terminal.line(wrap(abstractText(bundle, claims, raw, terminal), width, '  '));
  printTldr(bundle, width, terminal);
  printClaims(claims, terminal);
  printTags(bundle, width, terminal);
  printProvenance(bundle, terminal);
}

function abstractText({ newest }: PaperBundle, claims: readonly ClaimRow[], raw: boolean, terminal: Terminal): string {
  const evidence: Evidence[] = claims.flatMap((claim, n) => {
    const start = raw ? claim.raw_start : claim.evidence_start;
    const end = raw ? claim.raw_end : claim.evidence_end;
    return claim.quote_from === 'abstract' && !claim.stale && start !== null && end !== null
      ? [{ start, end, label: String(n + 1) }]
      : [];
  });
  const text = (raw ? newest.abstractRaw : newest.abstract) ?? '';
  // word by word, so that wrapping does not underline the margin
  return underline(text, evidence, (piece) => piece.replace(/\S+/g, (word) => terminal.paint('underline', word))).replace(
    /\s*\n\s*/g,
    ' ',
  );
}

function printTldr(bundle: PaperBundle, width: number, terminal: Terminal): void {
  const from = chosen(bundle, 'tldr');
  const text = bundle.view.tldr?.text ?? from?.draft.tldr;
  if (!text) return;
  const missing = from?.checks.tldr?.numbers.filter((number) => number.check === 'missing') ?? [];
  terminal.line();
  terminal.line(wrap(`${terminal.paint('bold', 'TL;DR')} ${printable(text, 2_000)}`, width, '  '));
  if (missing.length > 0)
    terminal.line(terminal.paint('red', `  not in the text: ${missing.map((number) => number.raw).join(', ')}`));
}

function printClaims(claims: readonly ClaimRow[], terminal: Terminal): void {
  terminal.line();
  if (claims.length === 0) {
    terminal.line('  No claims.');
    return;
  }
  terminal.line(`  ${terminal.paint('bold', 'Claims')}  ${terminal.paint('dim', 'quote found / number found / number bound')}`);
  for (const [n, claim] of claims.entries()) {
    const mark = claim.verified ? terminal.paint('green', 'verified') : terminal.paint('yellow', 'unverified');
    terminal.line(`  ${String(n + 1).padStart(2)} ${marks(claim)} ${mark}  ${printable(claim.statement, 160)}`);
    if (!claim.verified) terminal.line(terminal.paint('dim', `       ${why(claim)}`));
    if (claim.grounding === 'none')
      terminal.line(terminal.paint('red', `       "${printable(claim.quote, 120)}" does not stand in the text`));
  }
}

const FOUND = ['exact', 'whitespace', 'latex'];
const PASSED = ['verified', 'normalised', 'derived', 'not_applicable'];

/** Three steps, never one badge: `✓✓✗`. */
function marks(claim: ClaimRow): string {
  const quote = FOUND.includes(claim.grounding);
  const number = quote && PASSED.includes(claim.number_check) && PASSED.includes(claim.baseline_check);
  const bound = number && (claim.binding === 'bound' || claim.binding === 'not_applicable');
  return [quote, number, bound].map((step) => (step ? '✓' : '✗')).join('');
}

function why(claim: ClaimRow): string {
  if (!FOUND.includes(claim.grounding))
    return claim.grounding === 'none' ? 'quote not found' : `quote only found roughly (${claim.grounding})`;
  if (claim.number_check === 'missing') return `number not found under the quote: ${printable(claim.value_raw ?? '', 40)}`;
  if (claim.baseline_check === 'missing') return `baseline not found under the quote: ${printable(claim.baseline_raw ?? '', 40)}`;
  if (claim.review_status === 'rejected') return 'rejected by a person';
  return claim.binding_reason ?? `binding is ${claim.binding}`;
}

function printTags(bundle: PaperBundle, width: number, terminal: Terminal): void {
  const tags = tagRows(bundle, 'all');
  if (tags.length === 0) return;
  terminal.line();
  const words = tags.map(
    (tag) =>
      `${terminal.paint('dim', `${tag.facet}:`)}${printable(tag.label, 60).replace(/ /g, '\u00a0')}${tag.status === 'proposed' ? '(proposed)' : ''}`,
  );
  // the words of one label stay together while lines are broken
  terminal.line(wrap(`${terminal.paint('bold', 'Tags')} ${words.join(' ')}`, width, '  ').replaceAll('\u00a0', ' '));
}

function printProvenance(bundle: PaperBundle, terminal: Terminal): void {
  const seen = new Set<string>();
  for (const enrichment of bundle.enrichments) {
    if (seen.has(enrichment.key)) continue;
    seen.add(enrichment.key);
    const repairs = enrichment.repairs.length > 0 ? `; repaired: ${enrichment.repairs.join(', ')}` : '';
    terminal.line(
      terminal.paint(
        'dim',
        `  by ${enrichment.model ?? `the ${enrichment.engine} engine`}, prompt ${enrichment.promptName}, ${isoTime(enrichment.createdAtMs)}${repairs}`,
      ),
    );
  }
}
