import type { AgentFrame } from '#contracts/frames';
import { CLOSE, GatewayFrame } from '#contracts/frames';
import { Journal } from '../../agent/execute/journal.ts';
import { Writes } from '../../agent/execute/writes.ts';
import { hello, shortOf } from './agent-frames.ts';
import type { SimErp } from './erp.ts';
import { answerCall, type ErpPortParts, write } from './erp-port.ts';
import { JournalDisk } from './journal-disk.ts';
import { checkClaim } from './watch.ts';
import { type FrameHistory, Wire } from './wire.ts';
import type { World } from './world.ts';

/** One run of the agent's program. */
interface Program {
  journal: Journal;
  writes: Writes;
  /** The highest that it was told. */
  epoch: number;
}

export interface AgentHostParts {
  world: World;
  agentId: string;
  erp: SimErp;
  dial: (wire: Wire) => void;
  /** The first byte of a write leaves this host. */
  onLeaving: (host: AgentHost, reference: string) => void;
}

const silent = { info: () => {}, warn: () => {}, error: () => {} };

/** A machine with an agent on it: its clocks, its disk, its program, and the one connection that it keeps. */
export class AgentHost {
  readonly disk = new JournalDisk();
  readonly agentId: string;
  readonly history: FrameHistory = { agent: [], gateway: [] };
  wire: Wire | null = null;
  program: Program | null = null;
  readonly #parts: AgentHostParts;
  readonly #world: World;
  /** How far the wall clock is off. */
  #wallSkewMs = 0;
  #awayUntil = 0;
  /** How long the monotonic clock stood still. */
  #stoodMs = 0;
  /** What waits for the machine to wake up; null: it is awake. */
  #frozen: { since: number; waiting: (() => void)[] } | null = null;

  constructor(parts: AgentHostParts) {
    this.#parts = parts;
    this.#world = parts.world;
    this.agentId = parts.agentId;
  }

  get isOnline(): boolean {
    return this.wire?.isOpen.agent === true && !this.wire.isSilent && this.wire.connector !== null;
  }

