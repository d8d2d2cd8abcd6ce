import { z } from 'zod';
import { type CommandName, WriteCommandName } from '#contracts/commands';
import { failure } from '#contracts/errors';
import type { XmlElement } from '../erp/soap/xml-tree.ts';
import { changesInAnswer } from './answer-changes.ts';
import { callKey, lookAt, type Watched, type WatchedPlaces, watchedPlaces } from './answer-look.ts';
import { type AnswersSeen, addSeen, nothingSeen } from './answer-seen.ts';
import { type Change, changesBetween } from './compare.ts';
import { type Described, fingerprintLines } from './fingerprint.ts';
import type { Fingerprint } from './fingerprint-file.ts';
import { writesTouched } from './touch.ts';

/** What is kept about a drift over a restart. */
export const DriftKept = z.object({
  /** Of the folder that it was found with, and how often that had been approved; another one makes a new start. */
  stamp: z.string(),
  approvals: z.int(),
  stopped: z.partialRecord(WriteCommandName, z.string()),
});
export type DriftKept = z.infer<typeof DriftKept>;

export interface DriftParts {
  described: Described;
  approved: Fingerprint | null;
  /** Told once of each change. */
  onChange: (change: Change) => void;
}

/** A change is told once for its place and kind: values differ from answer to answer. */
const TOLD_MAX = 500;

/**
 * What is known about an ERP that is no longer as it was approved, and which writes are stopped for it.
 *
 *   approved ──► change that touches a write ──► stopped until the folder is another one (`connector approve`)
 *        └─────► change that touches reads only ──► told, and served as the contract allows
 */
export class DriftWatch {
  readonly #described: Described;
  readonly #places: WatchedPlaces;
  readonly #writesOwn: ReadonlySet<string>;
  readonly #approved: ReadonlyMap<string, string>;
  readonly #answers: AnswersSeen;
  readonly #isLearning: boolean;
  readonly #told = new Set<string>();
  readonly #stopped = new Map<WriteCommandName, string>();
  readonly #onChange: (change: Change) => void;

  constructor({ described, approved, onChange }: DriftParts) {
    this.#described = described;
    this.#places = watchedPlaces(described);
    const { document } = described;
    const own = (places: readonly Watched[]) =>
      places.some(({ place }) => writesTouched(place.touches, document).length > 0);
    this.#writesOwn = new Set([...this.#places].filter(([, places]) => own(places)).map(([key]) => key));
    const ownLines = (): Map<string, string> =>
      new Map(fingerprintLines(described).map(({ key, value }) => [key, value]));
    // Until somebody approved anything, the WSDLs of the folder are what the connector was written for.
    this.#approved = approved === null ? ownLines() : new Map(Object.entries(approved.wsdl));
    this.#answers = new Map(Object.entries(approved?.answers ?? {}));
    this.#isLearning = this.#answers.size === 0;
    this.#onChange = onChange;
  }

  /** Compares with what the ERP's WSDLs say now. */
  compare(now: Pick<Described, 'services' | 'types'>): Change[] {
    const { document } = this.#described;
    const changes = changesBetween(this.#approved, fingerprintLines({ ...now, document }), document);
    for (const change of changes) this.#note(change);
    return changes;
  }

  /** Looks at an answer as it comes; the cost is bounded, and nothing of the answer is kept but its forms. */
  look(service: string, operation: string, answer: XmlElement): void {
    const places = this.#places.get(callKey(service, operation));
    if (places === undefined) return;
    const looks = lookAt(answer, places);
    const before = (key: string) => this.#answers.get(key) ?? nothingSeen();
    for (const change of changesInAnswer(looks, before, this.#described.document)) this.#note(change);
    if (!this.#isLearning) return;
    for (const { watched, seen } of looks) {
      const known = before(watched.key);
      addSeen(known, seen);
      this.#answers.set(watched.key, known);
    }
  }

  /** Whether a write, or its lookup, reads answers of this operation. */
  isWritesOwn(service: string, operation: string): boolean {
    return this.#writesOwn.has(callKey(service, operation));
  }

  /** Why a write is stopped, or null. */
  stopped(command: CommandName): ReturnType<typeof failure> | null {
    const why = this.#stopped.get(command as WriteCommandName);
    return why === undefined ? null : failure('connector.drifted', { detail: why });
  }

  /** To be kept over a restart. */
  get stoppedWrites(): DriftKept['stopped'] {
    return Object.fromEntries(this.#stopped);
  }

  /** What an earlier run of the agent found. */
  recall(stopped: DriftKept['stopped']): void {
    for (const [command, why] of Object.entries(stopped)) this.#stopped.set(command as WriteCommandName, why);
  }

  #note(change: Change): void {
    const { place, text, stops } = change;
    for (const write of stops)
      if (!this.#stopped.has(write)) this.#stopped.set(write, `${place} ${text}`.slice(0, 1000));
    const once = `${place} ${text.replace(/[\d.,:]+/g, '')} ${stops.join()}`;
    if (this.#told.has(once) || this.#told.size >= TOLD_MAX) return;
    this.#told.add(once);
    this.#onChange(change);
  }
}
