import { createServer } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { CLOSE, FRAME_BYTES_MAX, type GatewayFrame } from '#contracts/frames';
import { type Ended, type Served, serveConnection } from '../../agent/link/connection.ts';
import { dial } from '../../agent/link/handshake.ts';
import { HELD_MS, type LinkStatus, supervise } from '../../agent/link/supervisor.ts';
import { SILENCE_MAX_MS } from '../../agent/link/watchdog.ts';
import { type Behaviour, FakeGateway, type GatewayEnd } from './fake-gateway.ts';
import { call, HELLO, send } from './material.ts';

/** Between pings; the silence that counts is measured by the test's own clock. */
const PING_MS = 5;
let gateway: FakeGateway;
let clock: { ms: number };
let stop: AbortController;

beforeEach(async () => {
  gateway = await FakeGateway.open();
  clock = { ms: 0 };
  stop = new AbortController();
});
afterEach(async () => {
  stop.abort();
  await gateway.close();
});

interface Side {
  ended: Promise<Ended>;
  peer: GatewayEnd;
  welcomes: number[];
  frames: GatewayFrame[];
}

async function connect(behaviour: Behaviour = 'serve'): Promise<Side> {
  gateway.behaviour = behaviour;
  const dialled = await dial(gateway.url, 'token', stop.signal);
  if (dialled.result !== 'open') throw new Error(JSON.stringify(dialled));
  const welcomes: number[] = [];
  const frames: GatewayFrame[] = [];
  const served: Served = {
    hello: HELLO,
    monotonicMs: () => clock.ms,
    onWelcome: (epoch, reply) => {
      welcomes.push(epoch);
      reply({ type: 'answer', id: epoch, ok: true, output: 'welcomed' });
    },
    onFrame: (frame) => frames.push(frame),
  };
  const ended = serveConnection(dialled.socket, served, stop.signal, PING_MS);
  return { ended, peer: await gateway.connection(), welcomes, frames };
}

describe('a dial', () => {
  it('carries the token and reaches the agent’s address', async () => {
    const { peer } = await connect();
    expect(peer.authorization).toBe('Bearer token');
  });

  it.each([401, 403, 404, 503, 302, 200])('answered with %s is refused with that status', async (status) => {
    gateway.behaviour = status;
    expect(await dial(gateway.url, 'token', stop.signal)).toEqual({ result: 'refused', status });
  });

  it('to where nobody listens is unreachable', async () => {
    const { url } = gateway;
    await gateway.close();
    expect(await dial(url, 'token', stop.signal)).toMatchObject({
      result: 'unreachable',
      detail: expect.stringMatching(/ECONNREFUSED/),
      turnedAway: true,
    });
    gateway = await FakeGateway.open();
  });

  it('to something that speaks no HTTP is unreachable', async () => {
    const other = createServer((socket) => socket.end('SSH-2.0-x\r\n'));
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    const { port } = other.address() as { port: number };
    expect(await dial(`http://127.0.0.1:${port}`, 'token', stop.signal)).toMatchObject({
      result: 'unreachable',
      turnedAway: false,
    });
    other.close();
  });

  it('[S3] that is not answered ends when it is told to, and one that is told to before ends at once', async () => {
    gateway.behaviour = 'hang';
    const dialling = dial(gateway.url, 'token', stop.signal);
    await gateway.dialled(1);
    stop.abort();
    expect(await dialling).toMatchObject({ result: 'unreachable' });
    expect(await dial(gateway.url, 'token', stop.signal)).toMatchObject({ result: 'unreachable' });
  });
});

