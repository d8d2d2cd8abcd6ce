/** What a tenant object is made of, and who gets to know whom. */

import type { TenantId } from '#contracts/ids';
import { openHubspot } from '../crm/open-hubspot.ts';
import type { Crm } from '../crm/port.ts';
import type { Env } from '../env.ts';
import { AgentLink } from './agent-link.ts';
import { AgentStore } from './agent-store.ts';
import { AuditStore } from './audit-store.ts';
import { CardViews } from './card-views.ts';
import { CompanyStore } from './company-store.ts';
import { CopyStore } from './copy-store.ts';
import { DealViews } from './deal-views.ts';
import { LinkedCustomers } from './linked-customers.ts';
import { migrate, TENANT_MIGRATIONS } from './migrations.ts';
import { PolicyStore } from './policy-store.ts';
import { PushDoor } from './push-door.ts';
import { PushRunner } from './push-runner.ts';
import { PushStore } from './push-store.ts';
import { SectionReader } from './section-reader.ts';
import { SettingStore } from './setting-store.ts';
import { ViewFrame } from './view-frame.ts';

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
  const crmSlot = new CrmSlot(() => openHubspot(env, settings.read('refresh-token') ?? '', now));
  const crm = crmSlot.read;
  const policy = new PolicyStore(settings);
  const agents = new AgentStore(sql);
  const audit = new AuditStore(sql);
  const pushes = new PushStore(sql);
  const copies = new CopyStore(sql);
  const link = new AgentLink(ctx, now());
  const runner = new PushRunner({ storage, link, pushes, audit, crm, now, policy, settings, random: Math.random, arm });
  const tenantId = () => settings.read('tenant-id') as TenantId | null;
  const door = new PushDoor({ storage, pushes, audit, runner, crm, now, tenantId });
  const frame = new ViewFrame(settings, link, now);
  const customers = new LinkedCustomers(new CompanyStore(sql), crm, now);
  const reader = new SectionReader({ copies, link, policy, now });
  const views = new CardViews(reader, customers, frame, now);
  const deals = new DealViews(pushes, audit, frame, crm);
  return { settings, crmSlot, policy, agents, audit, pushes, copies, link, runner, door, reader, views, deals };
}
export type TenantParts = ReturnType<typeof openTenant>;
