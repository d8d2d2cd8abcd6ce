import type { WriteCommandName } from '#contracts/commands';
import type { Profile } from './profile.ts';
import type { World } from './world.ts';

/** One document that the ERP has made. */
export interface Document {
  id: string;
  command: WriteCommandName;
  reference: string;
  /** The input as JSON. */
  content: string;
  committedAt: number;
  /** From then on a lookup shows it. */
  visibleAt: number;
}

/** What the ERP says to a write; null: nothing comes back. */
export type ErpAnswer = { kind: 'made'; id: string } | { kind: 'refused' } | { kind: 'exists' } | { kind: 'fault' };

interface Execution {
  reference: string;
  isOff: boolean;
  answer: (answer: ErpAnswer | null) => void;
}

/** An ERP whose commit, whose answer and whose index each have their own time. Both agents ask the same one. */
export class SimErp {
  readonly documents: Document[] = [];
  readonly profile: Profile;
  readonly #world: World;
  readonly #running = new Set<Execution>();
  readonly #sent = new Map<string, number>();
  #lastId = 240_000;

  constructor(world: World, profile: Profile) {
    this.#world = world;
    this.profile = profile;
  }

  /** When bytes for this reference left last; null: never. */
  sentAt(reference: string): number | null {
    return this.#sent.get(reference) ?? null;
  }

  of(reference: string): Document[] {
    return this.documents.filter((document) => document.reference === reference);
  }

  /** The bytes of one write leave its agent now. `answer` is told once what comes back, if anything does. */
  write(command: WriteCommandName, reference: string, content: string, answer: Execution['answer']): void {
    const { dice, time } = this.#world;
    this.#sent.set(reference, this.#world.now);
    if (this.#world.strikes('F1', 0.3)) {
      answer(null);
      return;
    }
    const execution: Execution = { reference, isOff: false, answer };
    this.#running.add(execution);
    const isSlow = this.#world.strikes('F3', 0.3);
    // The promise counts from the first byte: whatever is slow, the commit is inside it.
    const most = isSlow ? this.profile.executionMs : Math.min(this.profile.executionMs, 2_000);
    time.after(dice.between(isSlow ? Math.floor(most / 2) : 20, most), () =>
      this.#decide(command, reference, content, execution),
    );
  }

  #decide(command: WriteCommandName, reference: string, content: string, execution: Execution): void {
    this.#running.delete(execution);
    if (execution.isOff) return;
    const { answer } = execution;
    const said = this.#verdict(command, reference, content);
    this.#world.time.after(this.#world.dice.between(1, 200), () => answer(said));
  }

  #verdict(command: WriteCommandName, reference: string, content: string): ErpAnswer | null {
    if (this.#world.strikes('F4', 0.2)) return { kind: 'fault' };
    if (this.profile.bounds.uniqueReference && this.of(reference).length > 0) return { kind: 'exists' };
    // No credit, an item on hold: said as the connector declares it, and nothing was made.
    if (this.#world.dice.chance(this.profile.bounds.uniqueReference ? 0.2 : 0.04)) return { kind: 'refused' };
    const id = this.#commit(command, reference, content);
    if (this.#world.strikes('F2', 0.3)) return null;
    return this.#world.strikes('F5', 0.2) ? { kind: 'fault' } : { kind: 'made', id };
  }

  #commit(command: WriteCommandName, reference: string, content: string): string {
    this.#lastId += 1;
    const id = String(this.#lastId);
    const { now, dice } = this.#world;
    const visibleAt = now + dice.between(0, this.profile.bounds.indexLagMs);
    this.documents.push({ id, command, reference, content, committedAt: now, visibleAt });
    this.#world.note(() => `ERP commits ${reference} as ${id}`);
    return id;
  }

  /** What a lookup sees now. */
  find(reference: string): Document[] {
    const made = this.of(reference);
    const seen = made.filter(({ visibleAt }) => visibleAt <= this.#world.now);
    if (seen.length < made.length) this.#world.happened('F7');
    return seen;
  }

  /** What has not committed never will; nobody gets an answer. */
  restart(): void {
    for (const execution of this.#running) {
      execution.isOff = true;
      execution.answer(null);
    }
    if (this.#running.size > 0) this.#world.happened('F6');
    this.#running.clear();
  }
}
