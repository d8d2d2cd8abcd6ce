import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type { CallFrame, Hello } from '#contracts/frames';
import { PROTOCOL } from '#contracts/frames';
import type { Identity } from '../../../agent/config.ts';
import type { AgentKey } from '../../../agent/key.ts';
import { type Served, serveConnection } from '../../../agent/link/connection.ts';
import { dial } from '../../../agent/link/handshake.ts';
import { supervise } from '../../../agent/link/supervisor.ts';

/** An agent without an ERP: the product's own key, dial, connection and supervisor; stock is answered from nothing. */

const HELLO: Hello = {
  type: 'hello',
  protocol: PROTOCOL,
  agentVersion: '0.1.0',
  connector: {
    name: 'bench',
    title: 'Bench ERP',
    version: '1.0.0',
    commands: ['availability.read'],
    writeBounds: {},
  },
  lastEpoch: 0,
};

const stockOf = (frame: CallFrame) => ({
  items: (frame.input as { itemIds: string[] }).itemIds.map((itemId) => ({
    itemId,
    known: true,
    description: 'Bench item',
    unit: 'ST',
    warehouses: [],
  })),
});

export function runLightAgent(
  identity: Identity,
  key: AgentKey,
  via: string,
  onState: (state: 'dialling' | 'online' | 'waiting') => void,
  signal: AbortSignal,
): Promise<unknown> {
  return supervise(
    {
      dial: async (stop) => dial(via, await key.sign(identity, Date.now(), randomUUID()), stop),
      serve: (socket, stop) => {
        let send: Parameters<Served['onWelcome']>[1] = () => {};
        const served: Served = {
          hello: HELLO,
          monotonicMs: () => performance.now(),
          onWelcome: (_epoch, reply) => {
            send = reply;
            onState('online');
          },
          onFrame: (frame) => {
            if (frame.type === 'call') send({ type: 'answer', id: frame.id, ok: true, output: stockOf(frame) });
          },
        };
        return serveConnection(socket, served, stop);
      },
      monotonicMs: () => performance.now(),
      random: Math.random,
      wait: (ms, stop) => delay(ms, undefined, { signal: stop }).catch(() => {}),
      onStatus: ({ state }) => {
        if (state === 'dialling' || state === 'waiting') onState(state);
      },
    },
    signal,
  );
}
