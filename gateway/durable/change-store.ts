import type { SettingStore } from './setting-store.ts';

/** 25 h: no policy calls an answer fresh for more than a day (contracts/policy.ts), and one may be on its way for a while. */
const KEPT_MS = 25 * 3_600_000;
/** Some MB: what a day of 500-line orders changes. Beyond it the oldest go, and all that was asked before them counts as outdated. */
const CHANGES_MAX = 50_000;

interface Change {
  /** The how manieth. Not a time: clocks go back where an object moves to another host. */
  number: number;
  at: number;
}

/**
 * What changed, by what it is about (core/changed-subjects.ts): what the ERP was asked before may be of before. Also
 * known to an object that has just started.
 */
export class ChangeStore {
  readonly #sql: SqlStorage;
  readonly #settings: SettingStore;
  readonly #max: number;
  /** Oldest first. Null: not read yet. */
  #changes: Map<string, Change> | null = null;

  constructor(sql: SqlStorage, settings: SettingStore, max = CHANGES_MAX) {
    this.#sql = sql;
    this.#settings = settings;
    this.#max = max;
  }

  /** How many were noted so far: so many are known to what the ERP answers when it is asked now. */
  noted(): number {
    return Number(this.#settings.read('changes-noted') ?? '0');
  }

  record(subjects: readonly string[], at: number): void {
    const changes = this.#read();
    const number = this.#settings.next('changes-noted');
    for (const subject of subjects) {
      changes.delete(subject);
      changes.set(subject, { number, at });
      this.#sql.exec('INSERT OR REPLACE INTO change (subject, number, at) VALUES (?, ?, ?)', subject, number, at);
    }
    this.#drop(changes, at - KEPT_MS);
  }

  /** @param notedBefore what `noted` said when the ERP was asked */
  isOutdated(subjects: readonly string[], notedBefore: number): boolean {
    const changes = this.#read();
    const dropped = Number(this.#settings.read('changes-dropped') ?? '0');
    return subjects.some((subject) => (changes.get(subject)?.number ?? dropped) > notedBefore);
  }

  /** Of what is dropped only the number of the newest stays. */
  #drop(changes: Map<string, Change>, until: number): void {
    let dropped: number | null = null;
    for (const [oldest, { number, at }] of changes) {
      if (changes.size <= this.#max && at > until) break;
      changes.delete(oldest);
      this.#sql.exec('DELETE FROM change WHERE subject = ?', oldest);
      dropped = number;
    }
    if (dropped !== null) this.#settings.write('changes-dropped', String(dropped));
  }

  #read(): Map<string, Change> {
    this.#changes ??= new Map(
      this.#sql
        .exec<{ subject: string; number: number; at: number }>('SELECT subject, number, at FROM change ORDER BY number')
        .toArray()
        .map(({ subject, ...change }) => [subject, change]),
    );
    return this.#changes;
  }
}
