import { relative } from 'node:path';
import type { CommandName } from '#contracts/commands';
import { type Failure, failure } from '#contracts/errors';
import { ok, type Result } from '#contracts/result';
import { type Connector, loadServices } from '../erp/connector/load.ts';
import type { Erp } from '../erp/port.ts';
import type { SoapErpParts } from '../erp/soap-erp.ts';
import { readJson, writeWhole } from '../home.ts';
import type { Log } from '../log.ts';
import { isFolder } from '../make-folder.ts';
import { callKey } from './answer-look.ts';
import type { Change } from './compare.ts';
import { DriftKept, DriftWatch } from './drift-watch.ts';
import { readFingerprint, stampOf } from './fingerprint-file.ts';
import { guardedErp } from './guarded-erp.ts';
import { liveFolder } from './live-wsdl.ts';
import { LookPace } from './look-pace.ts';

/** A day, more or less: agents of one kind do not ask their ERPs all at once. */
const DAY_MS = 86_400_000;
/** A write waits so long for the first comparison at start; its go is valid for 10 s. */
const FIRST_LOOK_MS = 5_000;

export interface AgentDriftParts {
  connectorDir: string;
  settings: Record<string, string>;
  /** Where what was found is kept over a restart. */
  file: string;
  /** Where the WSDLs that the ERP serves lie while they are compared; each kill would leave another temporary one. */
  liveFolder: string;
  log: Log;
  random: () => number;
  wait: (ms: number, stop: AbortSignal) => Promise<unknown>;
}

/** The agent's eye on an ERP that changes. */
export interface AgentDrift {
  /** For `openErp`. */
  watch(connector: Connector): SoapErpParts['seen'];
  /** The ERP, with its writes stopped where something changed that they use. */
  guard(erp: Erp): Erp;
  /** Compares with the WSDLs that the ERP serves, at once and then daily, until told to stop. */
  run(stop: AbortSignal): Promise<void>;
}

/** Errors: connector.invalid, where what was approved cannot be read. */
export function openDrift(parts: AgentDriftParts): Result<AgentDrift> {
  const { connectorDir, settings, file, log, random, wait } = parts;
  const fingerprint = readFingerprint(connectorDir);
  if (!fingerprint.ok) return fingerprint;
  let approved = fingerprint.value;
  // A folder cannot be copied into itself.
  const into = relative(connectorDir, parts.liveFolder).startsWith('..') ? parts.liveFolder : null;
  const stamp = isFolder(connectorDir) ? stampOf(connectorDir) : '';
  let connector: Connector | null = null;
  let watch: DriftWatch | null = null;
  const firstLook = Promise.withResolvers<void>();

  const keep = (): void => {
    const kept: DriftKept = { stamp, approvals: approved?.approvals ?? 0, stopped: watch?.stoppedWrites ?? {} };
    try {
      writeWhole(file, JSON.stringify(kept));
    } catch (error) {
      // It holds as long as this process does, and is found again by the next one.
      log.warn({ detail: String(error) }, 'drift not written');
    }
  };
  const onChange = ({ place, text, touches, stops }: Change): void => {
    const fields = [...new Set(touches.map(({ command, field }) => `${command} ${field}`))].slice(0, 20);
    // Until somebody approved, the folder's own WSDL may be an outline: then it is the copy that is wrong, not the ERP.
    const what = approved === null ? 'the ERP is not as the connector’s own WSDL says' : 'the ERP has changed';
    if (stops.length === 0) {
      log.warn({ place, change: text, fields }, what);
      return;
    }
    const mend =
      approved === null ? '; if the ERP serves the right one: drawbridge connector approve FOLDER --from live' : '';
    log.error({ place, change: text, fields, stops }, `${what}: writes are stopped${mend}`);
    keep();
  };
  const renew = (): void => {
    if (connector !== null) watch = new DriftWatch({ described: connector, approved, onChange });
  };
  const compare = async (): Promise<void> => {
    if (connector === null || watch === null) return;
    const live = await liveFolder(connectorDir, connector.document, settings, null, into);
    if (!live.ok) return log.info({ detail: live.error.detail }, 'no WSDL to compare with');
    try {
      const services = await loadServices(live.value.folder, connector.document);
      if (Array.isArray(services))
        log.warn({ detail: services[0]?.text }, 'the WSDL that the ERP serves is not readable');
      else watch.compare(services);
    } finally {
      await live.value.close();
    }
  };

  /** Whether somebody approved since the write was stopped, with the same document and WSDLs that run here. */
  const isApprovedAnew = (): boolean => {
    const now = readFingerprint(connectorDir);
    if (!now.ok || now.value === null || now.value.approvals === (approved?.approvals ?? 0)) return false;
    if (stampOf(connectorDir) !== stamp) return false;
    approved = now.value;
    return true;
  };
  const stopped = async (command: CommandName): Promise<Failure | null> => {
    const late = new AbortController();
    await Promise.race([firstLook.promise, wait(FIRST_LOOK_MS, late.signal)]);
    late.abort();
    const why = watch?.stopped(command) ?? null;
    if (why === null) return null;
    try {
      if (!isApprovedAnew()) return why;
      renew();
      keep();
      await compare();
      return watch?.stopped(command) ?? null;
    } catch (error) {
      return failure('connector.drifted', { detail: `${why.detail ?? ''}; ${String(error)}` });
    }
  };

  return ok({
    watch(given) {
      connector = given;
      renew();
      const kept = recalled(file);
      if (kept?.stamp === stamp && kept.approvals === (approved?.approvals ?? 0)) watch?.recall(kept.stopped);
      const pace = new LookPace();
      return ({ service, operation }, answer) => {
        if (watch === null) return;
        const isWritesOwn = watch.isWritesOwn(service, operation);
        if (pace.isDue(callKey(service, operation), isWritesOwn, performance.now()))
          watch.look(service, operation, answer);
      };
    },
    guard: (erp) => guardedErp(erp, stopped),
    async run(stop) {
      while (!stop.aborted) {
        await compare().catch((error: unknown) => log.warn({ detail: String(error) }, 'drift not looked for'));
        firstLook.resolve();
        await wait(DAY_MS * (0.75 + random() / 2), stop);
      }
      firstLook.resolve();
    },
  });
}

/** A damaged file says nothing; what it said is found again. */
function recalled(file: string): DriftKept | null {
  try {
    const kept = DriftKept.safeParse(readJson(file));
    return kept.success ? kept.data : null;
  } catch {
    return null;
  }
}
