import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { failure } from '#contracts/errors';
import { type Hello, PROTOCOL } from '#contracts/frames';
import { fail, ok, type Result } from '#contracts/result';
import type { Identity, ReadConfig } from './config.ts';
import { openErp } from './erp/open.ts';
import { Journal } from './execute/journal.ts';
import { Reads } from './execute/reads.ts';
import { Writes } from './execute/writes.ts';
import { type Home, writeWhole } from './home.ts';
import { openKey } from './key.ts';
import { type Served, serveConnection } from './link/connection.ts';
import { dial } from './link/handshake.ts';
import { type LinkStatus, supervise } from './link/supervisor.ts';
import type { Log } from './log.ts';
import { AGENT_VERSION } from './version.ts';

export interface Daemon {
  /** Resolves when the link has ended for good. */
  ended: Promise<Extract<LinkStatus, { state: 'ended' }>>;
}

/** Puts the agent together and starts it. It runs until `signal` is aborted or the link ends for good. */
export async function startDaemon(
  home: Home,
  config: ReadConfig,
  identity: Identity,
  log: Log,
  signal: AbortSignal,
): Promise<Result<Daemon>> {
  const erp = await openErp({ connectorDir: config.connectorDir, settings: config.settings, log });
  if (!erp.ok) return erp;
  const { name, title, version, commands, writeBounds } = erp.value;
  const hello: Omit<Hello, 'lastEpoch'> = {
    type: 'hello',
    protocol: PROTOCOL,
    agentVersion: AGENT_VERSION,
    connector: { name, title, version, commands: [...commands], writeBounds: { ...writeBounds } },
  };
  const key = await openKey(home);
  let journal: Journal;
  try {
    journal = new Journal(home.journal);
  } catch (error) {
    return fail(failure('agent.journal-failed', { detail: `${home.journal}: ${String(error)}` }));
  }
  const monotonicMs = () => performance.now();
  const reads = new Reads(erp.value, log);
  const writes = new Writes(erp.value, journal, { now: Date.now, monotonicMs }, log);

  const onStatus = (status: LinkStatus): void => {
    if (status.state === 'waiting') log.warn(status, 'link down');
    else log.info(status, 'link');
    const at = new Date().toISOString();
    try {
      writeWhole(home.status, JSON.stringify({ ...status, pid: process.pid, at, connector: { name, version } }));
    } catch (error) {
      // A full disk must not end the link (S1): only `drawbridge status` is poorer for it.
      log.warn({ detail: String(error) }, 'status not written');
    }
  };

  const serve = async (socket: Parameters<typeof serveConnection>[0], stop: AbortSignal) => {
    let send: Parameters<Served['onWelcome']>[1] = () => {};
    const served: Served = {
      hello: { ...hello, lastEpoch: writes.epoch() },
      monotonicMs,
      onWelcome: (epoch, reply) => {
        send = reply;
        onStatus({ state: 'online' });
        writes.connected(epoch, reply);
      },
      onFrame: (frame) => {
        switch (frame.type) {
          case 'call':
            return void reads.serve(frame, send);
          case 'cancel':
            return reads.cancel(frame.id);
          case 'send':
            return writes.send(frame);
          case 'go':
            return void writes.go(frame.pushId, frame.attempt);
          case 'stop':
            return writes.stop(frame.pushId, frame.attempt);
          case 'kept':
            return writes.kept(frame.pushId, frame.attempt);
        }
      },
    };
    const ended = await serveConnection(socket, served, stop);
    reads.cancelAll();
    writes.disconnected();
    return ended;
  };

  const ended = supervise(
    {
      dial: async (stop) => dial(identity.gateway, await key.sign(identity, Date.now(), randomUUID()), stop),
      serve,
      monotonicMs,
      random: Math.random,
      wait: (ms, stop) => delay(ms, undefined, { signal: stop }).catch(() => {}),
      onStatus,
    },
    signal,
  ).finally(async () => {
    await erp.value.close();
    journal.close();
  });
  return ok({ ended });
}
