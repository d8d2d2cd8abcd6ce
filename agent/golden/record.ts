import type { CommandName } from '#contracts/commands';
import { failure } from '#contracts/errors';
import { fail, ok, type Result } from '#contracts/result';
import type { GoldenCase } from './case-file.ts';
import { type Effect, type LiveRun, liveRun } from './live-run.ts';
import { type Pseudonyms, personalNames } from './pseudonyms.ts';
import { replayCase } from './replay.ts';
import { xmlPicture } from './xml-picture.ts';

export interface RecordAsked {
  connectorDir: string;
  settings: Record<string, string>;
  asked: { command: CommandName; input: Record<string, unknown> };
  effect: Effect;
  /** Null: names and amounts stay as they are. */
  pseudonyms: Pseudonyms | null;
}

/**
 * Asks the ERP once and makes a case of it. What the case says came of it is what its own messages give, so that a
 * case passes in the moment it is recorded, or is not recorded.
 * Errors: those of a live run; request.invalid where an exchange had no answer.
 */
export async function recordCase({
  connectorDir,
  settings,
  asked,
  effect,
  pseudonyms,
}: RecordAsked): Promise<Result<GoldenCase>> {
  const live = await liveRun(connectorDir, settings, asked, effect);
  if (!live.ok) return live;
  const { connector, exchanges, hide } = live.value;
  const silent = exchanges.find(({ answer }) => answer === null);
  if (silent !== undefined)
    return fail(failure('request.invalid', { message: `${silent.operation} had no answer: ${silent.problem ?? ''}.` }));
  const names = personalNames(connector.document);
  const text = (xml: string, isAnswer: boolean): string =>
    pseudonyms === null ? xml : pseudonyms.inXml(xml, names, isAnswer);
  const input = JSON.parse(hide(JSON.stringify(asked.input))) as Record<string, unknown>;
  const given: GoldenCase = {
    drawbridge: 'golden/1',
    command: asked.command,
    input: input,
    exchanges: messagesOf(live.value, text),
    result: {},
  };
  const kept = pseudonyms === null ? given : { ...given, input: pseudonyms.inInput(input) };
  const replayed = await replayCase(connector, kept);
  if (replayed.unknown.length > 0 || replayed.notAsked.length > 0) {
    const message = `The recorded messages do not give the same again: ${[...replayed.unknown, ...replayed.notAsked].join(', ')}.`;
    return fail(failure('request.invalid', { message }));
  }
  return ok({ ...kept, result: replayed.given });
}

const messagesOf = (
  { exchanges }: LiveRun,
  text: (xml: string, isAnswer: boolean) => string,
): GoldenCase['exchanges'] =>
  exchanges.flatMap(({ service, operation, request, answer }) =>
    answer === null
      ? []
      : [
          {
            service,
            operation,
            request: text(xmlPicture(request), false),
            status: answer.status,
            // Kept as text, and read back as UTF-8.
            contentType: answer.contentType.replace(/;\s*charset=[^;]*/i, '; charset=utf-8'),
            answer: text(xmlPicture(answer.text), true),
          },
        ],
  );
