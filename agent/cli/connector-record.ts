import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { WriteCommandName } from '#contracts/commands';
import { ErrorCode, failure } from '#contracts/errors';
import { fail, ok, type Result } from '#contracts/result';
import { type GoldenCase, writeCase } from '../golden/case-file.ts';
import { openPseudonyms } from '../golden/pseudonyms.ts';
import { recordCase } from '../golden/record.ts';
import { makeFolder } from '../make-folder.ts';
import { adviceFor, failureLine } from './advice.ts';
import { type Asked, askedOf, configOf, readInput, type Where } from './connector-asked.ts';
import { EXIT, explain, tellFailure } from './exit.ts';
import { counted, harmless, lastLine, say, toned } from './picture.ts';

export interface RecordOptions extends Where {
  out: string;
  command?: string | undefined;
  input?: string | undefined;
  asks?: string | undefined;
  pseudonyms: boolean;
  json: boolean;
}

const Asks = z
  .array(z.strictObject({ command: z.string(), input: z.record(z.string(), z.unknown()) }))
  .min(1)
  .max(500);
const wrong = (message: string) => fail(failure('request.invalid', { message }));

/** What is to be asked: one command, or a YAML list of them. */
function asksOf({ command, input, asks }: RecordOptions): Result<Asked[]> {
  let list: unknown;
  if (asks !== undefined) {
    try {
      list = parse(readFileSync(asks, 'utf8'), { maxAliasCount: 20 });
    } catch (thrown) {
      const isMissing = thrown instanceof Error && 'code' in thrown && 'syscall' in thrown;
      const why = thrown instanceof Error ? (thrown.message.split('\n')[0] ?? '') : '';
      return wrong(isMissing ? `There is no file ${asks}.` : `${asks} is not YAML: ${why}`);
    }
  } else {
    const read = input === undefined ? ok({}) : readInput(input);
    if (!read.ok) return read;
    list = [{ command, input: read.value }];
  }
  const parsed = Asks.safeParse(list);
  if (!parsed.success) return wrong('Say what to ask: --command with --input, or --asks with a list of both.');
  const asked: Asked[] = [];
  for (const one of parsed.data) {
    if (WriteCommandName.safeParse(one.command).success)
      return wrong(`${one.command} writes, and recording only reads: try it with \`connector try --really\`.`);
    const checked = askedOf(one.command, one.input);
    if (!checked.ok) return checked;
    asked.push(checked.value);
  }
  return ok(asked);
}

/** A "not found" is an answer like another; an ERP in maintenance is none, and a case of it would hold it for good. */
function worthKeeping(made: Result<GoldenCase>): Result<GoldenCase> {
  const code = made.ok && made.value.result.ok === false ? ErrorCode.safeParse(made.value.result.code) : null;
  if (!code?.success) return made;
  const error = failure(code.data);
  return error.category === 'invalid' ? made : fail(error);
}

/** What the case holds beside a plain answer. */
function remarkOn({ result }: GoldenCase): string {
  if (result.ok === false) return `, ${String(result.code)}`;
  const { value } = result;
  const problems = typeof value === 'object' && value !== null ? Reflect.get(value, 'problems') : [];
  const count = Array.isArray(problems) ? problems.length : 0;
  return count === 0 ? '' : `, ${counted(count, 'row')} left out: see connector try`;
}

/** Asks the ERP and keeps each answer as a golden case, without secrets. */
export async function recordConnector(options: RecordOptions): Promise<number> {
  const asks = asksOf(options);
  if (!asks.ok) {
    explain(asks.error.message, 'drawbridge connector record --help');
    return EXIT.usage;
  }
  const config = configOf(options);
  if (!config.ok) {
    tellFailure(options.json, config.error);
    return EXIT.usage;
  }
  const out = resolve(options.out);
  const pseudonyms = options.pseudonyms ? openPseudonyms() : null;
  // Before the ERP is asked: an answer that cannot be kept was asked for in vain.
  makeFolder(out);
  const recorded: string[] = [];
  const problems: string[] = [];
  for (const asked of asks.value) {
    const made = worthKeeping(await recordCase({ ...config.value, asked, effect: 'hold', pseudonyms }));
    if (made.ok) {
      const name = writeCase(out, made.value);
      recorded.push(name);
      const messages = counted(made.value.exchanges.length, 'message');
      if (!options.json) say(`${toned('green', '✓')} ${name}  ${messages}${remarkOn(made.value)}`);
    } else {
      problems.push(`${asked.command}: ${failureLine(made.error)}`);
      if (!options.json) {
        say(`${toned('red', '✗')} ${harmless(problems.at(-1) ?? '')}`);
        say(`  try  ${adviceFor(made.error)}`);
      }
    }
  }
  if (options.json) lastLine({ ok: problems.length === 0, out, recorded, problems });
  else
    say(
      `${counted(recorded.length, 'case')} in ${out}${problems.length === 0 ? '' : `, ${counted(problems.length, 'problem')}`}`,
    );
  return problems.length === 0 ? EXIT.ok : EXIT.failed;
}
