import type { ConnectorDocument } from '#contracts/connector';
import type { Connector } from '../erp/connector/load.ts';
import { servicesOf } from '../erp/connector/prepare.ts';
import type { Delivery, Post, Transport } from '../erp/soap/transport.ts';
import { openSoapErp, type SoapErpParts } from '../erp/soap-erp.ts';
import type { GoldenCase, RecordedExchange } from './case-file.ts';
import { type LineChange, lineDifference } from './line-difference.ts';
import { askErp, type Came } from './live-run.ts';
import { MASK } from './masking.ts';
import { openTap, rootOf } from './tap.ts';
import { xmlPicture } from './xml-picture.ts';

/** How a case came out: what differs from what was recorded. */
export interface Replayed {
  requests: { operation: string; changes: LineChange[] }[];
  result: LineChange[];
  /** Recorded messages that were not asked for any more, and new ones that nobody recorded. */
  notAsked: string[];
  unknown: string[];
  /** What the engine gives now. */
  given: Record<string, unknown>;
}

export const isSame = ({ requests, result, notAsked, unknown }: Replayed): boolean =>
  requests.length + result.length + notAsked.length + unknown.length === 0;

/** What came of a command, as a case keeps it: failures by their code. */
function plainResult(came: Came): Record<string, unknown> {
  if (came.kind === 'read') {
    return came.result.ok ? { ok: true, value: came.result.value } : { ok: false, code: came.result.error.code };
  }
  const { outcome } = came;
  if (!('error' in outcome)) return { ...outcome };
  const { error, ...rest } = outcome;
  return { ...rest, code: error.code };
}

/**
 * The settings that a replay runs with: none of them is asked for. Messages carry a mask in their place, recorded ones
 * too.
 */
const settingsFor = (document: ConnectorDocument): Record<string, string> => {
  const endpoints = new Set(Object.values(servicesOf(document)).map(({ endpoint }) => endpoint));
  const names = Object.keys(document.settings);
  return Object.fromEntries(names.map((name) => [name, endpoints.has(name) ? 'http://erp.invalid/' : MASK]));
};

const deliver = ({ status, contentType, answer }: RecordedExchange): Delivery => ({
  kind: 'answered',
  http: { status, contentType, body: new TextEncoder().encode(answer) },
});

const jsonLines = (value: unknown): string => JSON.stringify(value, null, 2) ?? '';

/** A fixed moment for stamps, so that a replay is the same each time: 2026-01-01T00:00:00Z. */
const EPOCH_MS = 1_767_225_600_000;

/**
 * Runs a case offline, through the engine that serves the gateway. Nothing is called.
 * @param seen told of every answer that says yes
 */
export async function replayCase(
  connector: Connector,
  given: GoldenCase,
  seen?: SoapErpParts['seen'],
): Promise<Replayed> {
  const settings = settingsFor(connector.document);
  const left = [...given.exchanges];
  const taken: { exchange: RecordedExchange; post: Post }[] = [];
  const unknown: string[] = [];
  const recorded = (service: string): Transport => ({
    async post(post) {
      const root = rootOf(post.body);
      const at = left.findIndex((one) => one.service === service && rootOf(one.request) === root);
      const exchange = at === -1 ? undefined : left.splice(at, 1)[0];
      if (exchange === undefined) {
        unknown.push(root);
        return { kind: 'not-sent', cause: 'unreachable', detail: 'not recorded' };
      }
      taken.push({ exchange, post });
      return deliver(exchange);
    },
    close: () => undefined,
  });
  const tap = openTap(connector, settings);
  const transports = new Map(
    Object.keys(servicesOf(connector.document)).map((name) => [name, tap.around(recorded(name), name)]),
  );
  const log = { info: () => undefined, warn: () => undefined };
  const clocks = { nowMs: () => performance.now(), epochMs: () => EPOCH_MS };
  const erp = openSoapErp({ connector, settings, transports, log, seen, ...clocks });
  try {
    const came = await askErp(erp, given.command, given.input, new AbortController().signal);
    // As it would have been kept in a file: `undefined` is no value there.
    const result = JSON.parse(JSON.stringify(plainResult(came))) as Record<string, unknown>;
    const shown = tap.shown().filter(({ answer }) => answer !== null);
    const requests = taken.flatMap(({ exchange }, index) => {
      const now = xmlPicture(shown[index]?.request ?? '');
      const changes = lineDifference(exchange.request.trimEnd(), now);
      return changes.length === 0 ? [] : [{ operation: exchange.operation, changes }];
    });
    return {
      requests,
      result: lineDifference(jsonLines(given.result), jsonLines(result)),
      notAsked: left.map(({ operation }) => operation),
      unknown,
      given: result,
    };
  } finally {
    await erp.close();
  }
}
