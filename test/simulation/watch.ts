import { type AgentFrame, GO_WITHIN_MS } from '#contracts/frames';
import type { AgentHost } from './agent-host.ts';
import type { Scene } from './check.ts';
import { beginQuiet } from './plan.ts';
import type { World } from './world.ts';

/** The least that must lie between a person's word and a second sending where nobody named a bound. */
const UNBOUNDED_MS = 15 * 60_000;

/** What must hold in the moment in which the first byte of a write leaves. */
export function checkLeaving({ world, erp, gateway }: Scene, host: AgentHost, reference: string): void {
  const { bounds } = erp.profile;
  world.note(() => `${host.agentId} sends ${reference} to the ERP`);
  const row = host.program?.journal.toReport().find((one) => one.reference === reference && one.phase === 'started');
  if (row === undefined || (!host.disk.isDurable() && !host.disk.lies)) {
    world.broken('wrong', 'P2', `${reference} leaves without a synced row`);
  }
  const push = row === undefined ? null : gateway.look().pushes.read(row.pushId);
  if (row !== undefined && world.setBackAt === null) {
    const isGranted =
      push !== null && (push.attempt > row.attempt || push.grantedAt !== null || push.state !== 'sending');
    if (!isGranted) world.broken('wrong', 'P2', `${reference} leaves and the gateway has not noted a go`);
  }
  const before = erp.sentAt(reference);
  const fence = (bounds.maxExecutionMs ?? UNBOUNDED_MS) + bounds.indexLagMs;
  if (before !== null && world.now < before + fence && !bounds.uniqueReference) {
    world.broken('wrong', 'I4', `${reference} leaves again ${world.now - before} ms after it left, inside the fence`);
  }
  // A go from before may still be followed.
  if (world.quiet !== null && world.now > world.quiet.from + GO_WITHIN_MS && world.now < world.quiet.to) {
    world.broken('wrong', 'quiet', `${reference} leaves in quiet hours`);
  }
}

/** P6: whoever was told a newer epoch leaves the older one alone. */
export function checkClaim(
  world: World,
  { pushId, attempt, epoch }: Extract<AgentFrame, { type: 'claim' }>,
  connection: number,
  newest: number,
): void {
  world.claims.add(`${pushId}/${attempt}@${connection}`);
  if (epoch < newest) world.broken('wrong', 'P6', `${pushId}/${attempt} claimed with an old epoch`);
}

/** What must hold for each frame that the gateway says. */
export function watchFrames(scene: Scene): void {
  const { world, gateway } = scene;
  let writer: string | null = null;
  const gone = new Set<string>();
  gateway.onSent = (wire, frame) => {
    world.note(
      () =>
        `gateway says ${frame.type} ${'pushId' in frame ? `${frame.pushId}/${frame.attempt}` : ''} to ${wire.agentId}`,
    );
    if (frame.type === 'send') {
      if (writer !== null && writer !== wire.agentId) world.happened('F11-two');
      writer = wire.agentId;
      if (world.atNextSend !== null) world.time.after(1, world.atNextSend);
      world.atNextSend = null;
      if (world.quiet === null && world.strikes('quiet', 0.2)) world.time.after(1, () => beginQuiet(scene));
    }
    if (frame.type === 'go') {
      const key = `${frame.pushId}/${frame.attempt}`;
      if (gone.has(key) && world.setBackAt === null) world.broken('wrong', 'M1', `a second go for ${key}`);
      gone.add(key);
      if (!world.claims.has(`${key}@${wire.epoch}`))
        world.broken('wrong', 'P6', `a go for ${key} that nobody asked for`);
      const push = gateway.look().pushes.read(frame.pushId);
      if (push?.epoch !== wire.epoch)
        world.broken('wrong', 'P6', `a go for ${key} over a connection that is not its own`);
    }
  };
}
