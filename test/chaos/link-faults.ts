import { PING_EVERY_MS, SILENCE_MAX_MS } from '../../agent/link/watchdog.ts';
import { CALL_TIMEOUT_MS, REQUEST_HELD_MS } from './connector-copy.ts';
import { type Fault, type Field, legOf, linkOf, passing, type Stroke, soon, stopping } from './fault.ts';
import type { Moment, Sighting } from './moments.ts';

const FRAMES = ['send', 'claim', 'go', 'outcome', 'kept'] as const;
type Gate = NonNullable<ReturnType<typeof linkOf>>;

/** A way of breaking that is tried at each frame of a push. */
const atEachFrame = (name: string, strike: (gate: Gate, field: Field, sighting: Sighting) => Stroke): Fault[] =>
  FRAMES.map((at) => ({
    name: `${name}-at-${at}`,
    at,
    strike(field, sighting) {
      const gate = linkOf(field, sighting);
      return gate && sighting && strike(gate, field, sighting);
    },
  }));

/** Nothing passes for so long, on old connections and new ones; then what gathered passes, or is gone. */
const held = (gate: Gate, ms: number, end: 'deliver' | 'drop'): Promise<void> => {
  const release = gate.hold();
  return soon(ms, () => release(end));
};

/** On the agent's leg to the ERP. */
const onLeg = (name: string, at: Moment, strike: (gate: Gate, field: Field, sighting: Sighting) => Stroke): Fault => ({
  name,
  at,
  strike(field, sighting) {
    const gate = legOf(field, sighting);
    return gate && sighting && strike(gate, field, sighting);
  },
});

/** Every silent connection is given up by then. */
const HALF_OPEN_MS = PING_EVERY_MS + SILENCE_MAX_MS + 1_500;

/** What happens to the network. */
export const LINK_FAULTS: readonly Fault[] = [
  ...atEachFrame('link-cut', (gate, { draw }) => {
    if (draw.chance(0.5)) return passing(soon(draw.int(0, 20), () => gate.cut()));
    gate.cut();
    return stopping(Promise.resolve());
  }),
  ...atEachFrame('link-reset-in-frame', (_gate, _field, { connection, way, piece }) => {
    connection.tear(way, piece);
    return stopping(Promise.resolve());
  }),
  ...atEachFrame('link-held', (gate, { draw }) =>
    passing(held(gate, draw.int(300, 5_000), draw.pick(['deliver', 'drop']))),
  ),
  {
    name: 'link-half-open',
    at: 'go',
    strike(field, sighting) {
      const gate = linkOf(field, sighting);
      return gate && passing(held(gate, HALF_OPEN_MS, 'drop'));
    },
  },
  {
    name: 'link-slow',
    at: 'click',
    strike(field) {
      const gates = [...field.lane.links];
      const quick = gates.map((gate) => gate.slow(field.draw.int(100, 400)));
      const quicken = (): void => {
        for (const restore of quick) restore();
      };
      return passing(soon(4_000, quicken));
    },
  },
  onLeg('erp-link-cut-before-request', 'create', (gate) => {
    gate.cut();
    return stopping(Promise.resolve());
  }),
  onLeg('erp-link-cut-after-request', 'create', (gate, { draw }) => passing(soon(draw.int(0, 60), () => gate.cut()))),
  onLeg('erp-link-reset-in-request', 'create', (_gate, _field, { connection, way, piece }) => {
    connection.tear(way, piece);
    return stopping(Promise.resolve());
  }),
  onLeg('erp-link-reset-in-answer', 'answer', (_gate, _field, { connection, way, piece }) => {
    connection.tear(way, piece);
    return stopping(Promise.resolve());
  }),
  onLeg('erp-link-holds-request', 'create', (gate, { draw }) =>
    passing(held(gate, draw.int(100, REQUEST_HELD_MS), 'deliver')),
  ),
  onLeg('erp-link-holds-answer', 'answer', (gate, { draw }) =>
    passing(held(gate, draw.int(200, CALL_TIMEOUT_MS + 1_000), 'deliver')),
  ),
  onLeg('erp-link-half-open', 'create', (gate, { draw }) =>
    passing(held(gate, draw.int(CALL_TIMEOUT_MS, CALL_TIMEOUT_MS + 2_000), 'drop')),
  ),
];
