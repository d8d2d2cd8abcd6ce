import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';
import { AgentFrame, type GatewayFrame, PING, PONG, PROTOCOL } from '#contracts/frames';
import { AGENT } from './material.ts';

/**
 * How the gateway behaves at the next dial.
 *   serve      welcomes after the hello and answers pings
 *   mute       answers pings, never welcomes
 *   half-open  welcomes, then reads nothing more and says nothing
 *   die        drops the connection as soon as it is open
 *   a number   answers the upgrade with that status
 *   hang       never answers the upgrade
 */
export type Behaviour = 'serve' | 'mute' | 'half-open' | 'die' | 'hang' | number;

type FrameOf<T extends AgentFrame['type']> = Extract<AgentFrame, { type: T }>;

/** The gateway's end of one connection. */
export class GatewayEnd {
  readonly socket: WebSocket;
  readonly authorization: string;
  readonly frames: AgentFrame[] = [];
  pings = 0;
  readonly closed: Promise<number>;
  #heard = Promise.withResolvers<void>();

  constructor(socket: WebSocket, authorization: string, behaviour: Behaviour, epoch: number) {
    this.socket = socket;
    this.authorization = authorization;
    this.closed = new Promise((resolve) => socket.once('close', resolve));
    socket.on('error', () => {});
    socket.on('message', (data) => {
      const text = String(data);
      if (text === PING) {
        this.pings += 1;
        socket.send(PONG);
      } else {
        const frame = AgentFrame.parse(JSON.parse(text));
        this.frames.push(frame);
        if (frame.type === 'hello' && behaviour !== 'mute') {
          this.say({ type: 'welcome', protocol: PROTOCOL, agentId: AGENT, epoch });
          if (behaviour === 'half-open') socket.pause();
        }
      }
      this.#heard.resolve();
      this.#heard = Promise.withResolvers();
    });
  }

  say(frame: GatewayFrame): void {
    this.socket.send(JSON.stringify(frame));
  }

  /** The first frame of that type; waits for it if need be. */
  async frame<T extends AgentFrame['type']>(type: T, nth = 1): Promise<FrameOf<T>> {
    for (;;) {
      const found = this.frames.filter((frame) => frame.type === type)[nth - 1];
      if (found !== undefined) return found as FrameOf<T>;
      await this.#heard.promise;
    }
  }

  async pinged(times: number): Promise<void> {
    while (this.pings < times) await this.#heard.promise;
  }
}

/** Speaks the real frames on 127.0.0.1, as badly as it is told to. */
export class FakeGateway {
  behaviour: Behaviour = 'serve';
  /** Answers POST /v1/enrolments. */
  enrolment: (body: string) => { status: number; type: string; body: string } = () => ({
    status: 500,
    type: 'text/plain',
    body: '',
  });
  readonly connections: GatewayEnd[] = [];
  dials = 0;
  #epoch = 0;
  #dialled = Promise.withResolvers<void>();
  readonly #server: Server;
  readonly #sockets = new WebSocketServer({ noServer: true });
  readonly #hung = new Set<Duplex>();

  private constructor(server: Server) {
    this.#server = server;
    server.on('request', (request, response) => {
      let body = '';
      request.on('data', (chunk) => {
        body += String(chunk);
      });
      request.on('end', () => {
        const answer = this.enrolment(body);
        response.writeHead(answer.status, { 'content-type': answer.type }).end(answer.body);
      });
    });
    server.on('upgrade', (request, socket, head) => this.#upgrade(request, socket, head));
  }

  static async open(): Promise<FakeGateway> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return new FakeGateway(server);
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** The nth connection that was accepted; waits for it if need be. */
  async connection(nth = 1): Promise<GatewayEnd> {
    for (;;) {
      const found = this.connections[nth - 1];
      if (found !== undefined) return found;
      await this.#dialled.promise;
    }
  }

  async dialled(times: number): Promise<void> {
    while (this.dials < times) await this.#dialled.promise;
  }

  async close(): Promise<void> {
    for (const { socket } of this.connections) socket.terminate();
    for (const socket of this.#hung) socket.destroy();
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  #upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    const { behaviour } = this;
    this.dials += 1;
    if (behaviour === 'hang') this.#hung.add(socket);
    else if (typeof behaviour === 'number' || request.url !== '/v1/agent/socket') {
      const status = typeof behaviour === 'number' ? behaviour : 404;
      socket.end(`HTTP/1.1 ${status} No\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
    } else {
      this.#sockets.handleUpgrade(request, socket, head, (open) => {
        this.#epoch += 1;
        this.connections.push(new GatewayEnd(open, request.headers.authorization ?? '', behaviour, this.#epoch));
        if (behaviour === 'die') open.terminate();
      });
    }
    this.#dialled.resolve();
    this.#dialled = Promise.withResolvers();
  }
}
