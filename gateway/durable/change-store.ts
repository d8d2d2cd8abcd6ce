/** 24 h: no policy calls an older answer fresh (contracts/policy.ts), so what changed before that outdates nothing more. */
const KEPT_MS = 86_400_000;
/** Some MB: what a day of 500-line orders changes. Beyond it the oldest go, and all that was asked before them counts as outdated. */
const CHANGES_MAX = 50_000;

/**
 * When something last changed, by what it is about (core/changed-subjects.ts): what the ERP was asked before may be of
 * before. Also known to an object that has just started.
 */
export class ChangeStore {
  readonly #sql: SqlStorage;
  readonly #max: number;
  /** Oldest first. Null: not read yet. */
  #changes: Map<string, number> | null = null;

  constructor(sql: SqlStorage, max = CHANGES_MAX) {
    this.#sql = sql;
    this.#max = max;
  }

  record(subjects: readonly string[], at: number): void {
    const changes = this.#read();
    for (const subject of subjects) {
      changes.delete(subject);
      changes.set(subject, at);
      this.#sql.exec('INSERT OR REPLACE INTO change (subject, at) VALUES (?, ?)', subject, at);
    }
    for (const [oldest, changedAt] of changes) {
      if (changes.size <= this.#max && changedAt > at - KEPT_MS) break;
      changes.delete(oldest);
      this.#sql.exec('DELETE FROM change WHERE subject = ?', oldest);
    }
  }

  /** Whether an answer about these, asked for at that time (epoch ms), may be of before a change. */
  isOutdated(subjects: readonly string[], askedAt: number): boolean {
    const changes = this.#read();
    return subjects.some((subject) => (changes.get(subject) ?? this.#knownSince(changes)) >= askedAt);
  }

  /** Forgets that something about it ever changed. */
  forget(subject: string): void {
    this.#read().delete(subject);
    this.#sql.exec('DELETE FROM change WHERE subject = ?', subject);
  }

  /** Where it is full, nothing is known of changes before the oldest one. */
  #knownSince(changes: Map<string, number>): number {
    if (changes.size < this.#max) return Number.NEGATIVE_INFINITY;
    const [oldest = 0] = changes.values();
    return oldest;
  }

  #read(): Map<string, number> {
    this.#changes ??= new Map(
      this.#sql
        .exec<{ subject: string; at: number }>('SELECT subject, at FROM change ORDER BY at')
        .toArray()
        .map(({ subject, at }) => [subject, at]),
    );
    return this.#changes;
  }
}
