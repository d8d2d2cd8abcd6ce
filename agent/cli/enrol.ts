import { existsSync } from 'node:fs';
import { hostname } from 'node:os';
import { z } from 'zod';
import { CardError } from '#contracts/card-api';
import { Enrolment, type EnrolmentRequest } from '#contracts/enrolment';
import { failure } from '#contracts/errors';
import { readIdentity } from '../config.ts';
import { Journal } from '../execute/journal.ts';
import { type Home, makeHome, writeWhole } from '../home.ts';
import { hasKey, openKey } from '../key.ts';
import { answer, EXIT, explain, explainFailure } from './exit.ts';

const TIMEOUT_MS = 15_000;
const Answer = z.union([
  z.object({ ok: z.literal(true), ...Enrolment.shape }),
  z.object({ ok: z.literal(false), error: CardError }),
]);

/** Exchanges a one-time code for an agent identity. Asked again after a lost answer, the gateway gives the same agent. */
export async function enrol(home: Home, gateway: string, code: string, json: boolean): Promise<number> {
  const known = readIdentity(home);
  // Without its key it is an agent no more: another one is made of it.
  if (known !== null && hasKey(home)) {
    answer(json, { state: 'already_enrolled', ...known }, `Already enrolled as ${known.agentId}.`);
    return EXIT.ok;
  }
  if (!/^https?:$/.test(URL.parse(gateway)?.protocol ?? '')) {
    explain(`${gateway} is not the address of a gateway.`, 'Give one that begins with https://.');
    return EXIT.usage;
  }
  makeHome(home);
  const { publicKey } = await openKey(home);
  const request: z.input<typeof EnrolmentRequest> = { code, publicKey, hostName: hostname() };
  let text: string;
  try {
    const response = await fetch(new URL('/v1/enrolments', gateway), {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(request),
      redirect: 'error',
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    text = await response.text();
  } catch (error) {
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause.message : String(error);
    explainFailure(failure('enrolment.unreachable', { detail: `${gateway}: ${cause}` }));
    return EXIT.failed;
  }
  const enrolled = Answer.safeParse(parseJson(text));
  if (!enrolled.success) {
    explain(`${gateway} did not answer as a Drawbridge gateway does.`, 'Check the address.');
    return EXIT.failed;
  }
  if (!enrolled.data.ok) {
    const { code: errorCode, message, advice, correlationId } = enrolled.data.error;
    explain(`${message} (${errorCode}, ${correlationId})`, advice);
    return EXIT.failed;
  }
  const { agentId, tenantId } = enrolled.data;
  try {
    forgetLease(home);
  } catch (error) {
    // Asked again with the same code, the gateway gives the same agent.
    explainFailure(failure('agent.journal-failed', { detail: `${home.journal}: ${String(error)}` }));
    return EXIT.failed;
  }
  writeWhole(home.identity, JSON.stringify({ agentId, tenantId, gateway: new URL(gateway).origin }));
  answer(json, { state: 'enrolled', agentId, tenantId }, `Enrolled as ${agentId}. Start it with: drawbridge run`);
  return EXIT.ok;
}

/** A journal that is there is of the agent that this host was before. Throws where the disk refuses, or it is in use. */
function forgetLease(home: Home): void {
  if (!existsSync(home.journal)) return;
  const journal = new Journal(home.journal);
  try {
    journal.forgetLease();
  } finally {
    journal.close();
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
