import { randomBytes } from 'node:crypto';
import { WriteCommandName } from '#contracts/commands';
import { type Came, type LiveRun, liveRun } from '../golden/live-run.ts';
import type { ShownExchange } from '../golden/tap.ts';
import { xmlPicture } from '../golden/xml-picture.ts';
import { askedOf, configOf, readInput, type Where } from './connector-asked.ts';
import { EXIT, explain, explainFailure } from './exit.ts';
import { lastLine, say, toned } from './picture.ts';

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

function showExchange(exchange: ShownExchange, full: boolean): void {
  const { operation, service, isLogin, headers, request, answer, problem, ms } = exchange;
  say(
    `${toned('bold', `▸ ${operation}`)}${isLogin ? ' (login)' : ''}${toned('dim', `  service ${service}, ${ms} ms`)}`,
  );
  for (const [name, value] of Object.entries(headers)) say(toned('dim', `  ${name}: ${value}`));
  say(toned('cyan', 'request'));
  say(cut(xmlPicture(request), full));
  if (answer !== null) {
    say(toned('cyan', `answer  HTTP ${answer.status} ${answer.contentType}`));
    say(cut(xmlPicture(answer.text), full));
  } else say(toned('red', `no answer: ${problem ?? ''}`));
  say();
}

/** What the mapping could not read, as the contract keeps it beside the answer. */
const problemsIn = (value: unknown): string[] => {
  const problems = typeof value === 'object' && value !== null ? Reflect.get(value, 'problems') : undefined;
  return Array.isArray(problems) ? problems.map(String) : [];
};

interface Told {
  isFine: boolean;
  value: unknown;
  problems: string[];
}

function toldOf(came: Came): Told {
  if (came.kind === 'write') {
    const { outcome } = came;
    const isFine = outcome.result === 'made';
    const error = 'error' in outcome ? outcome.error : null;
    return {
      isFine,
      value: outcome,
      problems: error === null ? [] : [`${error.message} ${error.detail ?? ''} (${error.code})`],
    };
  }
  if (came.result.ok) {
    const problems = problemsIn(came.result.value);
    return { isFine: problems.length === 0, value: came.result.value, problems };
  }
  const { message, detail, code } = came.result.error;
  return { isFine: false, value: null, problems: [`${message} ${detail ?? ''} (${code})`] };
}

function showRun(run: LiveRun, told: Told, options: TryOptions): void {
  for (const exchange of run.exchanges) showExchange(exchange, options.full);
  if (told.value !== null) {
    say(toned('bold', 'result'));
    say(cut(run.hide(JSON.stringify(told.value, null, 2)), options.full));
  }
  for (const problem of told.problems) say(`${toned('red', 'problem')}  ${run.hide(problem)}`);
  say(`${run.exchanges.length} call(s), ${run.ms} ms${told.isFine ? '' : toned('red', ', not fine')}`);
}

/** Asks the ERP one thing and shows all of it. A write is only shown, unless `really`. */
export async function tryCommand(command: string, options: TryOptions): Promise<number> {
  const input = readInput(options.input);
  const isWrite = WriteCommandName.safeParse(command).success;
  const reference = freshReference();
  const given = input.ok && isWrite ? { ...(input.value as object), reference } : input.ok ? input.value : null;
  const asked = input.ok ? askedOf(command, given) : input;
  if (!asked.ok) {
    explain(asked.error.message, `drawbridge connector try ${command} --help`);
    return EXIT.usage;
  }
  const config = configOf(options);
  if (!config.ok) {
    explainFailure(config.error);
    return EXIT.usage;
  }
  const { connectorDir, settings } = config.value;
  if (isWrite) {
    const shown = await liveRun(connectorDir, settings, asked.value, 'hold');
    if (!shown.ok) {
      explainFailure(shown.error);
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
      const told = toldOf(shown.value.came);
      if (options.json) lastLine({ ok: isReady, sent: false, reference, exchanges: shown.value.exchanges });
      else say(isReady ? 'Nothing was sent. --really sends it.' : shown.value.hide(told.problems.join('; ')));
      return isReady ? EXIT.ok : EXIT.failed;
    }
  }
  const run = await liveRun(connectorDir, settings, asked.value, 'send');
  if (!run.ok) {
    explainFailure(run.error);
    return EXIT.failed;
  }
  const told = toldOf(run.value.came);
  if (options.json) {
    const { exchanges, ms, hide } = run.value;
    const line = { ok: told.isFine, ...(isWrite ? { sent: true, reference } : {}), ms, exchanges, ...told };
    say(hide(JSON.stringify(line)));
  } else showRun(run.value, told, options);
  return told.isFine ? EXIT.ok : EXIT.failed;
}
