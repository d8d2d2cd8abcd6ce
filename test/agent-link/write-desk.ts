import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { AgentFrame } from '#contracts/frames';
import { Journal } from '../../agent/execute/journal.ts';
import { Writes } from '../../agent/execute/writes.ts';
import { FakeErp } from './fake-erp.ts';
import { keptLog, ownFolder, PUSH } from './material.ts';

/** Writes over a real journal and a fake ERP, with clocks that stand until a test moves them. */
export class WriteDesk {
  readonly path = join(ownFolder(), 'journal.db');
  readonly clock = { wall: 1_800_000_000_000, monotonic: 5_000 };
  readonly log = keptLog();
  erp = new FakeErp();
  /** What was said over the present connection, oldest first. */
  said: AgentFrame[] = [];
  journal = new Journal(this.path);
  writes = this.#writes();

  constructor() {
    onTestFinished(() => this.journal.close());
  }

  #writes(): Writes {
    const clocks = { now: () => this.clock.wall, monotonicMs: () => this.clock.monotonic };
    return new Writes(this.erp, this.journal, clocks, this.log);
  }

  connect(epoch: number): void {
    this.said = [];
    this.writes.connected(epoch, (frame) => this.said.push(frame));
  }

  /** The process dies as it stands, and another one begins over the same file, with an ERP of its own. */
  crash(): void {
    this.journal.close();
    this.journal = new Journal(this.path);
    this.erp = new FakeErp();
    this.writes = this.#writes();
  }

  row(attempt = 1) {
    return this.journal.read(PUSH, attempt);
  }

  types(): string[] {
    return this.said.map((frame) => (frame.type === 'outcome' ? frame.outcome.result : frame.type));
  }
}

/** A desk with a connection of epoch 1. */
export function openDesk(): WriteDesk {
  const desk = new WriteDesk();
  desk.connect(1);
  return desk;
}
