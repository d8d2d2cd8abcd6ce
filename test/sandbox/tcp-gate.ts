import type { AddressInfo } from 'node:net';
import { createConnection, createServer, type Server, type Socket } from 'node:net';

/** `up`: from whoever dialled to the target; `down`: back. */
export type Way = 'up' | 'down';

/** One connection through the gate. Bytes pass in order, at once unless told otherwise. */
export class GatedConnection {
  readonly inner: Socket;
  readonly #outer: Socket;
  readonly #waiting: Record<Way, Buffer[]> = { up: [], down: [] };
  readonly #pausing: Record<Way, boolean> = { up: false, down: false };
  #stance: 'open' | 'held' | 'muted' = 'open';
  #delayMs = 0;

  constructor(inner: Socket, outer: Socket) {
    this.inner = inner;
    this.#outer = outer;
  }

  pass(way: Way, piece: Buffer): void {
    if (this.#stance === 'muted') return;
    this.#waiting[way].push(piece);
    this.#flow(way);
  }

  /** Each piece waits so long before it passes. */
  slow(delayMs: number): void {
    this.#delayMs = delayMs;
  }

  /** Bytes gather here; neither side learns that the other has gone. */
  hold(): void {
    this.#stance = 'held';
  }

  /** What gathered passes, late. A side that has gone meanwhile takes the other with it. */
  deliver(): void {
    this.#stance = 'open';
    this.#flow('up');
    this.#flow('down');
    if (this.inner.destroyed) this.#outer.end();
    if (this.#outer.destroyed) this.inner.end();
  }

  mute(): void {
    this.#stance = 'muted';
  }

  /** A reset on both sides; nothing that waits here passes any more. */
  reset(): void {
    this.#stance = 'muted';
    this.inner.resetAndDestroy();
    this.#outer.resetAndDestroy();
  }

  /** Half of a piece passes, then both sides are closed. */
  tear(way: Way, piece: Buffer): void {
    const to = way === 'up' ? this.#outer : this.inner;
    this.#stance = 'muted';
    to.end(piece.subarray(0, Math.floor(piece.length / 2)), () => {
      this.inner.destroy();
      this.#outer.destroy();
    });
  }

  cut(): void {
    this.inner.destroy();
    this.#outer.destroy();
  }

  /** One side has closed. */
  ended(side: 'inner' | 'outer'): void {
    if (this.#stance !== 'open') return;
    const other = side === 'inner' ? this.#outer : this.inner;
    other.destroySoon();
  }

  #flow(way: Way): void {
    const to = way === 'up' ? this.#outer : this.inner;
    while (this.#stance === 'open' && !this.#pausing[way]) {
      const piece = this.#waiting[way].shift();
      if (piece === undefined) return;
      if (this.#delayMs === 0) {
        to.write(piece);
        continue;
      }
      this.#pausing[way] = true;
      setTimeout(() => {
        this.#pausing[way] = false;
        if (this.#stance === 'open') to.write(piece);
        else this.#waiting[way].unshift(piece);
        this.#flow(way);
      }, this.#delayMs);
    }
  }
}

/** Sees each piece before it passes, and says whether the gate shall still pass it on. */
export type Tap = (way: Way, piece: Buffer, connection: GatedConnection) => boolean;

/** Stands between two parts: passes bytes on, can cut, reset, slow down, hold, and go silent without closing. */
export class TcpGate {
  readonly #server: Server;
  readonly #connections = new Set<GatedConnection>();
  readonly #newcomers: ((connection: GatedConnection) => void)[] = [];
  readonly url: string;
  tap: Tap = () => true;

  private constructor(server: Server, target: URL) {
    this.#server = server;
    this.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    server.on('connection', (inner) => this.#admit(inner, target));
  }

  static async open(target: string): Promise<TcpGate> {
    const server = createServer({ allowHalfOpen: false });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return new TcpGate(server, new URL(target));
  }

  /** Breaks every connection, both ways. */
  cut(): void {
    for (const connection of this.#connections) connection.cut();
  }

  /** Resets every connection, both ways. */
  reset(): void {
    for (const connection of this.#connections) connection.reset();
  }

  /** Nothing passes any more on the connections of now; they stay open. Resolves when the agent has given up on them. */
  async mute(): Promise<void> {
    const muted = [...this.#connections];
    for (const connection of muted) connection.mute();
    await Promise.all(muted.map(({ inner }) => new Promise<void>((resolve) => inner.once('close', () => resolve()))));
  }

  /** Accepts and passes nothing on, old connections and new ones alike. @returns lets all that gathered pass, or drops it */
  hold(): (end: 'deliver' | 'drop') => void {
    const held = new Set(this.#connections);
    for (const connection of held) connection.hold();
    const holdNew = (connection: GatedConnection): void => {
      held.add(connection);
      connection.hold();
    };
    this.#newcomers.push(holdNew);
    return (end) => {
      this.#newcomers.splice(this.#newcomers.indexOf(holdNew), 1);
      for (const connection of held) {
        if (end === 'deliver') connection.deliver();
        else connection.cut();
      }
    };
  }

  /** Every piece waits so long, on old connections and new ones alike. @returns at full speed again */
  slow(delayMs: number): () => void {
    for (const connection of this.#connections) connection.slow(delayMs);
    const slowNew = (connection: GatedConnection): void => connection.slow(delayMs);
    this.#newcomers.push(slowNew);
    return () => {
      this.#newcomers.splice(this.#newcomers.indexOf(slowNew), 1);
      for (const connection of this.#connections) connection.slow(0);
    };
  }

  async close(): Promise<void> {
    this.cut();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  #admit(inner: Socket, { hostname, port }: URL): void {
    const outer = createConnection({ host: hostname, port: Number(port) });
    const connection = new GatedConnection(inner, outer);
    this.#connections.add(connection);
    for (const meet of this.#newcomers) meet(connection);
    for (const [from, side, way] of [
      [inner, 'inner', 'up'],
      [outer, 'outer', 'down'],
    ] as const) {
      from.setNoDelay(true);
      from.on('data', (piece: Buffer) => {
        if (this.tap(way, piece, connection)) connection.pass(way, piece);
      });
      // A reset is a close here; the close is passed on.
      from.on('error', () => from.destroy());
      from.once('close', () => {
        connection.ended(side);
        if (inner.destroyed && outer.destroyed) this.#connections.delete(connection);
      });
    }
  }
}
