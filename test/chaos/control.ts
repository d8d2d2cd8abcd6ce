import { request } from 'node:http';

/** Longer than any stand-in takes on a busy machine. */
const TIMEOUT_MS = 20_000;

/**
 * One request to a stand-in's control port, over a connection of its own: one that was kept open may belong to a
 * process that a fault has killed since.
 * @returns the body as JSON; null where there is none
 */
export function control(url: string, method: 'GET' | 'POST', body?: object): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const asked = request(url, { method, agent: false, headers: { 'content-type': 'application/json' } }, (answer) => {
      const chunks: Buffer[] = [];
      answer.on('data', (chunk: Buffer) => chunks.push(chunk));
      answer.on('error', reject);
      answer.on('end', () => {
        const text = Buffer.concat(chunks).toString('utf8');
        if ((answer.statusCode ?? 500) >= 400) {
          reject(new Error(`${method} ${url} answered ${answer.statusCode}: ${text.slice(0, 200)}`));
        } else resolve(text === '' ? null : JSON.parse(text));
      });
    });
    asked.setTimeout(TIMEOUT_MS, () => asked.destroy(new Error(`${method} ${url} did not answer`)));
    asked.on('error', reject);
    asked.end(body === undefined ? undefined : JSON.stringify(body));
  });
}
