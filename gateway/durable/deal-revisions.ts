import type { CrmRecordId } from '#contracts/ids';
import type { Revision } from '../core/deal-standing.ts';
import type { AuditStore } from './audit-store.ts';
import { endOf } from './push-intake.ts';
import type { PushStore } from './push-store.ts';

/** Every revision of a deal, those included of which only the key is left. */
export class DealRevisions {
  readonly #pushes: PushStore;
  readonly #audit: AuditStore;

  constructor(pushes: PushStore, audit: AuditStore) {
    this.#pushes = pushes;
    this.#audit = audit;
  }

  of(dealId: CrmRecordId): Revision[] {
    const keys = this.#pushes.keys.allOf(dealId).map((key) => ({ ...key, pushId: null, problem: endOf(key.state) }));
    const revisions: Revision[] = [...keys, ...this.#pushes.allOf('order.create', dealId)];
    const orders = revisions.filter(({ state }) => state === 'confirmed' || state === 'done');
    // Of two a person has named one: which was last, only the audit knows.
    if (orders.length < 2) return revisions;
    return revisions.map((one) => (orders.includes(one) ? { ...one, linkedAt: this.#linkedAt(one) } : one));
  }

  #linkedAt({ pushId }: Revision): number | null {
    const row = pushId === null ? null : this.#audit.lastWith(pushId, 'decided');
    const said = row === null ? null : (JSON.parse(row.body) as { decided?: { decision?: string } }).decided;
    return said?.decision === 'link' ? (row?.at ?? null) : null;
  }
}
