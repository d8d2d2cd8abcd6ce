import { createHash } from 'node:crypto';
import { type ChainedEntry, firstBreak } from '../../gateway/core/audit-chain.ts';
import { standingOf } from '../../gateway/core/deal-standing.ts';
import type { Push } from '../../gateway/core/push-record.ts';
import { DealRevisions } from '../../gateway/durable/deal-revisions.ts';
import type { AgentHost } from './agent-host.ts';
import type { SimCrm } from './crm.ts';
import type { Document, SimErp } from './erp.ts';
import type { GatewayHost } from './gateway-host.ts';
import type { People, Wish } from './people.ts';
import type { World } from './world.ts';

export interface Scene {
  world: World;
  gateway: GatewayHost;
  agents: readonly AgentHost[];
  erp: SimErp;
  crm: SimCrm;
  people: People;
}

const FINAL = new Set<Push['state']>(['confirmed', 'done', 'refused', 'parked', 'given-up']);

/**
 * P7: every push is final, once the fence and a minute have passed since the last fault.
 * One that was accepted after that fault has until `checkAll`; so has one that was final meanwhile and went on by
 * itself: parked, until a later lookup found what it was parked for.
 */
export function checkFinal({ world, gateway, people }: Scene, lastFaultAt: number): void {
  const { pushes, audit } = gateway.look();
  for (const { pushId, isAccepted } of people.wishes.values()) {
    const push = pushes.read(pushId);
    if (!isAccepted || push === null || push.acceptedAt > lastFaultAt || FINAL.has(push.state)) continue;
    if (!wasFinal(audit.all(), pushId, lastFaultAt)) {
      world.broken('unresolved', 'P7', `${push.reference} is ${push.state}`);
    }
  }
}

/** Whether it was final at any moment since. */
function wasFinal(rows: readonly ChainedEntry[], pushId: string, since: number): boolean {
  const about = rows.filter(({ subject }) => subject === pushId);
  return about.some(({ body }, index) => {
    const { to } = JSON.parse(body) as { to: Push['state'] };
    return FINAL.has(to) && (about[index + 1]?.at ?? Number.POSITIVE_INFINITY) > since;
  });
}

/** Everything that must hold once nothing moves any more. */
export function checkAll(scene: Scene): Push[] {
  const { world, gateway, people, erp } = scene;
  const { pushes } = gateway.look();
  for (const wish of people.wishes.values()) checkWish(scene, wish, pushes.read(wish.pushId));
  const known = new Set([...people.wishes.values()].map(({ asked }) => asked.write.input.reference as string));
  const byReference = Map.groupBy(erp.documents, ({ reference }) => reference);
  for (const [reference, documents] of byReference) {
    if (!known.has(reference)) world.broken('wrong', 'I2', `${reference} was never accepted`);
    if (documents.length > 1)
      world.broken('duplicate', 'I1', `${reference}: ${documents.map(({ id }) => id).join(', ')}`);
  }
  checkDeals(scene);
  checkWords(scene);
  checkAudit(scene);
  return [...people.wishes.values()].flatMap(({ pushId }) => pushes.read(pushId) ?? []);
}

/** One deal is one order, whichever of its revisions became it. */
function checkDeals({ world, people, erp }: Scene): void {
  const byDeal = Map.groupBy(people.wishes.values(), ({ asked }) => `${asked.write.command} ${asked.recordId}`);
  for (const [deal, wishes] of byDeal) {
    const documents = wishes.flatMap(({ asked }) => erp.of(asked.write.input.reference));
    if (wishes.length > 1 && documents.length > 1) {
      world.broken(
        'duplicate',
        'I1',
        `${deal}: ${documents.map(({ id, reference }) => `${id} (${reference})`).join(', ')}`,
      );
    }
  }
}

function checkWish(scene: Scene, wish: Wish, push: Push | null): void {
  const { world, erp } = scene;
  if (push === null) {
    if (wish.isAccepted) world.broken('lost', 'I8', `${wish.pushId} was accepted and is gone`);
    return;
  }
  const documents = erp.of(push.reference);
  const says = `${push.reference} is ${push.state} (${push.problem?.code ?? push.erpId ?? 'nothing'})`;
  if (!FINAL.has(push.state)) world.broken('unresolved', 'I7', says);
  switch (push.state) {
    case 'confirmed':
    case 'done':
      if (!documents.some((document) => document.id === push.erpId && isWhatWasSent(document, push))) {
        world.broken('wrong', 'I3', `${says}, the ERP has ${documents.map(({ id }) => id).join(', ') || 'none'}`);
      }
      checkCrm(scene, push);
      return;
    case 'refused':
      if (documents.length > 0) world.broken('wrong', 'I1', `${says} and ${documents[0]?.id} exists`);
      if (push.problem?.code !== 'erp.rejected' && push.problem?.code !== 'push.customer-refused') {
        world.broken('wrong', 'refused', says);
      }
      return;
    case 'parked':
      checkParked(scene, push, says);
      if (isProven(scene, push)) world.broken('wrong', 'M2', `${says}, an agent has proof`);
      return;
    default:
      if (isProven(scene, push)) world.broken('wrong', 'M2', `${says}, an agent has proof`);
      return;
  }
}

