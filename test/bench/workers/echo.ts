import { DurableObject } from 'cloudflare:workers';

/**
 * The least that a tunnel on this platform can be: a request goes to an object, over its WebSocket to a process, and
 * the answer back. No signature, no schema, no store, no ERP.
 *
 *   GET /socket   the process dials in
 *   GET /call     one call; answered with what the process sent
 */

interface Env {
  TENANTS: DurableObjectNamespace<TenantObject>;
}

export class TenantObject extends DurableObject<Env> {
  readonly #waiting = new Map<string, (answer: string) => void>();
  #lastId = 0;

  override async fetch(request: Request): Promise<Response> {
    if (new URL(request.url).pathname === '/socket') {
      const { 0: client, 1: server } = new WebSocketPair();
      this.ctx.acceptWebSocket(server);
      return new Response(null, { status: 101, webSocket: client });
    }
    const [socket] = this.ctx.getWebSockets();
    if (socket === undefined) return new Response(null, { status: 503 });
    this.#lastId += 1;
    const id = String(this.#lastId);
    const answer = new Promise<string>((resolve) => {
      this.#waiting.set(id, resolve);
    });
    socket.send(id);
    return new Response(await answer);
  }

  /** `<id> <answer>` */
  override webSocketMessage(_socket: WebSocket, message: string): void {
    const space = message.indexOf(' ');
    const id = message.slice(0, space);
    this.#waiting.get(id)?.(message.slice(space + 1));
    this.#waiting.delete(id);
  }
}

/** The same bindings as the gateway's, so that the same program can run it; nobody calls this one. */
export class DirectoryObject extends DurableObject<Env> {}

export default {
  fetch: (request: Request, env: Env): Promise<Response> =>
    env.TENANTS.get(env.TENANTS.idFromName('echo')).fetch(request),
};
