/** What a tenant object is made of, and who gets to know whom. */

import type { CustomerId, TenantId } from '#contracts/ids';
import { changedBy, customerSubject } from '../core/changed-subjects.ts';
import { CrmPause } from '../crm/crm-pause.ts';
import { openHubspot } from '../crm/open-hubspot.ts';
import type { Crm } from '../crm/port.ts';
import type { Env } from '../env.ts';
import { AgentLink } from './agent-link.ts';
import { AgentStore } from './agent-store.ts';
import { AuditStore } from './audit-store.ts';
import { BulkStore } from './bulk-store.ts';
import { Bulks } from './bulks.ts';
import { CardReads } from './card-reads.ts';
import { Chores } from './chores.ts';
import { openCrmSide } from './crm-side.ts';
import { CustomerFinder } from './customer-finder.ts';
import { CustomerLink } from './customer-link.ts';
import { DeadLetterStore } from './dead-letter-store.ts';
import { DeadLetters } from './dead-letters.ts';
import { DealViews } from './deal-views.ts';
import { migrate } from './migrate.ts';
import { TENANT_MIGRATIONS } from './migrations.ts';
import { OrderChanges } from './order-changes.ts';
import { PolicyStore } from './policy-store.ts';
import { PreviewReading } from './preview-reading.ts';
import { Previews } from './preview-view.ts';
import { PushCompaction } from './push-compaction.ts';
import { PushDoor } from './push-door.ts';
import { PushResolution } from './push-resolution.ts';
import { PushRunner } from './push-runner.ts';
import { PushStore } from './push-store.ts';
import type { PushWitness } from './push-witness.ts';
import { SettingStore } from './setting-store.ts';
import { SignedWrites } from './signed-writes.ts';
import { TwinOrders } from './twin-orders.ts';
import { ViewFrame } from './view-frame.ts';
import { WatchList } from './watch-list.ts';
import { WishDesk } from './wish-desk.ts';
import { WishIntake } from './wish-intake.ts';
import { WishStore } from './wish-store.ts';

/** The CRM as the tenant's token opens it: made when first needed, and anew after the token was renewed. */
export class CrmSlot {
  readonly #open: () => Crm;
  #crm: Crm | null = null;

  constructor(open: () => Crm) {
    this.#open = open;
  }

  readonly read = (): Crm => {
    this.#crm ??= this.#open();
    return this.#crm;
  };

  forget(): void {
    this.#crm = null;
  }
}

/**
 * Puts the parts together over one store.
 * @param arm sets the alarm anew, after something moved outside a request, a frame or an alarm
 */
export function openTenant(ctx: DurableObjectState, env: Env, now: () => number, arm: () => Promise<void>) {
  const { storage } = ctx;
  const { sql } = storage;
  migrate(storage, TENANT_MIGRATIONS);
  const settings = new SettingStore(sql);
  const pause = new CrmPause();
  const policy = new PolicyStore(settings);
  const fields = () => policy.read().push.dealFields;
  const crmSlot = new CrmSlot(() => openHubspot(env, settings.read('refresh-token') ?? '', pause, fields, now));
  const crm = crmSlot.read;
  const agents = new AgentStore(sql);
  const audit = new AuditStore(sql);
  const pushes = new PushStore(sql);
  const link = new AgentLink(ctx, now, () => settings.read('connector-name'));
  const random = Math.random;
  const onTold = (pushId: string) => runner.apply(pushId, { type: 'written-back' });
  const onOrderMade = () => changes.changed();
  const side = openCrmSide({ sql, audit, pushes, crm, pause, now, random, onTold, onOrderMade });
  const { entries, calls, orders, news } = side;
  const witness: PushWitness = {
    taken: (push, at) => news.taken(push, at),
    moved(before, after, at) {
      news.moved(before, after, at);
      reads.changed(changedBy(before, after));
    },
  };
  const runner = new PushRunner({ storage, link, pushes, audit, witness, now, policy, settings, random, arm });
  const tenantId = () => settings.read('tenant-id') as TenantId | null;
  const frame = new ViewFrame(settings, link, now);
  const reads = new CardReads({ sql, settings, policy, link, frame, crm, now });
  const { reader, changes: noted, looks, companies } = reads;
  const finder = new CustomerFinder(reader, now);
  const twins = new TwinOrders(reader, pushes, now);
  const reading = new PreviewReading({ reader, changes: noted, finder, twins, pushes, policy, link, crm, now });
  const previews = new Previews({ reading, looks, policy, frame, crm, now });
  const told = { audit, entries, runner, crm, now, arm };
  const customers = new CustomerLink({ reader, finder, companies, pushes, frame, ...told });
  const door = new PushDoor({
    storage,
    pushes,
    audit,
    witness: news,
    outbox: entries,
    runner,
    previews,
    crm,
    now,
    tenantId,
  });
  const deals = new DealViews({ pushes, audit, orders, frame, policy, tenantId, crm, now });
  const letters = new DeadLetterStore(sql);
  const resolution = new PushResolution({ pushes, letters, audit, runner, policy, link, deals, now });
  const deadLetters = new DeadLetters({ letters, audit, resolution, now });
  const onChanged = (customerId: CustomerId) => reads.changed([customerSubject(customerId)]);
  const list = new WatchList({ sql, settings, orders });
  const changes = new OrderChanges({ storage, settings, policy, link, orders, list, news, now, onChanged });
  const wishes = new WishStore(sql);
  const intake = new WishIntake({ storage, settings, policy, wishes, calls, now });
  const bulkStore = new BulkStore(sql);
  const bulks = new Bulks({ storage, bulks: bulkStore, wishes, deals, frame, tenantId, now });
  const unasked = () => reader.unasked();
  const background = { door, pushes, entries, calls, news, policy, crm, pause, unasked, now, random, arm };
  const desk = new WishDesk({ wishes, bulks: bulkStore, ...background });
  const chores = new Chores([side.outbox, desk, changes, new PushCompaction({ storage, pushes, now })], now, arm);
  return {
    settings,
    crmSlot,
    policy,
    agents,
    audit,
    pushes,
    link,
    runner,
    door,
    reads,
    deals,
    resolution,
    deadLetters,
    previews,
    customers,
    changes,
    intake,
    bulks,
    chores,
    signed: new SignedWrites(sql, now),
  };
}
export type TenantParts = ReturnType<typeof openTenant>;