  start(): void {
    if (this.program !== null || this.#world.now < this.#awayUntil) return;
    this.#world.note(() => `${this.agentId} starts`);
    const clocks = {
      now: () => this.#world.now + this.#wallSkewMs,
      monotonicMs: () => this.#world.now - this.#stoodMs,
      deadline: (ms: number) => this.#deadline(ms),
    };
    const journal = new Journal('journal', this.disk.open);
    const writes = new Writes({ write: (...asked) => write(this.#portParts(), ...asked) }, journal, clocks, silent);
    this.program = { journal, writes, epoch: writes.epoch() };
    this.#redialWithin(2_000);
  }

  /** The machine is off for so long, whatever would start it. */
  goAway(ms: number): void {
    this.kill();
    this.#awayUntil = this.#world.now + ms;
    this.#world.time.after(ms, () => this.start());
  }

  /** The program ends as it stands. */
  kill(): void {
    if (this.program === null) return;
    this.#world.note(() => `${this.agentId} ends`);
    this.program = null;
    this.#frozen = null;
    this.disk.doom = null;
    this.wire?.reset();
    this.wire = null;
  }

  /** The program ends while it changes its journal, before or after the change is made. */
  doomJournal(after: number, how: 'before' | 'after', then: () => void): void {
    this.disk.doom = { after, how };
    this.disk.onDoom = () => {
      this.#world.happened('F9-journal');
      this.kill();
      then();
    };
  }

  losePower(): void {
    this.kill();
    if (this.disk.losePower(this.#world.dice.between(0, 2)) > 0) this.#world.happened('F10-torn');
  }

  /** Everything of this machine works again. */
  heal(): void {
    this.disk.isFull = false;
    this.disk.lies = false;
    this.disk.doom = null;
    this.#thaw(true);
    this.start();
  }

  /** So long the machine does nothing; what comes in waits. */
  freeze(ms: number, monotonicRuns: boolean): void {
    if (this.program === null || this.#frozen !== null) return;
    const frozen = { since: this.#world.now, waiting: [] };
    this.#frozen = frozen;
    this.#world.time.after(ms, () => {
      if (this.#frozen === frozen) this.#thaw(monotonicRuns);
    });
  }

  #thaw(monotonicRuns: boolean): void {
    if (this.#frozen === null) return;
    const { since, waiting } = this.#frozen;
    this.#frozen = null;
    if (!monotonicRuns) this.#stoodMs += this.#world.now - since;
    this.#world.note(() => `${this.agentId} thaws`);
    for (const act of waiting) this.#whileLiving(this.program, act);
  }

  jumpClock(ms: number): void {
    this.#wallSkewMs += ms;
  }

  /** Nothing comes through any more; the watchdog sees it after a while. */
  loseSilently(): void {
    const { wire } = this;
    if (wire === null) return;
    wire.isSilent = true;
    this.#later(this.#world.dice.between(15_000, 25_000), () => wire.giveUp('agent'));
  }

  /** Some frame that was said long ago comes once more, over the connection of now. */
  replayOld(to: 'agent' | 'gateway'): boolean {
    const old = this.history[to].filter((text) => !/"type":"(hello|welcome)"/.test(text));
    const text = old[this.#world.dice.between(0, Math.max(0, old.length - 1))];
    if (text === undefined || this.wire === null) return false;
    this.wire.replay(to, text);
    return true;
  }

  #redialWithin(ms: number): void {
    this.#later(this.#world.dice.between(100, ms), () => this.#dial());
  }

  #dial(): void {
    const wire = new Wire(this.#world, this.agentId, this.history);
    this.wire = wire;
    wire.agent = {
      hears: (text) => this.#whileLiving(this.program, () => this.wire === wire && this.#heard(wire, text)),
      closed: () =>
        this.#whileLiving(this.program, () => {
          if (this.wire !== wire) return;
          this.wire = null;
          this.program?.writes.disconnected();
          this.#redialWithin(this.#world.dice.pick([1_000, 10_000, 30_000]));
        }),
    };
    this.#parts.dial(wire);
    // A gateway that does not welcome an agent is not there, whatever answers.
    this.#later(25_000, () => {
      if (wire.connector === null) wire.giveUp('agent');
    });
    this.#later(50, () => {
      if (this.program !== null)
        wire.say('gateway', JSON.stringify(hello(this.#parts.erp, this.program.writes.epoch(), this.#isOld())));
    });
  }

  #heard(wire: Wire, text: string): unknown {
    const { program } = this;
    const parsed = GatewayFrame.safeParse(JSON.parse(text));
    if (program === null) return;
    if (!parsed.success) return wire.close('agent', CLOSE.frameInvalid);
    const frame = parsed.data;
    const say = (said: AgentFrame): void => {
      if (this.program !== program) return;
      this.#world.note(() => `${this.agentId} says ${shortOf(said)}`);
      if (said.type === 'claim') checkClaim(this.#world, said, wire.epoch, program.epoch);
      wire.say('gateway', JSON.stringify(said));
    };
    if ('epoch' in frame) program.epoch = Math.max(program.epoch, frame.epoch);
    switch (frame.type) {
      case 'welcome':
        return program.writes.connected(frame.epoch, say);
      case 'send':
        return program.writes.send(frame);
      case 'go':
        return void program.writes.go(frame.pushId, frame.attempt);
      case 'stop':
        return program.writes.stop(frame.pushId, frame.attempt);
      case 'kept':
        return program.writes.kept(frame.pushId, frame.attempt);
      case 'call':
        return answerCall(this.#portParts(), frame, say);
      default:
        return;
    }
  }

  #isOld(): boolean {
    const isOld = this.#world.isOn('F17-skew') && this.agentId.endsWith('2');
    if (isOld) this.#world.happened('F17-skew');
    return isOld;
  }

  #portParts(): ErpPortParts {
    const { world, erp, onLeaving } = this.#parts;
    // What comes back to a program that has ended is heard by nobody.
    const { program } = this;
    const later = (ms: number, act: () => void): void => {
      world.time.after(ms, () => this.#whileLiving(program, act));
    };
    return { world, erp, later, onLeaving: (reference) => onLeaving(this, reference) };
  }

  #deadline(ms: number): AbortSignal {
    const controller = new AbortController();
    this.#later(ms, () => controller.abort());
    return controller.signal;
  }

  #later(ms: number, act: () => void): void {
    const { program } = this;
    this.#world.time.after(ms, () => this.#whileLiving(program, act));
  }

  /** What a program meant to do is done by that program only, and not while its machine sleeps. */
  #whileLiving(program: Program | null, act: () => void): void {
    if (program === null || this.program !== program) return;
    if (this.#frozen !== null) this.#frozen.waiting.push(act);
    else act();
  }
}