/** Nobody is asked about what the machine could have found out. */
function checkParked(scene: Scene, push: Push, says: string): void {
  const { world, erp } = scene;
  const { maxExecutionMs, canLookUp } = erp.profile.bounds;
  switch (push.problem?.code) {
    case 'push.bound-unknown':
      if (maxExecutionMs !== null && canLookUp && !wasHopeless(scene, push))
        world.broken('wrong', 'parked', `${says} with a bound and a lookup`);
      if (canLookUp && erp.find(push.reference).length > 0) world.broken('wrong', 'parked', `${says} and can be found`);
      return;
    case 'push.customer-unsettled':
      return;
    default:
      world.broken('wrong', 'parked', says);
  }
}

/** For twenty minutes nobody was there but an older agent, which cannot look it up. */
const wasHopeless = ({ world }: Scene, { problem }: Push): boolean =>
  world.counts['F17-skew'] > 0 && problem?.detail === 'it cannot be looked up: connector.command-missing';

/** Proof that a gateway has kept is not said again: a store that was set back may have forgotten it. */
const isProven = ({ world, agents }: Scene, push: Push): boolean =>
  world.setBackAt === null && agents.some((agent) => holdsProof(agent, push));

const holdsProof = ({ program }: AgentHost, { pushId }: Push): boolean => {
  for (let attempt = 1; attempt < 40; attempt += 1) {
    if (program?.journal.read(pushId, attempt)?.outcome?.result === 'made') return true;
  }
  return false;
};

/** A person may link an order before its customer was settled. */
function isWhatWasSent({ content, command }: Document, { write }: Push): boolean {
  if (command !== write.command) return false;
  const isOpen = write.command === 'order.create' && write.input.customerId === null;
  const open = isOpen ? { customerId: null } : {};
  return JSON.stringify({ ...(JSON.parse(content) as object), ...open }) === JSON.stringify(write.input);
}

/** P9: what the CRM says is what is so. */
function checkCrm({ world, crm }: Scene, push: Push): void {
  const written = crm.written.get(push.recordId) ?? [];
  if (written.some((number) => number !== push.erpId) || !written.includes(push.erpId ?? '')) {
    world.broken('wrong', 'P9', `${push.reference} is ${push.erpId}, the CRM heard ${written.join(', ') || 'nothing'}`);
  }
  if (push.state !== 'done') world.broken('unresolved', 'P9', `${push.reference} is not told to the CRM`);
}

/** P9: what stands on a deal is the word of the revision that tells most, whichever of them moved last. */
function checkWords({ world, gateway, people, crm }: Scene): void {
  // What a person decided may be forgotten, and the deal says it still.
  if (world.setBackAt !== null) return;
  const { pushes, audit } = gateway.look();
  const revisions = new DealRevisions(pushes, audit);
  const orders = [...people.wishes.values()].filter(({ asked }) => asked.write.command === 'order.create');
  for (const recordId of new Set(orders.map(({ asked }) => asked.recordId))) {
    const standing = standingOf(revisions.of(recordId), () => null);
    if (standing === null) continue;
    const { status, problem } = standing;
    const said = crm.says.get(recordId);
    if (said?.status !== status || said.problem !== problem) {
      const heard = `${said?.status ?? 'nothing'} (${said?.problem ?? 'no problem'})`;
      world.broken('wrong', 'P9', `deal ${recordId} says ${heard}, and is ${status} (${problem ?? 'no problem'})`);
    }
  }
}

/** P8, I11: the chain holds, each row goes on from the one before, and the last one is how it stands. */
function checkAudit({ world, gateway, people }: Scene): void {
  const { audit, pushes } = gateway.look();
  const rows = audit.all();
  const byPush = Map.groupBy(rows, ({ subject }) => subject);
  const broken = firstBreak(rows, (text) => createHash('sha256').update(text).digest('hex'));
  if (broken !== null) world.broken('wrong', 'P8', `the audit chain breaks at ${broken}`);
  for (const { pushId } of people.wishes.values()) {
    let state: string | undefined;
    for (const { body } of byPush.get(pushId) ?? []) {
      const { from, to } = JSON.parse(body) as { from?: string; to: string };
      if (from !== state) world.broken('wrong', 'P8', `${pushId}: a row from ${from} after ${state}`);
      state = to;
    }
    const push = pushes.read(pushId);
    if (push !== null && push.state !== state)
      world.broken('wrong', 'P8', `${pushId}: ${push.state}, audited ${state}`);
  }
}
