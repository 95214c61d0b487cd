/** What a source said about a paper, without the fields it left empty. A field that is added later is kept without a change here. */
import { canonicalJson, readOwnJson } from '../domain/json.ts';
import { type ListingFacts, NO_FACTS } from '../domain/listing.ts';

/** The facts of anything that carries them, such as a Listing. */
export function factsOf(listing: ListingFacts): ListingFacts {
  const { sourceFormat, locator } = listing;
  const named = Object.fromEntries(
    Object.keys(NO_FACTS).map((name) => [name, listing[name as keyof typeof NO_FACTS]]),
  ) as unknown as typeof NO_FACTS;
  return { ...named, sourceFormat, locator };
}

/** Stored form: canonical JSON of what was said; `version` has a column of its own, the usual format stands on the import. */
export function encodeFacts(listing: ListingFacts, importFormat: string): string {
  const { locator, version: _column, sourceFormat, ...rest } = factsOf(listing);
  const said = Object.entries(rest).filter(
    ([name, value]) => canonicalJson(value) !== canonicalJson(NO_FACTS[name as keyof typeof NO_FACTS] ?? null),
  );
  return canonicalJson({
    ...Object.fromEntries(said),
    ...(sourceFormat === importFormat ? {} : { sourceFormat }),
    at: [locator.index, locator.start, locator.end],
  });
}

/** The facts again. */
export function decodeFacts(text: string, version: number | null, importFormat: string): ListingFacts {
  const { at, ...said } = readOwnJson<{ at: [number, number, number] }>(text);
  return { ...NO_FACTS, sourceFormat: importFormat, ...said, version, locator: { index: at[0], start: at[1], end: at[2] } };
}
