import type { IncomingMessage } from 'node:http';

/** Of a body that is too large this much is read and thrown away: answered earlier, the caller would often see a broken connection instead of the answer. */
const DISCARDED_BYTES_MAX = 16_777_216;

/** The whole body as text, or why there is none. Nothing is kept of a body that is too large. */
export async function readBody(
  request: IncomingMessage,
  bytesMax: number,
): Promise<{ text: string } | 'too-large' | 'not-text' | 'broken-off'> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  return new Promise((resolve) => {
    request.on('data', (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes <= bytesMax) chunks.push(chunk);
      else chunks.length = 0;
      if (bytes > DISCARDED_BYTES_MAX) {
        request.pause();
        resolve('too-large');
      }
    });
    request.once('error', () => resolve('broken-off'));
    request.once('close', () => resolve('broken-off'));
    request.once('end', () => {
      if (bytes > bytesMax) return resolve('too-large');
      try {
        resolve({ text: new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(chunks)) });
      } catch {
        resolve('not-text');
      }
    });
  });
}
