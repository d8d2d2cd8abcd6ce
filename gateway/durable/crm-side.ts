import type { CrmPause } from '../crm/crm-pause.ts';
import type { Crm } from '../crm/port.ts';
import { AskedDeals } from './asked-deals.ts';
import type { AuditStore } from './audit-store.ts';
import { CrmNews } from './crm-news.ts';
import { CrmOutbox } from './crm-outbox.ts';
import { DealRevisions } from './deal-revisions.ts';
import { OrderStatuses } from './order-statuses.ts';
import { OutboxStore } from './outbox-store.ts';
import type { PushStore } from './push-store.ts';
import { WorkflowCalls } from './workflow-calls.ts';

export interface CrmSideParts {
  sql: SqlStorage;
  audit: AuditStore;
  pushes: PushStore;
  crm: () => Crm;
  pause: CrmPause;
  now: () => number;
  random: () => number;
  /** The CRM carries what this push made. */
  onTold: (pushId: string) => void;
  /** There is one more order to watch. */
  onOrderMade: () => void;
}

/** What is kept to tell the CRM, and what it is told from, put together. */
export function openCrmSide({ sql, audit, pushes, crm, pause, now, random, onTold, onOrderMade }: CrmSideParts) {
  const entries = new OutboxStore(sql);
  const calls = new WorkflowCalls(sql);
  const asked = new AskedDeals(sql);
  const orders = new OrderStatuses(sql, onOrderMade);
  const news = new CrmNews({ entries, calls, asked, orders, deals: new DealRevisions(pushes, audit) });
  const outbox = new CrmOutbox({ entries, audit, crm, pause, now, random, onTold });
  return { entries, calls, orders, news, outbox };
}
