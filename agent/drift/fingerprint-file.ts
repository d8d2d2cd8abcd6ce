import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { failure } from '#contracts/errors';
import { fail, ok, type Result } from '#contracts/result';
import { writeWhole } from '../home.ts';
import { isFolder } from '../make-folder.ts';
import { readTextFile } from '../text-file.ts';
import { PlaceSeen } from './answer-seen.ts';

/** What was approved: `fingerprint.json` in the connector's folder. */
export const Fingerprint = z.strictObject({
  drawbridge: z.literal('fingerprint/1'),
  /** Of the document that was approved. */
  connector: z.string().max(100),
  /** How often it was approved; raised each time, so that an approval is seen even where nothing else differs. */
  approvals: z.int().min(1),
  /** What the WSDLs said. */
  wsdl: z.record(z.string(), z.string()),
  /** What recorded answers looked like; empty where there were none. */
  answers: z.record(z.string(), PlaceSeen),
});
export type Fingerprint = z.infer<typeof Fingerprint>;

const FILE = 'fingerprint.json';
/** 8 MiB: that of the largest connector has some 100 KiB. */
const BYTES_MAX = 8 * 1024 * 1024;

/** What to do about one that cannot be read. To approve over it would forget what answers looked like, unseen. */
export const MEND_FINGERPRINT =
  'Put the last good fingerprint.json back. Without one, remove it, run drawbridge connector approve FOLDER --cases CASES, and start the agent again: what was approved before is then forgotten.';

/** Null: nothing was approved yet. Errors: connector.invalid. */
export function readFingerprint(folder: string): Result<Fingerprint | null> {
  const path = join(folder, FILE);
  const wrong = (why: string) => fail(failure('connector.invalid', { detail: `${FILE}: ${why}` }));
  // What the folder is not, is said where its document is read.
  if (!isFolder(folder)) return ok(null);
  let text: string | null;
  try {
    if ((statSync(path, { throwIfNoEntry: false })?.size ?? 0) > BYTES_MAX) return wrong('is too large');
    text = readTextFile(path);
  } catch (thrown) {
    return wrong(thrown instanceof Error ? thrown.message : String(thrown));
  }
  if (text === null) return ok(null);
  try {
    const parsed = Fingerprint.safeParse(JSON.parse(text));
    return parsed.success ? ok(parsed.data) : wrong(parsed.error.issues[0]?.message ?? 'does not fit');
  } catch {
    return wrong('is not JSON');
  }
}

/** Readable as the rest of the folder is: who approves is seldom the user that the agent runs as. */
export const writeFingerprint = (folder: string, fingerprint: Fingerprint): void =>
  writeWhole(join(folder, FILE), `${JSON.stringify(fingerprint, null, 1)}\n`, 0o666);

/** Changes whenever the document or a WSDL does; what was approved is not part of it. */
export function stampOf(folder: string): string {
  const hash = createHash('sha256');
  for (const file of readdirSync(folder)
    .filter((name) => /\.(ya?ml|wsdl|xsd)$/.test(name))
    .toSorted())
    hash
      .update(`${file}\0`)
      .update(readFileSync(join(folder, file)))
      .update('\0');
  return hash.digest('hex');
}
