import type { Way } from '../sandbox/tcp-gate.ts';

/** The beginning of a payload, unmasked; enough to read a frame's `type` (RFC 6455, section 5.2). */
const HEAD_BYTES = 200;

/**
 * Reads the types of the JSON frames that pass on one WebSocket, from the bytes alone and in whatever pieces they
 * come. Knows no more of WebSockets than our agents and workerd use: unfragmented text.
 */
export class FrameSight {
  readonly #rest: Record<Way, Buffer> = { up: Buffer.alloc(0), down: Buffer.alloc(0) };
  readonly #upgraded: Record<Way, boolean> = { up: false, down: false };

  /** The types of the frames that this piece completes. */
  see(way: Way, piece: Buffer): string[] {
    let bytes = Buffer.concat([this.#rest[way], piece]);
    if (!this.#upgraded[way]) {
      const end = bytes.indexOf('\r\n\r\n');
      if (end >= 0) {
        this.#upgraded[way] = true;
        bytes = bytes.subarray(end + 4);
      }
    }
    const types: string[] = [];
    while (this.#upgraded[way]) {
      const frame = firstFrame(bytes);
      if (frame === null) break;
      bytes = bytes.subarray(frame.length);
      if (frame.type !== null) types.push(frame.type);
    }
    this.#rest[way] = bytes;
    return types;
  }
}

/** The frame at the start of these bytes; null: not all of it is there. */
function firstFrame(bytes: Buffer): { length: number; type: string | null } | null {
  if (bytes.length < 2) return null;
  const masked = (bytes.readUInt8(1) & 0x80) !== 0;
  const short = bytes.readUInt8(1) & 0x7f;
  const extended = short === 126 ? 2 : short === 127 ? 8 : 0;
  const start = 2 + extended + (masked ? 4 : 0);
  if (bytes.length < start) return null;
  const size = extended === 0 ? short : extended === 2 ? bytes.readUInt16BE(2) : Number(bytes.readBigUInt64BE(2));
  if (bytes.length < start + size) return null;
  const head = Buffer.from(bytes.subarray(start, start + Math.min(size, HEAD_BYTES)));
  if (masked)
    for (let at = 0; at < head.length; at += 1) head[at] = (head[at] ?? 0) ^ bytes.readUInt8(start - 4 + (at % 4));
  return { length: start + size, type: /"type":"([a-z]+)"/.exec(head.toString('latin1'))?.[1] ?? null };
}
