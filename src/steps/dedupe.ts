/**
 * dedupe: Listing -> Paper. Gives each record its identity; whether the store or this import already has it is decided where the
 * answer can change, inside the import transaction, by `judge`. Malformed blocks and furniture pass through to the ledger.
 */
import type { Ignored, Listing, Malformed } from '../domain/listing.ts';
import { type Paper, paperOf } from '../domain/paper.ts';

/** Turns listings into papers, one by one, in their order. */
export async function* dedupe(listings: AsyncIterable<Listing | Malformed | Ignored>): AsyncGenerator<Paper | Malformed | Ignored> {
  for await (const listing of listings) yield listing.kind === 'listing' ? paperOf(listing) : listing;
}
