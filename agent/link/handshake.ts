import { FRAME_BYTES_MAX } from '#contracts/frames';
import { LinkSocket } from './link-socket.ts';

/** 10 s: a TLS handshake through a slow proxy takes two or three. */
const HANDSHAKE_TIMEOUT_MS = 10_000;

export type Dialled =
  | { result: 'open'; socket: LinkSocket }
  /** The gateway answered and said no: the key is not known there, or the clocks differ. */
  | { result: 'refused'; status: number }
  /** `turnedAway`: the far end itself would not talk, so it is down for everybody and not for this site alone. */
  | { result: 'unreachable'; detail: string; turnedAway: boolean };

/** Nobody listens there, or whoever does hung up before the handshake was through. */
const TURNED_AWAY = new Set(['ECONNREFUSED', 'ECONNRESET', 'EPIPE']);

/** Dials the gateway once. Never throws and never rejects; aborted: unreachable. */
export function dial(gateway: string, token: string, signal: AbortSignal): Promise<Dialled> {
  const url = new URL('/v1/agent/socket', gateway);
  url.protocol = url.protocol === 'http:' ? 'ws:' : 'wss:';
  return new Promise((resolve) => {
    const socket = new LinkSocket(url, {
      headers: { authorization: `Bearer ${token}` },
      handshakeTimeout: HANDSHAKE_TIMEOUT_MS,
      maxPayload: FRAME_BYTES_MAX,
      // Frames are small and frequent; compression would cost more than it saves.
      perMessageDeflate: false,
      followRedirects: false,
    });
    const abort = () => socket.terminate();
    const settle = (dialled: Dialled) => {
      signal.removeEventListener('abort', abort);
      resolve(dialled);
    };
    socket.once('open', () => settle({ result: 'open', socket }));
    socket.once('unexpected-response', (request, response) => {
      request.destroy();
      settle({ result: 'refused', status: response.statusCode ?? 0 });
    });
    // Stays for the socket's life: an unheard error event would end the process.
    socket.on('error', (error: NodeJS.ErrnoException) =>
      settle({ result: 'unreachable', detail: error.message, turnedAway: TURNED_AWAY.has(error.code ?? '') }),
    );
    signal.addEventListener('abort', abort, { once: true });
    if (signal.aborted) abort();
  });
}
