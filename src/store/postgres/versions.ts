/** Stored versions of papers' texts. */
import type { PaperVersion } from '../../store-port.ts';
import { decodeVersion, VERSION_SELECT, type VersionRow } from '../version-codec.ts';
import type { Sql } from './database.ts';

/** Versions by their numbers. */
export async function versionsNumbered(sql: Sql, numbers: readonly number[]): Promise<Map<number, PaperVersion>> {
  const rows = await sql.all<VersionRow>(`${VERSION_SELECT} WHERE v.n = ANY ($1::bigint[])`, numbers);
  return new Map(rows.map((row) => [row.n, decodeVersion(row)]));
}

/** Every version of papers, oldest first. */
export async function versionsOf(sql: Sql, paperPks: readonly number[]): Promise<Map<number, PaperVersion[]>> {
  const rows = await sql.all<VersionRow>(`${VERSION_SELECT} WHERE v.paper_pk = ANY ($1::bigint[]) ORDER BY v.n`, paperPks);
  return Map.groupBy(rows.map(decodeVersion), ({ paperPk }) => paperPk);
}
