/** One thing that happened, as it is chained. `body` is JSON text without secrets. */
export interface AuditEntry {
  seq: number;
  at: number;
  kind: string;
  subject: string;
  correlationId: string;
  body: string;
}

export interface ChainedEntry extends AuditEntry {
  hash: string;
}

/** The hash before the first entry. */
export const CHAIN_START = '0'.repeat(64);

/** What is hashed for an entry: the previous hash and every field, in a form that cannot be read in two ways. */
export const chainText = (previous: string, entry: AuditEntry): string =>
  JSON.stringify([previous, entry.seq, entry.at, entry.kind, entry.subject, entry.correlationId, entry.body]);

/**
 * The first entry that does not follow from the one before it; null: the chain holds.
 * @param digest SHA-256 as hex
 */
export function firstBreak(entries: readonly ChainedEntry[], digest: (text: string) => string): number | null {
  let previous = CHAIN_START;
  let seq = 0;
  for (const entry of entries) {
    seq += 1;
    if (entry.seq !== seq || digest(chainText(previous, entry)) !== entry.hash) return entry.seq;
    previous = entry.hash;
  }
  return null;
}
