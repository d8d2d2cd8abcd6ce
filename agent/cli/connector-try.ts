import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import { WriteCommandName } from '#contracts/commands';
import type { Failure } from '#contracts/errors';
import { RowProblem } from '#contracts/page';
import { type Came, type LiveRun, liveRun } from '../golden/live-run.ts';
import type { ShownExchange } from '../golden/tap.ts';
import { xmlPicture } from '../golden/xml-picture.ts';
import { adviceFor, failureLine } from './advice.ts';
import { askedOf, configOf, exampleOf, readInput, type Where } from './connector-asked.ts';
import { EXIT, explain, tellFailure } from './exit.ts';
import { counted, harmless, say, toned } from './picture.ts';

/** Lines of one message that are shown; `--full` shows them all. */
const LINES_MAX = 60;

export interface TryOptions extends Where {
  input: string;
  really: boolean;
  full: boolean;
  json: boolean;
}

/** A reference that no other try has had: 50 bits by chance. */
const freshReference = (): string => {
  const letters = 'ABCDEFGHJKLMNPQRSTUVWXYZ23456789';
  return `TRY-${[...randomBytes(10)].map((byte) => letters[byte % 32]).join('')}`;
};

function cut(text: string, full: boolean): string {
  const lines = text.split('\n');
  if (full || lines.length <= LINES_MAX) return text;
  const note = `… ${lines.length - LINES_MAX} more lines; --full shows them all`;
  return [...lines.slice(0, LINES_MAX), toned('dim', note)].join('\n');
}

/** A write that is only shown is kept back on purpose: that it has no answer is no news. */
const isHeld = ({ effect, problem }: ShownExchange): boolean => effect === 'write' && /held back$/.test(problem ?? '');

function showExchange(exchange: ShownExchange, full: boolean): void {
  const { operation, service, isLogin, headers, request, answer, problem, ms } = exchange;
  say(
    `${toned('bold', `▸ ${operation}`)}${isLogin ? ' (login)' : ''}${toned('dim', `  service ${service}, ${ms} ms`)}`,
  );
  for (const [name, value] of Object.entries(headers)) say(toned('dim', `  ${name}: ${value}`));
  say(toned('cyan', 'request'));
  say(cut(harmless(xmlPicture(request)), full));
  if (answer !== null) {
    say(toned('cyan', harmless(`answer  HTTP ${answer.status} ${answer.contentType}`)));
    say(cut(harmless(xmlPicture(answer.text)), full));
  } else if (!isHeld(exchange)) say(toned('red', harmless(`no answer: ${problem ?? ''}`)));
  say();
}

/** What the mapping could not read, as the contract keeps it beside the answer: rows by number and key. */
const Unread = z.array(RowProblem);

function problemsIn(value: unknown): string[] {
  const problems = typeof value === 'object' && value !== null ? Reflect.get(value, 'problems') : undefined;
  const rows = Unread.safeParse(problems);
  if (!rows.success) return [];
  return rows.data.map(({ row, key, problem }) =>
    row === null ? `the list: ${problem}` : `row ${row + 1}${key === null ? '' : ` (${key})`} is left out: ${problem}`,
  );
}

interface Told {
  isFine: boolean;
  value: unknown;
  problems: string[];
  /** What to do about them. */
  advice: string | null;
}

const failed = (value: unknown, error: Failure): Told => ({
  isFine: false,
  value,
  problems: [failureLine(error)],
  advice: adviceFor(error),
});

/** Nobody looks after a write that was only tried: what is in doubt is for the person who sent it. */
function inDoubt({ code, detail }: Failure, reference: string): Told {
  return {
    isFine: false,
    value: { result: 'in-doubt' },
    problems: [`Whether the ERP made it is not known: ${detail ?? ''} (${code})`],
    advice: `Look in the ERP for the reference ${reference}, and take away what was made.`,
  };
}

