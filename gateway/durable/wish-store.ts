import type { CorrelationId, CrmRecordId } from '#contracts/ids';

/** A wish to send a deal that came in without anybody waiting for its answer. */
export interface Wish {
  /** What asks: a workflow's action, a deal that changed, or a bulk. Asked again, it is the same wish. */
  from: { way: 'workflow'; callbackId: string } | { way: 'won-stage' } | { way: 'bulk'; bulkId: string };
  dealId: CrmRecordId;
  email: string | null;
  correlationId: CorrelationId;
}

export interface KeptWish extends Wish {
  wishId: string;
  /** Which asking this is: when it is asked again meanwhile, it has a higher number. */
  seq: number;
  askedAt: number;
  failures: number;
}

/** So many wait at most; beyond it whoever asks is told to come again. */
const WISHES_MAX = 20_000;

function wishIdOf({ from, dealId }: Wish): string {
  if (from.way === 'workflow') return `workflow/${from.callbackId}`;
  return from.way === 'bulk' ? `bulk/${from.bulkId}/${dealId}` : `won-stage/${dealId}`;
}

type Row = Record<string, SqlStorageValue> & Omit<KeptWish, keyof Wish> & { wish: string };

/** Wishes until they are settled. However often the same is asked, it is one. */
export class WishStore {
  readonly #sql: SqlStorage;

  constructor(sql: SqlStorage) {
    this.#sql = sql;
  }

  isFull(): boolean {
    return this.#sql.exec<{ wishes: number }>('SELECT count(*) AS wishes FROM send_wish').one().wishes >= WISHES_MAX;
  }

  put(wish: Wish, now: number): void {
    this.#sql.exec(
      `INSERT INTO send_wish (wish_id, seq, wish, asked_at, due_at, failures)
       VALUES (?1, (SELECT ifnull(max(seq), 0) + 1 FROM send_wish), ?2, ?3, ?3, 0)
       ON CONFLICT (wish_id) DO UPDATE SET seq = excluded.seq`,
      wishIdOf(wish),
      JSON.stringify(wish),
      now,
    );
  }

  next(now: number): KeptWish | null {
    const [row] = this.#sql
      .exec<Row>(
        `SELECT wish_id AS wishId, seq, wish, asked_at AS askedAt, failures FROM send_wish
         WHERE due_at <= ? ORDER BY due_at, seq LIMIT 1`,
        now,
      )
      .toArray();
    if (row === undefined) return null;
    const { wishId, seq, askedAt, failures } = row;
    return { ...(JSON.parse(row.wish) as Wish), wishId, seq, askedAt, failures };
  }

  dueAt(): number | null {
    return this.#sql.exec<{ dueAt: number | null }>('SELECT min(due_at) AS dueAt FROM send_wish').one().dueAt;
  }

  /** Settled. One that was asked again meanwhile is looked at once more. */
  remove({ wishId, seq }: KeptWish): void {
    this.#sql.exec('DELETE FROM send_wish WHERE wish_id = ? AND seq = ?', wishId, seq);
  }

  postpone({ wishId, failures }: KeptWish, dueAt: number): void {
    this.#sql.exec('UPDATE send_wish SET due_at = ?, failures = ? WHERE wish_id = ?', dueAt, failures, wishId);
  }
}
