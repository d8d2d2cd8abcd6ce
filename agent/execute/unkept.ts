import type { AgentFrame } from '#contracts/frames';

/** 20 s: soon enough for the 75 s after which the gateway looks for itself. */
const REPEAT_MS = 20_000;

/**
 * Outcomes that were said over the present connection, said again until they are kept: a gateway that was lost just
 * when it heard one may leave the connection standing.
 */
export class UnkeptOutcomes {
  readonly #frames = new Map<string, AgentFrame>();
  readonly #deadline: (ms: number) => AbortSignal;
  readonly #say: (frame: AgentFrame) => void;
  #isWaiting = false;

  /** @param deadline aborts after so many ms */
  constructor(deadline: (ms: number) => AbortSignal, say: (frame: AgentFrame) => void) {
    this.#deadline = deadline;
    this.#say = say;
  }

  say(key: string, frame: AgentFrame): void {
    this.#frames.set(key, frame);
    this.#say(frame);
    this.#repeatLater();
  }

  kept(key: string): void {
    this.#frames.delete(key);
  }

  /** Another connection, or none: the journal knows what is still to be said. */
  forget(): void {
    this.#frames.clear();
  }

  #repeatLater(): void {
    if (this.#isWaiting) return;
    this.#isWaiting = true;
    const repeat = (): void => {
      this.#isWaiting = false;
      for (const frame of this.#frames.values()) this.#say(frame);
      if (this.#frames.size > 0) this.#repeatLater();
    };
    this.#deadline(REPEAT_MS).addEventListener('abort', repeat, { once: true });
  }
}
