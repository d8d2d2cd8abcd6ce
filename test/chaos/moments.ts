import type { GatedConnection, Way } from '../sandbox/tcp-gate.ts';

/**
 * What passes between the parts of a lane, in the order of a push's life:
 *
 *   send ─► claim ─► go ─► create ─► answer ─► outcome ─► kept
 *   (gateway,  agent, gateway) (to the ERP, back) (agent, gateway)
 */
export const MOMENTS = ['send', 'claim', 'go', 'create', 'answer', 'outcome', 'kept'] as const;
export type Moment = (typeof MOMENTS)[number];

export const isMoment = (word: string): word is Moment => (MOMENTS as readonly string[]).includes(word);

/** A moment as a gate sees it: the bytes are here and have not passed. */
export interface Sighting {
  moment: Moment;
  /** Which agent of the lane. */
  agent: number;
  way: Way;
  piece: Buffer;
  connection: GatedConnection;
}

/** Called before the bytes pass. False: they shall not. */
type Watcher = (sighting: Sighting) => boolean;

/** Who waits for which moment, and what has been seen. */
export class Moments {
  readonly #waiting: { moment: Moment; left: number; watch: Watcher }[] = [];
  /** For the evidence: what passed and what was done, with the milliseconds since the epoch. */
  readonly story: { atMs: number; what: string }[] = [];

  note(what: string): void {
    this.story.push({ atMs: Date.now(), what });
  }

  /** Waits for the `nth` time from now. @returns takes the watcher away */
  on(moment: Moment, nth: number, watch: Watcher): () => void {
    const entry = { moment, left: nth, watch };
    this.#waiting.push(entry);
    return () => {
      const index = this.#waiting.indexOf(entry);
      if (index >= 0) this.#waiting.splice(index, 1);
    };
  }

  /** @returns whether the bytes shall pass */
  seen(sighting: Sighting): boolean {
    this.note(`${sighting.moment} at agent ${sighting.agent}`);
    let passes = true;
    for (const entry of this.#waiting.filter(({ moment }) => moment === sighting.moment)) {
      entry.left -= 1;
      if (entry.left > 0) continue;
      this.#waiting.splice(this.#waiting.indexOf(entry), 1);
      if (!entry.watch(sighting)) passes = false;
    }
    return passes;
  }
}
