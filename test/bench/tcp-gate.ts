import type { AddressInfo } from 'node:net';
import { createConnection, createServer, type Server, type Socket } from 'node:net';

interface Pair {
  inner: Socket;
  outer: Socket;
  muted: boolean;
}

/** Stands between an agent and the gateway: passes bytes on, can cut, and can go silent without closing. */
export class TcpGate {
  readonly #server: Server;
  readonly #pairs = new Set<Pair>();
  readonly url: string;

  private constructor(server: Server, pairs: Set<Pair>) {
    this.#server = server;
    this.#pairs = pairs;
    this.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  }

  static async open(target: string): Promise<TcpGate> {
    const { hostname, port } = new URL(target);
    const pairs = new Set<Pair>();
    const server = createServer((inner) => {
      const outer = createConnection({ host: hostname, port: Number(port) });
      const pair: Pair = { inner, outer, muted: false };
      pairs.add(pair);
      for (const [from, to] of [
        [inner, outer],
        [outer, inner],
      ] as const) {
        from.setNoDelay(true);
        from.on('data', (chunk) => {
          if (!pair.muted) to.write(chunk);
        });
        from.on('error', () => to.destroy());
        from.once('close', () => {
          pairs.delete(pair);
          to.destroy();
        });
      }
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return new TcpGate(server, pairs);
  }

  /** Breaks every connection, both ways. */
  cut(): void {
    for (const { inner, outer } of this.#pairs) {
      inner.destroy();
      outer.destroy();
    }
  }

  /** Nothing passes any more on the connections of now; they stay open. Resolves when the agent has given up on them. */
  async mute(): Promise<void> {
    const muted = [...this.#pairs];
    for (const pair of muted) pair.muted = true;
    await Promise.all(muted.map(({ inner }) => new Promise<void>((resolve) => inner.once('close', () => resolve()))));
  }

  async close(): Promise<void> {
    this.cut();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}
