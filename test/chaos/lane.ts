import { join } from 'node:path';
import { type GatedConnection, TcpGate } from '../sandbox/tcp-gate.ts';
import { ChaosAgent } from './agent.ts';
import { CardDoor } from './card-door.ts';
import { ChaosErp } from './erp.ts';
import { FrameSight } from './frame-sight.ts';
import { isMoment, Moments } from './moments.ts';

/** Two: one writes, the other is there to take over. */
const AGENTS = 2;
/** The demo ERP's own order numbers lie below three of these. */
const ORDERS_EACH = 100_000;

/** One tenant with everything that is its own: an ERP, two agents, and a gate on each leg of each agent. */
export interface Lane {
  index: number;
  portalId: string;
  tenantId: string;
  erp: ChaosErp;
  agents: readonly ChaosAgent[];
  /** Between each agent and the gateway. */
  links: readonly TcpGate[];
  /** Between each agent and the ERP. */
  legs: readonly TcpGate[];
  door: CardDoor;
  moments: Moments;
  stop(): Promise<void>;
}

export interface LaneWish {
  index: number;
  dir: string;
  gateway: string;
  links: readonly TcpGate[];
  connector: string;
  today: string;
  erpPassword: string;
  compiled: string;
  onLine: (name: string, line: string) => void;
  /** Makes the tenant. */
  tenant: (portalId: string) => Promise<string>;
  enrolmentCode: (tenantId: string) => Promise<string>;
}

/** The gates of a lane must be open before the gateway starts: it is told their addresses. */
export const openLinks = (gateway: string): Promise<TcpGate[]> =>
  Promise.all(Array.from({ length: AGENTS }, () => TcpGate.open(gateway)));

export async function startLane(wish: LaneWish): Promise<Lane> {
  const { index, dir, gateway, links, connector, erpPassword, compiled, onLine } = wish;
  const moments = new Moments();
  const portalId = String(910_000 + index);
  const named = (part: string): string => `${part}-${index}`;
  const erp = await ChaosErp.start({
    name: named('erp'),
    dataDir: join(dir, named('erp')),
    today: wish.today,
    password: erpPassword,
    ordersFrom: (index + 3) * ORDERS_EACH,
    compiled,
    onLine,
  });
  const legs = await Promise.all(links.map(() => TcpGate.open(erp.url)));
  const tenantId = await wish.tenant(portalId);
  const agents: ChaosAgent[] = [];
  for (const [place, link] of links.entries()) {
    const leg = legs[place];
    if (leg === undefined) continue;
    watchLink(link, place, moments);
    watchLeg(leg, place, moments);
    const agent = await ChaosAgent.enrolled(
      {
        name: `${named('agent')}-${place}`,
        home: join(dir, `${named('agent')}-${place}`),
        connector,
        gateway: link.url,
        erp: `${leg.url}/dienst/auftrag`,
        erpPassword,
        compiled,
        onLine,
      },
      await wish.enrolmentCode(tenantId),
    );
    await agent.start();
    agents.push(agent);
  }
  const door = new CardDoor(gateway, portalId);
  const stop = async (): Promise<void> => {
    door.close();
    await Promise.all(agents.map((agent) => agent.stop()));
    await erp.stop();
    await Promise.all([...links, ...legs].map((gate) => gate.close()));
  };
  return { index, portalId, tenantId, erp, agents, links, legs, door, moments, stop };
}

/** Frames that pass between agent and gateway become moments. */
function watchLink(gate: TcpGate, agent: number, moments: Moments): void {
  const sights = new WeakMap<GatedConnection, FrameSight>();
  gate.tap = (way, piece, connection) => {
    const sight = sights.get(connection) ?? new FrameSight();
    sights.set(connection, sight);
    const seen = sight.see(way, piece).filter(isMoment);
    return seen.map((moment) => moments.seen({ moment, agent, way, piece, connection })).every((passes) => passes);
  };
}

/** A create's request, and the first piece of its answer: a write has a connection of its own. */
function watchLeg(gate: TcpGate, agent: number, moments: Moments): void {
  const answered = new WeakMap<GatedConnection, boolean>();
  gate.tap = (way, piece, connection) => {
    if (way === 'up' && !answered.has(connection) && piece.includes('AuftragAnlegen')) {
      answered.set(connection, false);
      return moments.seen({ moment: 'create', agent, way, piece, connection });
    }
    if (way === 'down' && answered.get(connection) === false) {
      answered.set(connection, true);
      return moments.seen({ moment: 'answer', agent, way, piece, connection });
    }
    return true;
  };
}
