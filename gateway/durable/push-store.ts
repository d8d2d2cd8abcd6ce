import { WriteCommandName } from '#contracts/commands';
import type { PushState } from '#contracts/push';
import type { Push } from '../core/push-record.ts';

/** A CRM update that waits to be delivered. */
export interface OutboxEntry {
  pushId: string;
  dueAt: number;
  failures: number;
}

/** Pushes for ever (a deal pushed five years ago is still known), and the outbox towards the CRM. */
export class PushStore {
  readonly #sql: SqlStorage;

  constructor(sql: SqlStorage) {
    this.#sql = sql;
  }

  insert(push: Push): void {
    this.#sql.exec(
      'INSERT INTO push (push_id, subject, revision, reference, state, due_at, waits_for, record) VALUES (?, ?, ?, ?, ?, ?, ?, ?)',
      push.pushId,
      subjectOf(push.write.command, push.recordId),
      push.revision,
      push.reference,
      push.state,
      push.dueAt,
      push.waitsFor,
      JSON.stringify(push),
    );
  }

  update(push: Push): void {
    this.#sql.exec(
      'UPDATE push SET state = ?, due_at = ?, record = ? WHERE push_id = ?',
      push.state,
      push.dueAt,
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

  /** Orders that wait for the customer that this push makes. */
  waitingFor(pushId: string): Push[] {
    return this.#all("WHERE waits_for = ? AND state IN ('accepted', 'parked')", pushId);
  }

  inState(state: PushState): Push[] {
    return this.#all('WHERE state = ?', state);
  }

  /** Pushes that want to be looked at by `now`, the longest waiting first. */
  due(now: number): Push[] {
    return this.#all('WHERE due_at <= ? ORDER BY due_at LIMIT 100', now);
  }

  /** Moments at which something of this store is due; the earliest of each kind. */
  dueTimes(): number[] {
    return this.#sql
      .exec<{ dueAt: number | null }>(
        // A ready push waits for an agent, not for a time, once its backoff is over: the caller adds it where an agent is there.
        `SELECT min(due_at) AS dueAt FROM push WHERE due_at IS NOT NULL AND state <> 'ready'
         UNION ALL SELECT min(due_at) FROM outbox`,
      )
      .toArray()
      .flatMap(({ dueAt }) => (dueAt === null ? [] : [dueAt]));
  }

  /** The longest waiting push that may go out; an agent need not offer every write. */
  firstReady(commands: readonly string[]): Push | null {
    const first = WriteCommandName.options
      .filter((command) => commands.includes(command))
      .flatMap((command) => {
        const prefix = subjectOf(command, '');
        return this.#all(
          "WHERE state = 'ready' AND substr(subject, 1, ?) = ? ORDER BY due_at LIMIT 1",
          prefix.length,
          prefix,
        );
      });
    return first.sort((a, b) => (a.dueAt ?? 0) - (b.dueAt ?? 0))[0] ?? null;
  }

  addToOutbox(pushId: string, dueAt: number): void {
    this.#sql.exec('INSERT OR IGNORE INTO outbox (push_id, due_at, failures) VALUES (?, ?, 0)', pushId, dueAt);
  }

  outboxDue(now: number): OutboxEntry[] {
    return this.#sql
      .exec<Record<string, SqlStorageValue> & OutboxEntry>(
        'SELECT push_id AS pushId, due_at AS dueAt, failures FROM outbox WHERE due_at <= ? ORDER BY due_at LIMIT 50',
        now,
      )
      .toArray();
  }

  postpone(entry: OutboxEntry, problem: string): void {
    this.#sql.exec(
      'UPDATE outbox SET due_at = ?, failures = ?, problem = ? WHERE push_id = ?',
      entry.dueAt,
      entry.failures,
      problem,
      entry.pushId,
    );
  }

  delivered(pushId: string): void {
    this.#sql.exec('DELETE FROM outbox WHERE push_id = ?', pushId);
  }

  #first(rest: string, ...bindings: (string | number)[]): Push | null {
    return this.#all(rest, ...bindings)[0] ?? null;
  }

  #all(rest: string, ...bindings: (string | number)[]): Push[] {
    return this.#sql
      .exec<{ record: string }>(`SELECT record FROM push ${rest}`, ...bindings)
      .toArray()
      .map(({ record }) => JSON.parse(record) as Push);
  }
}

const subjectOf = (command: WriteCommandName, recordId: string): string =>
  `${command === 'order.create' ? 'deal' : 'company'}/${recordId}`;
