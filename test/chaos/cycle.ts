import { setTimeout as delay } from 'node:timers/promises';
import type { CastDeal } from '../sandbox/cast-deals.ts';
import type { CardAnswer, Told } from './card-door.ts';
import { FENCE_MS } from './connector-copy.ts';
import { newDeal } from './deals.ts';
import type { Fault, Field } from './fault.ts';
import { isMoment, type Sighting } from './moments.ts';
import { isFinal, isTold, judge, type Testimony, type Unsent, type Violation, type Word } from './verdict.ts';

/** P7: the fence and a minute after the last fault. */
export const FINAL_WITHIN_MS = FENCE_MS + 60_000;
const ASK_EVERY_MS = 400;
/** A fault whose moment does not come by then is put away: another one kept it from coming. */
const STRIKE_WITHIN_MS = 8_000;
/** A person's patience; each click asks the CRM, which counts. */
const CLICK_EVERY_MS = 1_500;
const CLICK_WITHIN_MS = 60_000;

/** One deal that was sent. */
interface Sent {
  deal: CastDeal;
  takes: boolean;
  clicks: number;
  pushIds: string[];
  reference: string;
  told: Word;
}

export interface CycleFindings {
  /** Names of the faults that struck. */
  struck: string[];
  testimonies: { testimony: Testimony; violations: Violation[]; reference: string; crmAnswers: string[] }[];
  /** From the last fault until the last push was final. */
  settledMs: number;
}

/** Sends one or several deals, lets faults strike, undoes them, waits until every push is final, and asks everybody. */
export async function runCycle(field: Field, number: number, faults: readonly Fault[]): Promise<CycleFindings> {
  const { lane, world, draw } = field;
  lane.moments.story.length = 0;
  const wished = Array.from({ length: draw.pick([1, 1, 2, 3]) }, (_, at) => newDeal(`${number}${at + 1}`, draw));
  for (const { deal } of wished) await world.crm.addDeal(deal);
  for (const { prepare } of faults) await prepare?.(field);
  const arming = new Arming(field, faults, wished.length);
  arming.strike('click');
  const sent = await Promise.all(
    wished.map(async ({ deal, takes }): Promise<Sent> => {
      const clicks = draw.chance(0.3) ? 2 : 1;
      const answers = await Promise.all(Array.from({ length: clicks }, () => click(field, deal, takes)));
      const [first] = answers;
      if (first === undefined) throw new Error('nobody clicked');
      const pushIds = answers.flatMap((told) => (isTold(told) ? [told.pushId] : []));
      // One click may be taken while the ERP cannot be asked, the other one blocked.
      const told = answers.find(isTold) ?? first;
      return { deal, takes, clicks, pushIds, reference: `DB-${deal.dealId}-1`, told };
    }),
  );
  arming.strike('accepted');
  await arming.over(() => look(field, sent));
  await calm(field);
  const calmAt = Date.now();
  while (sent.some(({ told }) => isOpen(told))) {
    if (Date.now() > Math.max(calmAt, world.gatewayUpAt) + FINAL_WITHIN_MS) break;
    await delay(ASK_EVERY_MS);
    await look(field, sent);
  }
  const settledMs = Date.now() - calmAt;
  // HubSpot repeats, people click again: a week later, too.
  for (const push of sent.filter(({ told }) => draw.chance(0.2) && isTold(told))) {
    const again = await click(field, push.deal);
    if (isTold(again)) push.pushIds.push(again.pushId);
  }
  const testimonies = await Promise.all(
    sent.map(async ({ deal, takes, pushIds, told, reference }) => {
      const orderOnDeal = await world.crm.orderOnDeal(deal.dealId);
      const testimony = { deal, takes, pushIds, told, orders: lane.erp.orders(reference), orderOnDeal };
      const violations = judge(testimony);
      const crmAnswers = violations.length > 0 ? await world.crm.answersAbout(deal.dealId) : [];
      return { testimony, violations, reference, crmAnswers };
    }),
  );
  const doubled = sent.some(({ clicks }) => clicks > 1) ? ['double-click'] : [];
  return { struck: [...arming.struck, ...doubled], testimonies, settledMs };
}

