import type { HttpAnswer } from './answer.ts';

/**
 * An answer in parts (SOAP with attachments, MTOM): some servers send every envelope so, also where nothing is
 * attached. The envelope is the part that `start` names, else the first (RFC 2387). Attachments are not looked at.
 */
export type RootPart = { ok: true; contentType: string; body: Uint8Array } | { ok: false; problem: string };

const parameter = (header: string, name: string): string | undefined => {
  const found = new RegExp(`;\\s*${name}\\s*=\\s*(?:"([^"]*)"|([^;\\s]+))`, 'i').exec(header);
  return found?.[1] ?? found?.[2];
};

/** An envelope by one of its names; MTOM has one of its own. */
const ENVELOPE_TYPE = /^\s*(?:text\/xml|application\/(?:soap\+xml|xop\+xml|xml))\s*(?:;|$)/i;
/** RFC 2046: a boundary has 70 characters at most. */
const BOUNDARY_CHARS_MAX = 70;
/** 64: no answer of an ERP has so many attachments. */
const PARTS_MAX = 64;

export const isMultipart = (contentType: string): boolean => /^\s*multipart\/related\s*;/i.test(contentType);

interface Part {
  headers: Map<string, string>;
  body: Uint8Array;
}

function partIn(bytes: Buffer): Part | null {
  const end = bytes.indexOf('\r\n\r\n');
  if (end === -1) return null;
  const lines = bytes.subarray(0, end).toString('latin1').split('\r\n');
  const headers = new Map<string, string>();
  for (const line of lines) {
    const colon = line.indexOf(':');
    if (colon > 0) headers.set(line.slice(0, colon).trim().toLowerCase(), line.slice(colon + 1).trim());
  }
  return { headers, body: bytes.subarray(end + 4) };
}

/** The parts up to the closing boundary; null where that is missing: then something was cut off. */
function partsIn(body: Uint8Array, boundary: string): Part[] | null {
  // The first boundary may stand at the very start, without the line end that belongs to the others.
  const bytes = Buffer.concat([Buffer.from('\r\n'), body]);
  const mark = `\r\n--${boundary}`;
  const parts: Part[] = [];
  let at = bytes.indexOf(mark);
  while (at !== -1 && parts.length <= PARTS_MAX) {
    const start = at + mark.length;
    if (bytes.subarray(start, start + 2).toString('latin1') === '--') return parts;
    const next = bytes.indexOf(mark, start);
    if (next === -1) return null;
    const part = partIn(bytes.subarray(bytes.indexOf('\r\n', start) + 2, next));
    if (part === null) return null;
    parts.push(part);
    at = next;
  }
  return null;
}

export function rootPart({ contentType, body }: HttpAnswer): RootPart {
  const no = (problem: string): RootPart => ({ ok: false, problem: `an answer in parts: ${problem}` });
  const boundary = parameter(contentType, 'boundary') ?? '';
  if (boundary === '' || boundary.length > BOUNDARY_CHARS_MAX) return no('it names no boundary');
  const parts = partsIn(body, boundary);
  if (parts === null) return no('it does not end');
  const start = parameter(contentType, 'start');
  const root = start === undefined ? parts[0] : parts.find(({ headers }) => headers.get('content-id') === start);
  if (root === undefined) return no('the envelope is not among them');
  const type = root.headers.get('content-type') ?? 'text/xml';
  if (!ENVELOPE_TYPE.test(type)) return no(`the first is of type ${type.slice(0, 60)}`);
  const encoding = root.headers.get('content-transfer-encoding') ?? '8bit';
  if (!/^(?:7bit|8bit|binary)$/i.test(encoding)) return no(`it is packed as ${encoding.slice(0, 20)}`);
  return { ok: true, contentType: type, body: root.body };
}
