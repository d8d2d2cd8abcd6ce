import { type AgentFrame, CLOSE, GatewayFrame, type Hello, PING, PONG } from '#contracts/frames';
import type { LinkSocket } from './link-socket.ts';
import { PING_EVERY_MS, watch } from './watchdog.ts';

/** Sends a frame. @param text the frame as JSON, where that was made already */
export type Send = (frame: AgentFrame, text?: string) => void;

/** What the connection hands its frames to. */
export interface Served {
  hello: Hello;
  /** The gateway knows us; frames may be sent from now on. */
  onWelcome: (epoch: number, send: Send) => void;
  onFrame: (frame: Exclude<GatewayFrame, { type: 'welcome' }>) => void;
  monotonicMs: () => number;
}

/** How a connection ended, and whether it makes sense to dial again. */
export type Ended =
  | { result: 'lost'; detail: string; welcomed: boolean }
  /** A newer connection with this agent's key took over. */
  | { result: 'replaced' }
  | { result: 'version-unsupported' };

/** What the gateway's own close codes say to who reads the log. */
const CLOSED: Record<number, string> = {
  [CLOSE.frameInvalid]: 'the gateway could not understand a frame of this agent',
  [CLOSE.credentialRefused]: 'the gateway has revoked this agent',
  [CLOSE.setBack]: 'the gateway’s store was set back',
};

/** Serves one open socket until it ends. Never rejects. Aborted: closes and ends as lost. */
export function serveConnection(
  socket: LinkSocket,
  served: Served,
  signal: AbortSignal,
  pingEveryMs = PING_EVERY_MS,
): Promise<Ended> {
  return new Promise((resolve) => {
    let welcomed = false;
    let lastHeardAt = served.monotonicMs();
    /** Why it ends, where this side knows it. */
    let reason: string | null = null;

    const ticker = setInterval(() => {
      if (watch(lastHeardAt, served.monotonicMs()) === 'ping') return socket.send(PING);
      reason = welcomed ? 'half open: the gateway was silent' : 'the gateway did not welcome this agent';
      socket.terminate();
    }, pingEveryMs);

    const send: Send = (frame, text = JSON.stringify(frame)) => {
      if (socket.readyState === socket.OPEN) socket.sendSoon(text);
    };

    socket.on('message', (data, isBinary) => {
      // Until the welcome nothing else counts: pings are answered even where nobody is at home.
      if (welcomed) lastHeardAt = served.monotonicMs();
      const text = isBinary ? '' : String(data);
      // The object's auto-response comes as bare text.
      if (text === PONG) return;
      const frame = GatewayFrame.safeParse(parseJson(text));
      if (!frame.success) {
        reason = 'the gateway sent a frame that could not be understood';
        return socket.close(CLOSE.frameInvalid);
      }
      if (frame.data.type !== 'welcome') return served.onFrame(frame.data);
      welcomed = true;
      lastHeardAt = served.monotonicMs();
      served.onWelcome(frame.data.epoch, send);
    });

    // A frame that is too large, or a broken connection: its close code (1006) says neither.
    socket.on('error', (error) => {
      reason ??= error.message;
    });

    const abort = () => {
      reason = 'drained';
      socket.close(1000);
      // A peer that does not answer the close must not hold the process.
      setTimeout(() => socket.terminate(), 1000).unref();
    };
    signal.addEventListener('abort', abort, { once: true });

    socket.once('close', (code) => {
      clearInterval(ticker);
      signal.removeEventListener('abort', abort);
      if (code === CLOSE.replaced) return resolve({ result: 'replaced' });
      if (code === CLOSE.versionUnsupported) return resolve({ result: 'version-unsupported' });
      resolve({ result: 'lost', detail: `${reason ?? CLOSED[code] ?? 'closed'} (${code})`, welcomed });
    });

    socket.send(JSON.stringify(served.hello));
    if (signal.aborted) abort();
  });
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
