/** Makes broken messages of good ones: the same seed gives the same messages. */

/** A small generator of numbers (mulberry32), so that a failure can be had again from its seed. */
export function numbersFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const PIECES = [
  ...[
    '<',
    '>',
    '</',
    '/>',
    '&',
    '&amp;',
    '&lt;',
    '&e;',
    '&#0;',
    '&#x1F;',
    '&#xD800;',
    '"',
    "'",
    '=',
    ':',
    ']]>',
    '<![CDATA[',
  ],
  ...[
    '<!--',
    '-->',
    '<?xml version="1.0"?>',
    '<!DOCTYPE a [<!ENTITY e "x">]>',
    'xmlns="urn:x"',
    ' xsi:nil="true"',
    '\u0000',
  ],
  ...[
    '\ufeff',
    '\ufffe',
    '0',
    '-',
    '.',
    ',',
    ' ',
    '\n',
    'é',
    '🚰',
    'true',
    '<t:No>7</t:No>',
    '<t:Code>0</t:Code>',
    'href="#1"',
    'id="1"',
  ],
];

/** One to four changes: a part cut out, doubled, moved, replaced by a piece, or a byte turned. */
export function mutated(message: Buffer, random: () => number): Buffer {
  let bytes = Buffer.from(message);
  const at = (): number => Math.floor(random() * (bytes.length + 1));
  const changes = 1 + Math.floor(random() * 4);
  for (let change = 0; change < changes; change += 1) {
    const [start, end] = [at(), at()].sort((a, b) => a - b) as [number, number];
    const [before, inside, after] = [bytes.subarray(0, start), bytes.subarray(start, end), bytes.subarray(end)];
    switch (Math.floor(random() * 7)) {
      case 0:
        bytes = Buffer.concat([before, after]);
        break;
      case 1:
        bytes = Buffer.concat([before, inside, inside, after]);
        break;
      case 2:
        bytes = Buffer.concat([before, Buffer.from(PIECES[Math.floor(random() * PIECES.length)] ?? ''), inside, after]);
        break;
      case 3:
        bytes = Buffer.concat([inside, before, after]);
        break;
      case 4:
        bytes = bytes.subarray(0, end);
        break;
      case 5:
        if (bytes.length > 0) bytes[start % bytes.length] = Math.floor(random() * 256);
        break;
      default:
        bytes = Buffer.concat([before, Buffer.from(PIECES[Math.floor(random() * PIECES.length)] ?? ''), after]);
    }
  }
  return bytes.subarray(0, 64 * 1024);
}
