import type { AgentHost } from './agent-host.ts';
import type { Scene } from './check.ts';
import type { FaultName } from './faults.ts';

const MINUTE_MS = 60_000;

/** Sets out when the faults strike that come by themselves; those of a single call or frame are drawn where it is made. */
export function planFaults(scene: Scene): void {
  const { world, gateway, erp, agents } = scene;
  const { dice, time } = world;
  const span = world.faultsEndAt - world.now;
  const often = (name: FaultName, most: number, strike: (agent: AgentHost) => void): void => {
    if (!world.isOn(name)) return;
    for (let left = dice.between(1, most); left > 0; left -= 1) {
      const agent = dice.pick(agents as [AgentHost, ...AgentHost[]]);
      time.after(dice.between(1, span - 1), () => {
        // Only the agent that wrote knows that the store was set back: it is there for a minute (docs/proof.md).
        if (world.setBackAt === null || world.now > world.setBackAt + MINUTE_MS) strike(agent);
      });
    }
  };
  const counted = (name: FaultName, most: number, strike: (agent: AgentHost) => void): void =>
    often(name, most, (agent) => {
      world.happened(name);
      strike(agent);
    });
  /** Later, and before the last fault is over. */
  const later = (ms: number, act: () => void): void => {
    time.at(Math.min(world.now + ms, world.faultsEndAt - 1), act);
  };
  const back = (agent: AgentHost): void => {
    time.after(dice.between(500, dice.pick([5_000, MINUTE_MS, 10 * MINUTE_MS])), () => agent.start());
  };
  counted('F6', 4, () => erp.restart());
  counted('F9-kill', 4, (agent) => {
    agent.kill();
    back(agent);
  });
  often('F9-journal', 4, (agent) => {
    agent.doomJournal(dice.between(0, 4), dice.pick(['before', 'after']), () => back(agent));
  });
  counted('F9-power', 4, (agent) => {
    agent.losePower();
    back(agent);
  });
  counted('F10-full', 3, (agent) => {
    agent.disk.isFull = true;
    time.after(dice.between(1_000, 3 * MINUTE_MS), () => {
      agent.disk.isFull = false;
    });
  });
  counted('F10-lies', 2, (agent) => {
    agent.disk.lies = true;
    later(dice.between(1_000, 3 * MINUTE_MS), () => {
      agent.losePower();
      agent.disk.lies = false;
      back(agent);
    });
  });
  counted('F11-thaw', 4, (agent) =>
    agent.freeze(dice.between(2_000, dice.pick([20_000, 10 * MINUTE_MS])), dice.chance(0.5)),
  );
  counted('F11-snapshot', 2, (agent) => {
    const snapshot = agent.disk.snapshot();
    later(dice.between(1_000, 10 * MINUTE_MS), () => {
      agent.kill();
      agent.disk.setBack(snapshot);
      back(agent);
    });
  });
  counted('F12-evict', 6, () => gateway.evict());
  counted('F12-deploy', 4, () => gateway.deploy());
  often('F12-commit', 8, () => gateway.doom(dice.between(0, 3), dice.pick(['before-commit', 'after-commit'])));
  counted('F13-half-open', 4, (agent) => agent.loseSilently());
  counted('F13-reset', 6, (agent) => agent.wire?.reset());
  counted('F14', 3, (agent) => agent.jumpClock(dice.pick([-60 * MINUTE_MS, 60 * MINUTE_MS])));
  often('F15-old', 12, (agent) => {
    if (agent.replayOld(dice.pick(['agent', 'gateway']))) world.happened('F15-old');
  });
  if (world.isOn('F19')) {
    time.after(dice.between(1, Math.floor(span / 2)), () => {
      // Half of them just after something was sent: then the go is what the store forgets.
      if (dice.chance(0.5)) setBackLater(scene);
      else world.atNextSend = () => setBackLater(scene);
    });
  }
}

/** The store goes back to this moment, some time from now. */
function setBackLater({ world, gateway, agents, people }: Scene): void {
  const snapshot = gateway.store.snapshot();
  world.note(() => 'the store is kept as it is now, to be set back to');
  const left = world.faultsEndAt - world.now - 2;
  if (left < 1) return;
  world.time.after(world.dice.between(1, left), () => {
    world.happened('F19');
    world.setBackAt = world.now;
    for (const agent of agents) agent.heal();
    gateway.setBack(snapshot);
    people.wishAgain();
  });
}

/** Quiet hours begin now, just when something was sent. */
export function beginQuiet({ world, gateway }: Scene): void {
  const clock = (at: number): string => new Date(at).toISOString().slice(11, 16);
  const end = Math.min(world.now + world.dice.between(2, 8) * MINUTE_MS, world.faultsEndAt);
  const to = Math.floor(end / MINUTE_MS) * MINUTE_MS;
  world.quiet = { from: world.now, to };
  gateway.setPolicy({ quietHours: [{ from: clock(world.now), to: clock(to), timeZone: 'UTC' }] });
}
