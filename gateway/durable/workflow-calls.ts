/** Calls of a workflow's action: each waits for the end of a send, and is told it once. */
export class WorkflowCalls {
  readonly #sql: SqlStorage;

  constructor(sql: SqlStorage) {
    this.#sql = sql;
  }

  /** Notes a call; one that is known waits anew, since whoever asks again did not hear the end. */
  begin(callbackId: string, now: number): void {
    this.#sql.exec('DELETE FROM workflow_call WHERE asked_at < ?', now - KEPT_MS);
    this.#sql.exec(
      `INSERT INTO workflow_call (callback_id, asked_at) VALUES (?, ?)
       ON CONFLICT (callback_id) DO UPDATE SET ended_at = NULL`,
      callbackId,
      now,
    );
  }

  /** The call waits for this push. */
  attach(callbackId: string, pushId: string): void {
    this.#sql.exec('UPDATE workflow_call SET push_id = ? WHERE callback_id = ?', pushId, callbackId);
  }

  /** Calls that wait for this push. */
  waitingFor(pushId: string): string[] {
    return this.#sql
      .exec<{ callbackId: string }>(
        'SELECT callback_id AS callbackId FROM workflow_call WHERE push_id = ? AND ended_at IS NULL',
        pushId,
      )
      .toArray()
      .map(({ callbackId }) => callbackId);
  }

  end(callbackId: string, now: number): void {
    this.#sql.exec('UPDATE workflow_call SET ended_at = ? WHERE callback_id = ?', now, callbackId);
  }
}

/** 30 days: HubSpot has long stopped waiting. */
const KEPT_MS = 30 * 24 * 3_600_000;
