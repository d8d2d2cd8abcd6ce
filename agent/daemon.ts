import { randomUUID } from 'node:crypto';
import { rmSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { failure } from '#contracts/errors';
import { type Hello, PROTOCOL } from '#contracts/frames';
import { fail, ok, type Result } from '#contracts/result';
import type { Identity, ReadConfig } from './config.ts';
import { DRAIN_MS, Drain } from './drain.ts';
import { openDrift } from './drift/agent-drift.ts';
import { openErp } from './erp/open.ts';
import { Journal } from './execute/journal.ts';
import { OrderWatch } from './execute/order-watch.ts';
import { Reads } from './execute/reads.ts';
import { Writes } from './execute/writes.ts';
import { type Home, writeWhole } from './home.ts';
import { openKey } from './key.ts';
import { type Served, serveConnection } from './link/connection.ts';
import { dial } from './link/handshake.ts';
import { type LinkStatus, supervise } from './link/supervisor.ts';
import type { Log } from './log.ts';
import { openMemory } from './memory.ts';
import { AGENT_VERSION } from './version.ts';

export interface Daemon {
  /** Resolves when the link has ended for good. */
  ended: Promise<Extract<LinkStatus, { state: 'ended' }>>;
}

/** Puts the agent together and starts it. It runs until `told` is aborted and its writes have ended, or the link ends for good. */
export async function startDaemon(
  home: Home,
  config: ReadConfig,
  identity: Identity,
  log: Log,
  told: AbortSignal,
): Promise<Result<Daemon>> {
  const wait = (ms: number, stop: AbortSignal) => delay(ms, undefined, { signal: stop }).catch(() => {});
  const { connectorDir, settings } = config;
  const kept = { file: home.drift, liveFolder: home.liveWsdl };
  const drift = openDrift({ connectorDir, settings, ...kept, log, random: Math.random, wait });
  if (!drift.ok) return drift;
  const erp = await openErp({ connectorDir, settings, log, watch: drift.value.watch });
  if (!erp.ok) return erp;
  const { name, title, version, commands, writeBounds, limits } = erp.value;
  const { concurrentReads } = limits;
  const hello: Omit<Hello, 'lastEpoch'> = {
    type: 'hello',
    protocol: PROTOCOL,
    agentVersion: AGENT_VERSION,
    connector: { name, title, version, commands: [...commands], writeBounds: { ...writeBounds }, concurrentReads },
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
  const writes = new Writes(drift.value.guard(erp.value), journal, { now: Date.now, monotonicMs }, log);

  const orders = new OrderWatch({
    erp: erp.value,
    calm: (stop) => reads.calm(concurrentReads, stop),
    now: Date.now,
    random: Math.random,
    wait,
    log,
  });

  const drain = new Drain(told, () => delay(DRAIN_MS, undefined, { ref: false }));
  const memory = openMemory(() => reads.running + drain.underWay > 0);
  const onTold = (): void => {
    reads.drain();
    orders.disconnected();
    log.info({ writes: drain.underWay }, 'told to stop');
  };
  if (told.aborted) onTold();
  else told.addEventListener('abort', onTold, { once: true });

  const onStatus = (status: LinkStatus): void => {
    if (status.state === 'waiting') log.warn(status, 'link down');
    else log.info(status, 'link');
    const at = new Date().toISOString();
    try {
      writeWhole(home.status, JSON.stringify({ ...status, pid: process.pid, at, connector: { name, version } }));
    } catch (error) {
      // A full disk must not end the link (S1): only `drawbridge status` is poorer for it, and says nothing that is over.
      log.warn({ detail: String(error) }, 'status not written');
      removeIfPossible(home.status);
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
        memory.connected();
        writes.connected(epoch, reply);
        orders.connected(reply);
      },
      onFrame: (frame) => {
        switch (frame.type) {
          case 'call':
            memory.used();
            return void reads.serve(frame, send);
          case 'cancel':
            return reads.cancel(frame.id);
          case 'send':
            // Left unsaid, it is looked up and sent again by the gateway, to whoever is there then (D1).
            return drain.isDraining ? undefined : writes.send(frame);
          case 'go':
            memory.used();
            if (!drain.write(() => writes.go(frame.pushId, frame.attempt))) writes.stop(frame.pushId, frame.attempt);
            return;
          case 'stop':
            return writes.stop(frame.pushId, frame.attempt);
          case 'kept':
            return writes.kept(frame.pushId, frame.attempt);
          case 'watch':
            return drain.isDraining ? undefined : orders.watch(frame);
          case 'changes-kept':
            return orders.kept(frame.round);
        }
      },
    };
    const ended = await serveConnection(socket, served, stop);
    reads.cancelAll();
    writes.disconnected();
    orders.disconnected();
    return ended;
  };

  const watching = new AbortController();
  void drift.value.run(watching.signal);
  const ended = supervise(
    {
      dial: async (stop) => dial(identity.gateway, await key.sign(identity, Date.now(), randomUUID()), stop),
      serve,
      monotonicMs,
      random: Math.random,
      wait,
      onStatus,
    },
    drain.over,
  ).finally(async () => {
    watching.abort();
    if (drain.underWay > 0) log.error({ writes: drain.underWay }, 'ends with writes under way: they are in doubt');
    await erp.value.close();
    journal.close();
  });
  return ok({ ended });
}

/** Where even that is refused (mounted read-only), what was said last stays. */
function removeIfPossible(path: string): void {
  try {
    rmSync(path, { force: true });
  } catch {
    // Nothing is lost but a word about the link.
  }
}
