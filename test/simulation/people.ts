import { NewCustomer } from '#contracts/customer';
import type { CorrelationId, CrmRecordId, PushId } from '#contracts/ids';
import { NewSalesOrder } from '#contracts/sales-order';
import type { Push, Write } from '../../gateway/core/push-record.ts';
import { type NewPush, pushIdOf } from '../../gateway/durable/push-intake.ts';
import type { SimErp } from './erp.ts';
import type { GatewayHost } from './gateway-host.ts';
import type { World } from './world.ts';

const MINUTE_MS = 60_000;
const TENANT = 't_0123456789abcdef';

/** What was wished for, and whether anybody was told that it is accepted. */
export interface Wish {
  asked: NewPush;
  pushId: PushId;
  isAccepted: boolean;
  /** The store was set back since it was accepted: it may have to be wished for again. */
  isForgotten: boolean;
}

const wishOf = (asked: NewPush, pushId: PushId): Wish => ({ asked, pushId, isAccepted: false, isForgotten: false });

/** Sellers who press buttons, a CRM that repeats requests, and people who settle what is parked. */
export class People {
  readonly wishes = new Map<string, Wish>();
  /** Every agent goes away for so long. */
  onAllAway: (ms: number) => void = () => {};
  readonly #world: World;
  readonly #gateway: GatewayHost;
  readonly #erp: SimErp;

  constructor(world: World, gateway: GatewayHost, erp: SimErp) {
    this.#world = world;
    this.#gateway = gateway;
    this.#erp = erp;
  }

