import { expect, it } from 'vitest';
import { FrameSight } from './frame-sight.ts';

const text = JSON.stringify({ type: 'claim', pushId: 'p_1', filler: 'x'.repeat(70) });
const UPGRADE = Buffer.from('HTTP/1.1 101 Switching Protocols\r\nupgrade: websocket\r\n\r\n');

/** One text frame (RFC 6455, section 5.2). */
function frame(payload: string, mask: readonly number[] | null): Buffer {
  const bytes = Buffer.from(payload);
  const size = bytes.length < 126 ? [bytes.length] : [126, bytes.length >> 8, bytes.length & 0xff];
  const [short = 0, ...rest] = size;
  const head = Buffer.from([0x81, short | (mask === null ? 0 : 0x80), ...rest, ...(mask ?? [])]);
  const body = mask === null ? bytes : bytes.map((byte, at) => byte ^ (mask[at % 4] ?? 0));
  return Buffer.concat([head, body]);
}

it.each([
  ['masked', [1, 2, 3, 250]],
  ['plain', null],
] as const)('a %s frame is read, in one piece and byte by byte', (_name, mask) => {
  const all = Buffer.concat([UPGRADE, frame(text, mask), frame('ping', mask), frame('{"type":"go"}', mask)]);
  expect(new FrameSight().see('up', all)).toEqual(['claim', 'go']);
  const sight = new FrameSight();
  expect([...all].flatMap((byte) => sight.see('up', Buffer.from([byte])))).toEqual(['claim', 'go']);
});

it('a long frame is read', () => {
  const long = JSON.stringify({ type: 'outcome', filler: 'y'.repeat(5_000) });
  expect(new FrameSight().see('down', Buffer.concat([UPGRADE, frame(long, null)]))).toEqual(['outcome']);
});