function toldOf(came: Came, reference: string): Told {
  if (came.kind === 'write') {
    const { outcome } = came;
    if (!('error' in outcome)) return { isFine: outcome.result === 'made', value: outcome, problems: [], advice: null };
    const { error, result } = outcome;
    return error.category === 'indeterminate' ? inDoubt(error, reference) : failed({ result }, error);
  }
  if (!came.result.ok) return failed(null, came.result.error);
  const problems = problemsIn(came.result.value);
  const advice = problems.length === 0 ? null : 'Mend the place, or the format, in the document; then try again.';
  return { isFine: problems.length === 0, value: came.result.value, problems, advice };
}

function showProblems({ hide }: LiveRun, { problems, advice }: Told): void {
  for (const problem of problems) say(`${toned('red', 'problem')}  ${harmless(hide(problem))}`);
  if (advice !== null) say(`${toned('yellow', 'try')}      ${advice}`);
}

function showRun(run: LiveRun, told: Told, options: TryOptions): void {
  for (const exchange of run.exchanges) showExchange(exchange, options.full);
  if (told.value !== null) {
    say(toned('bold', 'result'));
    say(cut(harmless(run.hide(JSON.stringify(told.value, null, 2))), options.full));
  }
  showProblems(run, told);
  say(`${counted(run.exchanges.length, 'call')}, ${run.ms} ms${told.isFine ? '' : toned('red', ', not fine')}`);
}

/** Asks the ERP one thing and shows all of it. A write is only shown, unless `really`. */
export async function tryCommand(command: string, options: TryOptions): Promise<number> {
  const input = readInput(options.input);
  const isWrite = WriteCommandName.safeParse(command).success;
  const reference = freshReference();
  const given = input.ok && isWrite ? { ...(input.value as object), reference } : input.ok ? input.value : null;
  const asked = input.ok ? askedOf(command, given) : input;
  if (!asked.ok) {
    explain(asked.error.message, exampleOf('try', command));
    return EXIT.usage;
  }
  const config = configOf(options);
  if (!config.ok) {
    tellFailure(options.json, config.error);
    return EXIT.usage;
  }
  const { connectorDir, settings } = config.value;
  if (isWrite) {
    const shown = await liveRun(connectorDir, settings, asked.value, 'hold');
    if (!shown.ok) {
      tellFailure(options.json, shown.error);
      return EXIT.failed;
    }
    const write = shown.value.exchanges.at(-1);
    const isReady = write?.effect === 'write';
    if (!options.json) {
      say(
        toned(
          'yellow',
          `This ${options.really ? 'is sent now' : 'would be sent'}, with the fresh reference ${reference}:`,
        ),
      );
      say();
      for (const exchange of shown.value.exchanges) showExchange(exchange, options.full);
    }
    if (!isReady || !options.really) {
      const told = toldOf(shown.value.came, reference);
      const { problems, advice } = told;
      const exchanges = shown.value.exchanges.map((one) => (isHeld(one) ? { ...one, problem: null } : one));
      if (options.json) {
        const what = isReady ? {} : { problems, advice };
        say(shown.value.hide(JSON.stringify({ ok: isReady, sent: false, reference, exchanges, ...what })));
      } else if (isReady) say('Nothing was sent. --really sends it.');
      else showProblems(shown.value, told);
      return isReady ? EXIT.ok : EXIT.failed;
    }
  }
  const run = await liveRun(connectorDir, settings, asked.value, 'send');
  if (!run.ok) {
    tellFailure(options.json, run.error);
    return EXIT.failed;
  }
  const told = toldOf(run.value.came, reference);
  if (options.json) {
    const { exchanges, ms, hide } = run.value;
    const { isFine: ok, ...what } = told;
    const line = { ok, ...(isWrite ? { sent: true, reference } : {}), ms, exchanges, ...what };
    say(hide(JSON.stringify(line)));
  } else showRun(run.value, told, options);
  return told.isFine ? EXIT.ok : EXIT.failed;
}
