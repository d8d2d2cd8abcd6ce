import { join } from 'node:path';
import type { Identity } from '../../../agent/config.ts';
import { homeAt, makeHome } from '../../../agent/home.ts';
import { type AgentKey, openKey } from '../../../agent/key.ts';
import { runLightAgent } from './light-agent.ts';
import type { FleetEvent, FleetOrder, LinkMoment } from './messages.ts';

/** A process of light agents. It takes orders over its channel and ends with it. */

const GATHER_MS = 20;
/** Enrolments at once in one process. */
const TOGETHER = 8;

const known = new Map<number, { identity: Identity; key: AgentKey }>();
const stop = new AbortController();
const moments: LinkMoment[] = [];

const tell = (event: FleetEvent): void => {
  if (process.connected) process.send?.(event);
};
setInterval(() => {
  if (moments.length > 0) tell({ event: 'moments', moments: moments.splice(0) });
}, GATHER_MS);

async function enrol({ gateway, home: dir, members }: Extract<FleetOrder, { order: 'enrol' }>): Promise<void> {
  const waiting = [...members];
  const worker = async (): Promise<void> => {
    for (let member = waiting.shift(); member !== undefined; member = waiting.shift()) {
      const home = homeAt(join(dir, String(member.index)));
      makeHome(home);
      const key = await openKey(home);
      const response = await fetch(`${gateway}/v1/enrolments`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ code: member.code, publicKey: key.publicKey, hostName: 'bench' }),
      });
      if (!response.ok) throw new Error(`enrolment answered ${response.status}`);
      const { agentId, tenantId } = (await response.json()) as Pick<Identity, 'agentId' | 'tenantId'>;
      known.set(member.index, { identity: { agentId, tenantId, gateway }, key });
    }
  };
  await Promise.all(Array.from({ length: TOGETHER }, worker));
  tell({ event: 'enrolled', indices: members.map(({ index }) => index) });
}

function link({ members }: Extract<FleetOrder, { order: 'link' }>): void {
  for (const { index, via } of members) {
    const member = known.get(index);
    if (member === undefined) throw new Error(`agent ${index} is not enrolled`);
    const onState = (state: LinkMoment['state']): void => {
      moments.push({ index, state, at: Date.now() });
    };
    void runLightAgent(member.identity, member.key, via ?? member.identity.gateway, onState, stop.signal);
  }
}

process.on('message', (message: FleetOrder) => {
  const done = message.order === 'enrol' ? enrol(message) : Promise.resolve().then(() => link(message));
  done.catch((error: unknown) => tell({ event: 'failed', reason: String(error) }));
});
process.once('disconnect', () => process.exit(0));
