import { type Fault, passing, soon } from './fault.ts';

/** `kill -9` of workerd within so many milliseconds, and a start on the same storage. */
const killed = (name: string, at: Fault['at'], withinMs: number): Fault => ({
  name,
  at,
  strike({ world, draw }) {
    if (!world.gatewayIsUp) return null;
    const downMs = draw.int(0, 1_500);
    if (withinMs > 0) return passing(soon(draw.int(0, withinMs), () => world.killGateway(downMs)));
    const down = world.killGateway(downMs);
    return down === false ? null : passing(down);
  },
});

/** What happens to the gateway and to the CRM behind it. */
export const GATEWAY_FAULTS: readonly Fault[] = [
  killed('gateway-killed-at-click', 'click', 60),
  killed('gateway-killed-after-accept', 'accepted', 0),
  killed('gateway-killed-after-send', 'send', 0),
  killed('gateway-killed-after-claim', 'claim', 5),
  killed('gateway-killed-after-go', 'go', 0),
  killed('gateway-killed-after-outcome', 'outcome', 5),
  killed('gateway-killed-after-kept', 'kept', 20),
  {
    name: 'crm-429',
    at: 'accepted',
    strike: ({ world, draw }) => passing(world.crm.fail([{ status: 429, times: draw.int(1, 3) }])),
  },
  {
    name: 'crm-5xx',
    at: 'accepted',
    strike: ({ world, draw }) =>
      passing(world.crm.fail([{ status: draw.pick([500, 502, 503]), times: draw.int(1, 3) }])),
  },
  { name: 'crm-token-expired', at: 'accepted', strike: ({ world }) => passing(world.crm.expireTokens()) },
];
