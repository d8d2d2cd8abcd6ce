import { WriteCommandName } from '#contracts/commands';
import type { CustomerId } from '#contracts/ids';
import type { PushState } from '#contracts/push';
import type { Push } from '../core/push-record.ts';
import { PushKeyStore } from './push-key-store.ts';
import { readPush } from './push-row.ts';

/**
 * Word for word the condition of the index push_by_state: SQLite takes a partial index only where its
 * condition stands in the query (sqlite.org, "Partial Indexes"), and every push of 400 days would be read otherwise.
 */
export const OPEN = "state IN ('accepted', 'ready', 'sending', 'in-doubt')";

/** Pushes for ever: a deal pushed five years ago is still known. */
export class PushStore {
  readonly #sql: SqlStorage;
  /** Of pushes that ended long ago. */
  readonly keys: PushKeyStore;

  constructor(sql: SqlStorage) {
    this.#sql = sql;
    this.keys = new PushKeyStore(sql);
  }

  insert(push: Push): void {
    this.#sql.exec(
      'INSERT INTO push (push_id, subject, revision, reference, state, due_at, waits_for, accepted_at, customer_id, record) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)',
      push.pushId,
      subjectOf(push.write.command, push.recordId),
      push.revision,
      push.reference,
      push.state,
      push.dueAt,
      push.waitsFor,
      push.acceptedAt,
      customerOf(push),
      JSON.stringify(push),
    );
  }

  update(push: Push): void {
    this.#sql.exec(
      'UPDATE push SET state = ?, due_at = ?, customer_id = ?, record = ? WHERE push_id = ?',
      push.state,
      push.dueAt,
      customerOf(push),
      JSON.stringify(push),
      push.pushId,
    );
  }

  read(pushId: string): Push | null {
    return this.#first('WHERE push_id = ?', pushId);
  }

  /** The push of a CRM record: an order's deal, a customer's company. */
  of(command: WriteCommandName, recordId: string, revision: number): Push | null {
    return this.#first('WHERE subject = ? AND revision = ?', subjectOf(command, recordId), revision);
  }

  latestOf(command: WriteCommandName, recordId: string): Push | null {
    return this.#first('WHERE subject = ? ORDER BY revision DESC LIMIT 1', subjectOf(command, recordId));
  }

  /** Every revision of a CRM record's push, the oldest first. */
  allOf(command: WriteCommandName, recordId: string): Push[] {
    return this.#all('WHERE subject = ? ORDER BY revision', subjectOf(command, recordId));
  }

  /** Orders for this customer that were accepted since this moment, the newest first; so many at most. */
  ordersFor(customerId: CustomerId, since: number, pushesMax: number): Push[] {
    const rest = 'WHERE customer_id = ? AND accepted_at >= ? ORDER BY accepted_at DESC LIMIT ?';
    return this.#all(rest, customerId, since, pushesMax);
  }

  /** Orders for this customer of which the ERP may not know yet, the newest first; so many at most. */
  openFor(customerId: CustomerId, pushesMax: number): Push[] {
    const rest = `INDEXED BY push_by_customer WHERE customer_id = ? AND ${OPEN} ORDER BY accepted_at DESC LIMIT ?`;
    return this.#all(rest, customerId, pushesMax);
  }

  /** Orders that wait for the customer that this push makes. */
  waitingFor(pushId: string): Push[] {
    return this.#all("WHERE waits_for = ? AND state IN ('accepted', 'parked')", pushId);
  }

  inState(state: PushState): Push[] {
    const isOpen = OPEN.includes(`'${state}'`);
    return this.#all(isOpen ? `WHERE ${OPEN} AND state = ?` : 'WHERE state = ?', state);
  }

  /** Pushes that want to be looked at by `now`, the longest waiting first. A ready one waits for its turn, not for a look. */
  due(now: number): Push[] {
    return this.#all("WHERE due_at <= ? AND state <> 'ready' ORDER BY due_at LIMIT 100", now);
  }

  /** When a push is due next; null: none is. */
  dueAt(): number | null {
    return this.#sql
      .exec<{ dueAt: number | null }>(
        // A ready push waits for an agent, not for a time, once its backoff is over: the caller adds it where an agent is there.
        "SELECT min(due_at) AS dueAt FROM push WHERE due_at IS NOT NULL AND state <> 'ready'",
      )
      .one().dueAt;
  }

  /** The longest waiting push that may go out; an agent need not offer every write. */
  firstReady(commands: readonly string[]): Push | null {
    const prefixes = WriteCommandName.options
      .filter((name) => commands.includes(name))
      .map((name) => subjectOf(name, ''));
    if (prefixes.length === 0) return null;
    const offered = prefixes.map(() => 'substr(subject, 1, ?) = ?').join(' OR ');
    return this.#first(
      // The other index would have all that are ready read and sorted, to take one.
      `INDEXED BY push_ready WHERE state = 'ready' AND (${offered}) ORDER BY due_at LIMIT 1`,
      ...prefixes.flatMap((prefix) => [prefix.length, prefix]),
    );
  }

  #first(rest: string, ...bindings: (string | number)[]): Push | null {
    return this.#all(rest, ...bindings)[0] ?? null;
  }

  #all(rest: string, ...bindings: (string | number)[]): Push[] {
    return this.#sql
      .exec<{ pushId: string; record: string }>(`SELECT push_id AS pushId, record FROM push ${rest}`, ...bindings)
      .toArray()
      .flatMap(({ pushId, record }) => readPush(pushId, record) ?? this.#setAside(pushId));
  }

  /** One row that cannot be read must not hold up all others: it is left as it is, for a person, and waits for nothing. */
  #setAside(pushId: string): [] {
    this.#sql.exec("UPDATE push SET state = 'parked', due_at = NULL WHERE push_id = ?", pushId);
    console.error(JSON.stringify({ code: 'defect.impossible-state', detail: `push ${pushId} cannot be read` }));
    return [];
  }
}

/** Whom an order is for; null: nobody yet, or the push makes a customer. */
const customerOf = ({ write }: Push): CustomerId | null =>
  write.command === 'order.create' ? write.input.customerId : null;

const subjectOf = (command: WriteCommandName, recordId: string): string =>
  `${command === 'order.create' ? 'deal' : 'company'}/${recordId}`;
