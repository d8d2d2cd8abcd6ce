import type { Hello } from '#contracts/frames';
import type { World } from './world.ts';

/** One end of a connection. */
interface End {
  hears: (text: string) => void;
  closed: (code: number) => void;
}

/** What a socket is to the gateway. */
export interface WireSocket {
  wire: Wire;
  close(code: number, reason: string): void;
}

/** What was ever said to each side, over whatever connection. */
export type FrameHistory = Record<'agent' | 'gateway', string[]>;

/** The network between an agent and the object: one connection, each way in order unless a fault strikes. */
export class Wire {
  readonly agentId: string;
  epoch = 0;
  /** What the agent said in its hello; null: it has not been welcomed. */
  connector: Hello['connector'] | null = null;
  /** As each side sees it. */
  isOpen = { agent: true, gateway: true };
  /** Nothing comes through, and nobody is told. */
  isSilent = false;
  agent: End = { hears: () => {}, closed: () => {} };
  gateway: End = { hears: () => {}, closed: () => {} };
  readonly #world: World;
  readonly #due = { agent: 0, gateway: 0 };
  readonly #history: FrameHistory;

  constructor(world: World, agentId: string, history: FrameHistory) {
    this.#world = world;
    this.agentId = agentId;
    this.#history = history;
  }

  /** Says something to the other side; false: this side knows that it cannot. */
  say(to: 'agent' | 'gateway', text: string): boolean {
    if (!this.isOpen[to === 'agent' ? 'gateway' : 'agent']) return false;
    this.#history[to].push(text);
    this.#carry(to, text);
    if (this.#world.strikes('F15-twice', 0.1)) this.#carry(to, text);
    return true;
  }

  /** A frame of some earlier time comes in, as if it had just been said. */
  replay(to: 'agent' | 'gateway', text: string): void {
    this.#carry(to, text);
  }

  #carry(to: 'agent' | 'gateway', text: string): void {
    const world = this.#world;
    let delay = world.dice.between(5, 60);
    if (world.strikes('F13-slow', 0.1)) delay += world.dice.between(1_000, 15_000);
    let at = world.now + delay;
    if (world.strikes('F15-order', 0.1)) at += world.dice.between(0, 5_000);
    else {
      at = Math.max(at, this.#due[to]);
      this.#due[to] = at;
    }
    world.time.at(at, () => {
      if (!this.isSilent && this.isOpen[to]) this[to].hears(text);
    });
  }

  /** One side closes; the other learns of it, if anything still comes through. */
  close(by: 'agent' | 'gateway', code: number): void {
    if (!this.isOpen[by]) return;
    this.isOpen[by] = false;
    const other = by === 'agent' ? 'gateway' : 'agent';
    this.#world.time.at(Math.max(this.#world.now + 30, this.#due[other]), () => {
      if (!this.isSilent) this.#end(other, code);
    });
    if (by === 'agent') this.agent.closed(code);
  }

  /** As the gateway's side holds it. */
  asSocket(): WireSocket {
    return { wire: this, close: (code) => this.close('gateway', code) };
  }

  /** The way breaks: both sides learn of it, each in its time. */
  reset(): void {
    for (const side of ['agent', 'gateway'] as const) {
      this.#world.time.after(this.#world.dice.between(1, 500), () => this.#end(side, 1006));
    }
    this.isSilent = true;
  }

  /** This side gives a connection up that has gone silent; the other may never learn. */
  giveUp(side: 'agent' | 'gateway'): void {
    this.#end(side, 1006);
  }

  #end(side: 'agent' | 'gateway', code: number): void {
    if (!this.isOpen[side]) return;
    this.isOpen[side] = false;
    this[side].closed(code);
  }
}