  /** Everything that people will wish for, each at its time. */
  plan(): void {
    const { dice, time } = this.#world;
    const deals = dice.between(1, 5);
    const span = this.#world.faultsEndAt - this.#world.now;
    for (let deal = 1; deal <= deals; deal += 1) {
      const customer = dice.chance(0.25) ? this.#customer(2000 + deal) : null;
      const order = this.#order(1000 + deal, 1, customer);
      const at = dice.between(0, Math.floor(span * 0.7));
      time.after(at, () => {
        if (customer !== null) this.#press(customer);
        this.#press(order);
        if (this.#world.strikes('F16-double', 0.5)) time.after(dice.between(22, 155), () => this.#press(order));
        if (this.#world.strikes('F16-replay', 0.5)) time.after(dice.between(1, span), () => this.#press(order));
        if (this.#world.strikes('F16-other', 0.5)) time.after(dice.between(1, span), () => this.#pressOther(order));
      });
    }
    for (let round = 0; round < 6; round += 1) time.after(dice.between(1, span), () => this.#settleParked());
    // A store that was set back forgets a refusal, and the ERP may not refuse again: see docs/proof.md.
    if (this.#world.isOn('F19')) return;
    for (let round = 0; round < 3; round += 1) time.after(dice.between(span / 2, span), () => this.#revise());
  }

  /** What a store that was set back no longer knows is wished for once more: the card shows it as not sent. */
  wishAgain(): void {
    for (const wish of this.wishes.values()) {
      if (!wish.isAccepted || this.#gateway.look().pushes.read(wish.pushId) !== null) continue;
      wish.isForgotten = true;
      const soonMs = this.#world.dice.pick([5_000, 60_000, 300_000]);
      this.#world.time.after(this.#world.dice.between(200, soonMs), () => this.#press(wish.asked));
    }
  }

  #press(asked: NewPush): void {
    const pushId = pushIdOf(TENANT, asked);
    const wish = this.wishes.get(pushId) ?? wishOf(asked, pushId);
    this.wishes.set(pushId, wish);
    const answer = this.#gateway.push(asked);
    this.#world.note(
      () =>
        `wish ${asked.write.input.reference} (${pushId}): ${answer === null ? 'no answer' : answer.ok ? 'accepted' : answer.error.code}`,
    );
    if (answer === null) {
      // HubSpot repeats once; then the seller does, until there is an answer.
      this.#world.happened('F16-retry');
      this.#world.time.after(this.#world.dice.between(500, 5_000), () => this.#press(asked));
      return;
    }
    if (!answer.ok) {
      // An order of a customer that is not known yet is wished for again with it.
      if (!wish.isAccepted && wish.isForgotten === false)
        this.#world.broken('wrong', 'I12', `${pushId} ${answer.error.code}`);
      return;
    }
    if (answer.value.pushId !== pushId) this.#world.broken('wrong', 'I12', `${pushId} became ${answer.value.pushId}`);
    wish.isAccepted = true;
    wish.isForgotten = false;
  }

  /** The same key with other content is refused, never merged (I5). */
  #pressOther(asked: NewPush): void {
    const pushId = pushIdOf(TENANT, asked);
    if (this.#gateway.look().pushes.read(pushId) === null || asked.write.command !== 'order.create') return;
    const lines = asked.write.input.lines.map((line) => ({ ...line, quantity: '77' as typeof line.quantity }));
    const other: NewPush = { ...asked, write: { command: 'order.create', input: { ...asked.write.input, lines } } };
    const answer = this.#gateway.push(other);
    if (answer?.ok) this.#world.broken('wrong', 'I5', `${pushId} took other content`);
  }

  /** A refused deal is mended and sent again on purpose, under a new reference. */
  #revise(): void {
    for (const { asked, pushId } of [...this.wishes.values()]) {
      const push = this.#gateway.look().pushes.read(pushId);
      const next = this.wishes.get(pushIdOf(TENANT, { ...asked, revision: asked.revision + 1 }));
      if (push?.state !== 'refused' || next !== undefined || asked.write.command !== 'order.create') continue;
      if (asked.waitsFor !== null || push.problem?.code !== 'erp.rejected') continue;
      this.#press(this.#order(Number(asked.recordId), asked.revision + 1, null));
    }
  }

  /** People look into the ERP itself, and then decide; what they say is true when they say it. */
  #settleParked(): void {
    for (const push of this.#gateway.look().pushes.inState('parked')) {
      const [found] = this.#erp.of(push.reference);
      if (found !== undefined) {
        if (this.#world.strikes('F18-link', 0.5))
          this.#gateway.decide(push.pushId, { type: 'linked', erpId: found.id });
      } else if (this.#world.strikes('F18-again', 0.5)) {
        this.#gateway.decide(push.pushId, { type: 'send-again' });
      } else if (this.#world.strikes('F18-give-up', 0.2)) {
        this.#gateway.decide(push.pushId, { type: 'given-up' });
        this.#sendAnew(push);
      }
    }
  }

  /** What was given up is sent under a new reference, as soon as that is taken: beyond the hour that an unknown bound counts for. */
  #sendAnew({ pushId }: Push): void {
    const wish = this.wishes.get(pushId);
    if (wish === undefined || this.#world.isOn('F19')) return;
    if (this.#world.strikes('away', 0.3)) this.onAllAway(this.#world.dice.between(70, 85) * MINUTE_MS);
    const soonMs = this.#world.dice.between(10_000, 5 * MINUTE_MS);
    for (const ms of [soonMs, 20 * MINUTE_MS, 61 * MINUTE_MS, 66 * MINUTE_MS, 100 * MINUTE_MS]) {
      this.#world.time.after(ms, () => this.#reviseGivenUp(wish));
    }
  }

  #reviseGivenUp({ asked, pushId }: Wish): void {
    const push = this.#gateway.look().pushes.read(pushId);
    if (push?.state !== 'given-up' || asked.write.command !== 'order.create' || asked.waitsFor !== null) return;
    // Where no lookup can tell, a person looks into the ERP, as the runbook says; else the gateway has to know.
    if (push.bounds?.canLookUp === false && this.#erp.of(push.reference).length > 0) return;
    const nextId = pushIdOf(TENANT, { ...asked, revision: asked.revision + 1 });
    const next =
      this.wishes.get(nextId) ?? wishOf(this.#order(Number(asked.recordId), asked.revision + 1, null), nextId);
    this.wishes.set(nextId, next);
    if (next.isAccepted) return;
    const answer = this.#gateway.push(next.asked);
    this.#world.note(() => `revision of ${push.reference}: ${answer?.ok ? 'accepted' : 'not taken'}`);
    if (answer?.ok !== true) return;
    this.#world.happened('F18-revise');
    next.isAccepted = true;
  }

  #order(deal: number, revision: number, customer: NewPush | null): NewPush {
    const input = NewSalesOrder.parse({
      reference: `DB-${deal}-${revision}`,
      customerId: '10447',
      customerReference: null,
      requestedOn: null,
      currency: 'EUR',
      lines: [{ itemId: 'PUMP-0040', quantity: String(this.#world.dice.between(1, 9)), unitPrice: '410.00' }],
    });
    return this.#newPush(
      deal,
      revision,
      {
        command: 'order.create',
        input: customer === null ? input : { ...input, customerId: null },
      },
      customer === null ? null : pushIdOf(TENANT, customer),
    );
  }

  #customer(company: number): NewPush {
    const input = NewCustomer.parse({
      reference: `CU-${company}-1`,
      name: `Customer ${company}`,
      street: null,
      postalCode: null,
      town: null,
      country: 'DE',
      taxId: null,
      email: null,
      phone: null,
      currency: 'EUR',
    });
    return this.#newPush(company, 1, { command: 'customer.create', input }, null);
  }

  #newPush(record: number, revision: number, write: Write, waitsFor: PushId | null): NewPush {
    return {
      recordId: String(record) as CrmRecordId,
      revision,
      write,
      waitsFor,
      correlationId: String(record).padStart(12, '0') as CorrelationId,
      by: { way: 'card' },
    };
  }
}
