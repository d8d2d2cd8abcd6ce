import { resolve } from 'node:path';
import { failure } from '#contracts/errors';
import { fail, ok, type Result } from '#contracts/result';
import { type Change, changesBetween } from '../drift/compare.ts';
import { type Described, fingerprintLines } from '../drift/fingerprint.ts';
import { readFingerprint } from '../drift/fingerprint-file.ts';
import { learnFrom } from '../drift/learn.ts';
import { liveFolder } from '../drift/live-wsdl.ts';
import { loadConnector, loadServices, readDocument } from '../erp/connector/load.ts';
import { readCases } from '../golden/case-file.ts';
import { configOf, type Where } from './connector-asked.ts';
import { EXIT, tellFailure } from './exit.ts';
import { counted, lastLine, say, toned } from './picture.ts';

export interface DriftOptions extends Where {
  against?: string | undefined;
  cases?: string | undefined;
  json: boolean;
}

/** Where live WSDLs are: an address, or `live` for the addresses that the configuration gives. */
export function sourceOf(
  against: string,
  where: Where,
): Result<{ address: URL | null; settings: Record<string, string> }> {
  if (against !== 'live') {
    const address = URL.parse(against);
    return address === null || !/^https?:$/.test(address.protocol)
      ? fail(failure('request.invalid', { message: `${against} is neither an address nor the word live.` }))
      : ok({ address, settings: {} });
  }
  const config = configOf(where);
  return config.ok ? ok({ address: null, settings: config.value.settings }) : config;
}

interface Compared {
  changes: Change[];
  /** Services that were not compared, and why. */
  missing: { service: string; reason: string }[];
}

async function wsdlChanges(
  folder: string,
  described: Described,
  approved: ReadonlyMap<string, string>,
  options: DriftOptions,
): Promise<Result<Compared>> {
  const { document } = described;
  const changes = (now: Pick<Described, 'services' | 'types'>): Change[] =>
    changesBetween(approved, fingerprintLines({ ...now, document }), document);
  if (options.against === undefined) return ok({ changes: changes(described), missing: [] });
  const source = sourceOf(options.against, options);
  if (!source.ok) return source;
  const live = await liveFolder(folder, document, source.value.settings, source.value.address);
  if (!live.ok) return live;
  try {
    const services = await loadServices(live.value.folder, document);
    if (Array.isArray(services)) return fail(failure('connector.invalid', { detail: services[0]?.text ?? '' }));
    return ok({ changes: changes(services), missing: live.value.missing });
  } finally {
    await live.value.close();
  }
}

function showChange({ place, text, touches, stops }: Change): void {
  say(`${stops.length > 0 ? toned('red', '■') : toned('yellow', '□')} ${toned('bold', place)}`);
  say(`    ${text}`);
  const fields = [...new Set(touches.map(({ command, field }) => `${command} ${field}`))];
  say(`    touches ${fields.join(', ') || 'nothing'}`);
  if (stops.length > 0) say(`    ${toned('red', 'stops')} ${stops.join(', ')}`);
}

/** A folder whose WSDLs may contradict its document by now: that is what drift says. */
async function describedIn(folder: string): Promise<Result<Described>> {
  const document = await readDocument(folder);
  if (!document.ok) return document;
  const services = await loadServices(folder, document.value);
  if (Array.isArray(services)) return fail(failure('connector.invalid', { detail: services[0]?.text ?? '' }));
  return ok({ document: document.value, ...services });
}

/** Says what differs from what was approved. @returns 1 where anything does */
export async function driftOf(given: string, options: DriftOptions): Promise<number> {
  const folder = resolve(given);
  const described = await describedIn(folder);
  const fingerprint = described.ok ? readFingerprint(folder) : described;
  if (!described.ok || !fingerprint.ok) {
    if (!fingerprint.ok) tellFailure(options.json, fingerprint.error);
    return EXIT.failed;
  }
  const approved =
    fingerprint.value === null
      ? new Map(fingerprintLines(described.value).map(({ key, value }) => [key, value]))
      : new Map(Object.entries(fingerprint.value.wsdl));
  const compared = await wsdlChanges(folder, described.value, approved, options);
  const cases = options.cases === undefined ? ok([]) : readCases(resolve(options.cases));
  if (!compared.ok || !cases.ok) {
    const error = compared.ok ? (cases.ok ? null : cases.error) : compared.error;
    if (error !== null) tellFailure(options.json, error);
    return error?.code === 'request.invalid' ? EXIT.usage : EXIT.failed;
  }
  const answers = new Map(Object.entries(fingerprint.value?.answers ?? {}));
  const connector = cases.value.length === 0 ? null : await loadConnector(folder);
  if (connector?.ok === false) tellFailure(options.json, connector.error);
  const learnt = connector?.ok ? (await learnFrom(connector.value, cases.value, answers)).changes : [];
  const changes = [...compared.value.changes, ...learnt];
  const stops = [...new Set(changes.flatMap((change) => change.stops))];
  const { missing } = compared.value;
  if (options.json) {
    lastLine({ ok: changes.length === 0, approved: fingerprint.value !== null, changes, stops, missing });
  } else {
    const isNew = fingerprint.value === null;
    if (isNew) say(toned('yellow', 'Nothing was approved yet: compared with the WSDLs of the folder.'));
    for (const change of changes) showChange(change);
    for (const { service, reason } of missing) say(`${service} was not compared: ${reason}`);
    if (isNew && options.against === 'live' && changes.length > 0)
      say(`If the ERP serves the right one: drawbridge connector approve ${given} --from live`);
    say(`${counted(changes.length, 'change')}${stops.length > 0 ? toned('red', `, stops ${stops.join(', ')}`) : ''}`);
  }
  return changes.length === 0 ? EXIT.ok : EXIT.failed;
}
