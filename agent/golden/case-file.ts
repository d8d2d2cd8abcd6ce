import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse, stringify } from 'yaml';
import { z } from 'zod';
import { CommandName } from '#contracts/commands';
import { failure } from '#contracts/errors';
import { fail, ok, type Result } from '#contracts/result';
import { makeFolder } from '../make-folder.ts';

/** One message as it was recorded, without secrets. */
const RecordedExchange = z.strictObject({
  service: z.string().max(100),
  operation: z.string().max(200),
  /** The envelope as it was sent, one element a line. */
  request: z.string(),
  status: z.int().min(100).max(599),
  contentType: z.string().max(200),
  answer: z.string(),
});
export type RecordedExchange = z.infer<typeof RecordedExchange>;

/** A golden case: what was asked, what went over the wire, and what came of it. */
export const GoldenCase = z.strictObject({
  drawbridge: z.literal('golden/1'),
  command: CommandName,
  input: z.record(z.string(), z.unknown()),
  exchanges: z.array(RecordedExchange).max(500),
  /** Of a read `{ok, value}` or `{ok, code}`; of a write its outcome, an error by its code. */
  result: z.record(z.string(), z.unknown()),
});
export type GoldenCase = z.infer<typeof GoldenCase>;

export interface NamedCase {
  name: string;
  given: GoldenCase;
}

const ENDING = '.case.yaml';
/** 16 MiB: twice the largest answer that a connector takes by default. */
const CASE_BYTES_MAX = 16 * 1024 * 1024;
const CASES_MAX = 1000;

/** Errors: request.invalid, naming the file. */
export function readCases(folder: string): Result<NamedCase[]> {
  const wrong = (message: string) => fail(failure('request.invalid', { message }));
  if (!existsSync(folder)) return wrong(`There is no folder ${folder}.`);
  const files = readdirSync(folder).filter((file) => file.endsWith(ENDING));
  if (files.length === 0) return wrong(`There is no recorded case (*${ENDING}) in ${folder}.`);
  if (files.length > CASES_MAX) return wrong(`There are more than ${CASES_MAX} cases in ${folder}.`);
  const cases: NamedCase[] = [];
  for (const file of files.toSorted()) {
    const path = join(folder, file);
    if (statSync(path).size > CASE_BYTES_MAX) return wrong(`${path} is too large.`);
    let document: unknown;
    try {
      document = parse(readFileSync(path, 'utf8'), { maxAliasCount: 0 });
    } catch {
      return wrong(`${path} is not YAML.`);
    }
    const given = GoldenCase.safeParse(document);
    if (!given.success)
      return wrong(`${path}: ${given.error.issues[0]?.path.join('.')} ${given.error.issues[0]?.message}`);
    cases.push({ name: file.slice(0, -ENDING.length), given: given.data });
  }
  return ok(cases);
}

/** Writes a case under a name that no other one has; gives the name back. */
export function writeCase(folder: string, given: GoldenCase): string {
  makeFolder(folder);
  const taken = (number: number): string => `${given.command}${number === 1 ? '' : `-${number}`}`;
  let number = 1;
  while (existsSync(join(folder, `${taken(number)}${ENDING}`))) number += 1;
  writeFileSync(join(folder, `${taken(number)}${ENDING}`), stringify(given, { lineWidth: 0, blockQuote: 'literal' }));
  return taken(number);
}