const isOpen = (told: Word): told is Told => isTold(told) && !isFinal(told);

/** A person who clicks until the card says that the push is kept, or that the ERP would not take it. */
async function click({ lane, world }: Field, { dealId }: CastDeal, takes = true): Promise<Told | Unsent | 'blocked'> {
  let answer: CardAnswer | null = null;
  for (const startedAt = Date.now(); Date.now() < Math.max(startedAt, world.gatewayUpAt) + CLICK_WITHIN_MS; ) {
    answer = await lane.door.push(dealId);
    if (answer.ok) return answer.push;
    if (!takes && answer.error.code === 'preview.blocked') return 'blocked';
    await delay(CLICK_EVERY_MS);
  }
  return { unsent: answer?.ok === false ? answer.error.code : 'never asked' };
}

/** What the gateway says of each push now. Says nothing new where it cannot be asked. */
async function look({ lane }: Field, sent: readonly Sent[]): Promise<void> {
  for (const push of sent.filter(({ told }) => isOpen(told))) {
    const answer = await lane.door.view(push.pushIds[0] ?? '');
    if (answer.ok) push.told = answer.push;
    else if (answer.error.code === 'push.not-found') push.told = null;
  }
}

/** All run again, nothing is held, nothing is full, nobody is faulty. */
async function calm({ lane, world, draw }: Field): Promise<void> {
  await lane.erp.start();
  for (const agent of lane.agents) {
    agent.thaw();
    agent.emptyDisk();
    await agent.start();
  }
  await lane.erp.calm();
  while (!world.gatewayIsUp) await delay(draw.int(50, 100));
}

/** The faults of a cycle that wait for their moment, and those under way. */
class Arming {
  readonly struck: string[] = [];
  readonly #field: Field;
  readonly #waiting = new Map<Fault, () => void>();
  readonly #underWay: Promise<unknown>[] = [];

  constructor(field: Field, faults: readonly Fault[], pushes: number) {
    this.#field = field;
    const { lane, draw } = field;
    for (const fault of faults) {
      const { at } = fault;
      // What was ordered of the ERP beforehand meets the first create.
      const nth = fault.prepare === undefined ? draw.int(1, pushes) : 1;
      const remove = isMoment(at) ? lane.moments.on(at, nth, (sighting) => this.#hit(fault, sighting)) : () => {};
      this.#waiting.set(fault, remove);
    }
  }

  /** The moments that are not seen at a gate. */
  strike(at: 'click' | 'accepted'): void {
    for (const fault of [...this.#waiting.keys()]) if (fault.at === at) this.#hit(fault, null);
  }

  /** Until no fault waits or is under way. @param look asks now and then whether there is anything left to strike */
  async over(look: () => Promise<void>): Promise<void> {
    const until = Date.now() + STRIKE_WITHIN_MS;
    while (this.#waiting.size > 0 && Date.now() < until) {
      await delay(ASK_EVERY_MS / 4);
      if (Date.now() > until - STRIKE_WITHIN_MS / 2) await look();
    }
    for (const [fault, remove] of this.#waiting) {
      remove();
      this.#field.lane.moments.note(`${fault.name} did not strike`);
    }
    await Promise.all(this.#underWay);
  }

  #hit(fault: Fault, sighting: Sighting | null): boolean {
    this.#waiting.delete(fault);
    const stroke = fault.strike(this.#field, sighting);
    if (stroke === null) return true;
    this.struck.push(fault.name);
    this.#field.lane.moments.note(`${fault.name} strikes${sighting === null ? '' : ` agent ${sighting.agent}`}`);
    this.#underWay.push(stroke.over);
    return stroke.passes;
  }
}
