import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { z } from 'zod';
import { type ChainedEntry, firstBreak } from '../../gateway/core/audit-chain.ts';

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

/** Reads a copy of a database and its journal files: the owner may be alive, dead or in between. */
export function readCopy<T>(path: string, read: (database: DatabaseSync) => T): T {
  const dir = mkdtempSync(join(tmpdir(), 'drawbridge-copy-'));
  try {
    mkdirSync(dir, { recursive: true });
    for (const suffix of ['', '-wal', '-journal']) {
      if (existsSync(path + suffix)) cpSync(path + suffix, join(dir, `copy.sqlite${suffix}`));
    }
    const database = new DatabaseSync(join(dir, 'copy.sqlite'));
    try {
      return read(database);
    } finally {
      database.close();
    }
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}

/** The file of a tenant's object under the gateway's storage. */
export function tenantFile(storage: string, tenantId: string): string {
  const objects = join(storage, 'do');
  const files = readdirSync(objects)
    .filter((name) => name.endsWith('TenantObject'))
    .flatMap((name) => readdirSync(join(objects, name)).map((file) => join(objects, name, file)))
    .filter((path) => /\/[0-9a-f]{64}\.sqlite$/.test(path));
  const own = files.find((path) =>
    readCopy(path, (database) => {
      const row = database.prepare("SELECT value FROM setting WHERE name = 'tenant-id'").get();
      return row?.value === tenantId;
    }),
  );
  if (own === undefined) throw new Error(`no object under ${objects} is tenant ${tenantId}`);
  return own;
}

const AUDIT = 'SELECT seq, at, kind, subject, correlation_id AS correlationId, body, hash FROM audit ORDER BY seq';

export const auditRows = (file: string): ChainedEntry[] =>
  readCopy(file, (database) => database.prepare(AUDIT).all().map(entryOf));

function entryOf(row: Record<string, unknown>): ChainedEntry {
  const { seq, at, kind, subject, correlationId, body, hash } = row;
  return {
    seq: Number(seq),
    at: Number(at),
    kind: String(kind),
    subject: String(subject),
    correlationId: String(correlationId),
    body: String(body),
    hash: String(hash),
  };
}

/** The body of a row about a state; rows about other things have no `to`. */
const Transition = z.object({ from: z.string().nullable().default(null), to: z.string() });

/** What is wrong with a tenant's audit chain: a break, a gap, or a push whose last row is not the state it is in. */
export function auditProblems(rows: readonly ChainedEntry[], states: ReadonlyMap<string, string>): string[] {
  const broken = firstBreak(rows, sha256);
  const problems = broken === null ? [] : [`the audit chain is broken at row ${broken}`];
  for (const [pushId, state] of states) {
    let before: string | null = null;
    for (const { seq, body } of rows.filter(({ subject }) => subject === pushId)) {
      const step = Transition.safeParse(JSON.parse(body));
      if (!step.success) continue;
      const { from, to } = step.data;
      if (from !== before) problems.push(`audit row ${seq}: from ${from}, but it was ${before}`);
      before = to;
    }
    if (before !== state) problems.push(`push ${pushId} is ${state}; its last audit row says ${before}`);
  }
  return problems;
}