describe('a connection', () => {
  it('says hello first, and nothing else before the welcome', async () => {
    const { peer, welcomes } = await connect();
    await peer.frame('answer');
    expect(peer.frames).toEqual([HELLO, { type: 'answer', id: 1, ok: true, output: 'welcomed' }]);
    expect(welcomes).toEqual([1]);
  });

  it('hands on every frame, in order', async () => {
    const { peer, frames } = await connect();
    const said: GatewayFrame[] = [call(), { type: 'cancel', id: 1 }, send()];
    for (const frame of said) peer.say(frame);
    await expect.poll(() => frames).toEqual(said);
  });

  it.each([
    ['that is not JSON', 'garbage'],
    ['of a type it does not know', '{"type":"reboot"}'],
    ['with something more than agreed', JSON.stringify({ type: 'cancel', id: 1, more: 1 })],
    ['that is binary', Buffer.from(JSON.stringify({ type: 'cancel', id: 1 }))],
  ])('closes with 4400 at a frame %s, and is lost', async (_what, data) => {
    const { peer, ended, frames } = await connect();
    peer.socket.send(data);
    expect(await peer.closed).toBe(CLOSE.frameInvalid);
    expect(await ended).toMatchObject({ result: 'lost', detail: expect.stringMatching(/could not be understood/) });
    expect(frames).toEqual([]);
  });

  it('does not read a frame that is larger than agreed', async () => {
    const { peer, ended, frames } = await connect();
    peer.socket.send(JSON.stringify({ ...call(), input: 'x'.repeat(FRAME_BYTES_MAX) }));
    expect(await ended).toMatchObject({ result: 'lost', detail: 'Max payload size exceeded (1006)' });
    expect(frames).toEqual([]);
  });

  it.each([
    [CLOSE.replaced, 'replaced'],
    [CLOSE.versionUnsupported, 'version-unsupported'],
    [CLOSE.credentialRefused, 'lost'],
    [CLOSE.frameInvalid, 'lost'],
    [1001, 'lost'],
    [1011, 'lost'],
  ])('closed with %s is %s', async (code, result) => {
    const { peer, ended } = await connect();
    await peer.frame('answer');
    peer.socket.close(code);
    expect(await ended).toMatchObject(result === 'lost' ? { result, welcomed: true } : { result });
  });

  it.each([
    [CLOSE.credentialRefused, 'the gateway has revoked this agent (4401)'],
    [CLOSE.setBack, 'the gateway’s store was set back (4410)'],
    [CLOSE.frameInvalid, 'the gateway could not understand a frame of this agent (4400)'],
    [1011, 'closed (1011)'],
  ])('closed with %s says: %s', async (code, detail) => {
    const { peer, ended } = await connect();
    await peer.frame('answer');
    peer.socket.close(code);
    expect(await ended).toMatchObject({ result: 'lost', detail });
  });

  it('that dies before the welcome is lost, and says that it was never welcomed', async () => {
    const { ended } = await connect('die');
    expect(await ended).toMatchObject({ result: 'lost', welcomed: false });
  });

  it('told to end closes with 1000', async () => {
    const { peer, ended } = await connect();
    await peer.frame('answer');
    stop.abort();
    expect(await ended).toMatchObject({ result: 'lost', detail: expect.stringMatching(/drained/) });
    expect(await peer.closed).toBe(1000);
  });

  it('told to end does not wait for a gateway that does not answer the close', async () => {
    const { peer, ended } = await connect('half-open');
    await peer.frame('hello');
    stop.abort();
    expect(await ended).toMatchObject({ result: 'lost' });
  });
});

describe('the watchdog', () => {
  it('pings, and a gateway that answers is never taken for dead', async () => {
    const { peer, ended } = await connect();
    await peer.frame('answer');
    for (let round = 1; round <= 5; round += 1) {
      clock.ms += SILENCE_MAX_MS / 2;
      // The ping after the next one is sent only after the answer to the next one could be heard.
      await peer.pinged(peer.pings + 3);
    }
    expect(await Promise.race([ended, 'open'])).toBe('open');
  });

  it('takes a half-open link for dead after the silence, not before', async () => {
    const { ended, welcomes } = await connect('half-open');
    await expect.poll(() => welcomes).toEqual([1]);
    clock.ms = SILENCE_MAX_MS;
    const ticks = new Promise((resolve) => setTimeout(resolve, PING_MS * 4, 'open'));
    expect(await Promise.race([ended, ticks])).toBe('open');
    clock.ms += 1;
    expect(await ended).toMatchObject({ result: 'lost', detail: expect.stringMatching(/half open/), welcomed: true });
  });

  it('gives up a gateway that answers pings but never welcomes', async () => {
    const { peer, ended } = await connect('mute');
    await peer.pinged(2);
    clock.ms = SILENCE_MAX_MS + 1;
    expect(await ended).toMatchObject({
      result: 'lost',
      detail: expect.stringMatching(/did not welcome/),
      welcomed: false,
    });
  });
});

describe('the supervised link over real sockets', () => {
  it('comes through refusals, a death and a restart, and ends when replaced', async () => {
    const statuses: LinkStatus[] = [];
    const plan: Behaviour[] = [401, 503, 'die', 'serve', 'serve'];
    let dials = 0;
    const served: Served = { hello: HELLO, monotonicMs: () => clock.ms, onWelcome: () => {}, onFrame: () => {} };
    const ended = supervise(
      {
        dial: (signal) => {
          gateway.behaviour = plan[dials] ?? 'serve';
          dials += 1;
          return dial(gateway.url, 'token', signal);
        },
        serve: (socket, signal) => serveConnection(socket, served, signal, PING_MS),
        monotonicMs: () => clock.ms,
        random: () => 0.5,
        wait: async () => {},
        onStatus: (status) => statuses.push(status),
      },
      stop.signal,
    );
    const first = await gateway.connection(2);
    await first.pinged(1);
    clock.ms += HELD_MS;
    first.socket.close(1012);
    const second = await gateway.connection(3);
    await second.frame('hello');
    second.socket.close(CLOSE.replaced);
    expect(await ended).toEqual({ state: 'ended', reason: 'replaced' });
    expect(statuses.flatMap((status) => (status.state === 'waiting' ? [status.waitMs] : []))).toEqual([
      10_000, 15_000, 2_000, 500,
    ]);
    expect(dials).toBe(5);
  });
});
