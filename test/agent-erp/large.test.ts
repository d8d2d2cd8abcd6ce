import type { Socket } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { COMMANDS, type ReadCommandName } from '#contracts/commands';
import type { Erp } from '../../agent/erp/port.ts';
import { openRawErp, type RawErp, saying } from './raw-erp.ts';
import { answered, invoiceRow, orderRow, orders, paymentRow } from './wire.ts';

let raw: RawErp;
const { signal } = new AbortController();
const page = { customerId: '10447', limit: 50, cursor: null };

beforeAll(async () => {
  raw = await openRawErp();
});
afterAll(() => raw.close());

const list = (erp: Erp = raw.erp) => erp.read('order.list', { ...page, openOnly: false } as never, signal);
const expectNextIsFine = async () => {
  raw.next(saying(orders(orderRow(1))));
  expect(await list()).toMatchObject({ ok: true, value: { rows: [{ orderId: '1' }], problems: [] } });
};

/** Two good rows around one that does not fit, of each kind. */
const LISTS: [
  ReadCommandName,
  object,
  string,
  (bad: Record<string, string>) => string,
  Record<string, string>,
  string,
][] = [
  [
    'order.list',
    { ...page, openOnly: false },
    'AuftraegeLesen',
    (bad) => `<Auftraege>${orderRow(1)}${orderRow(2, bad)}${orderRow(3)}</Auftraege>`,
    { BruttoSumme: '12.5' },
    'total: not a decimal',
  ],
  [
    'invoice.list',
    { ...page, openOnly: false },
    'RechnungenLesen',
    (bad) => `<Rechnungen>${invoiceRow(1)}${invoiceRow(2, bad)}${invoiceRow(3)}</Rechnungen>`,
    { RechnungsDatum: '31.02.2026' },
    'issuedOn',
  ],
  [
    'payment.list',
    page,
    'ZahlungenLesen',
    (bad) => `<Zahlungen>${paymentRow(1)}${paymentRow(2, bad)}${paymentRow(3)}</Zahlungen>`,
    { Waehrung: 'Euro' },
    'currency',
  ],
];

describe('a row that does not fit', () => {
  it.each(LISTS)('is named in %s, and the others are given', async (command, input, operation, rows, bad, says) => {
    raw.next(saying(answered(operation, rows(bad))));
    const read = await raw.erp.read(command, input as never, signal);
    if (!read.ok) throw new Error(read.error.code);
    const given = read.value as { rows: unknown[]; problems: unknown[] };
    expect(COMMANDS[command].output.parse(given)).toEqual(given);
    expect(given.rows).toHaveLength(2);
    expect(given.problems).toEqual([{ row: 1, key: '2', problem: expect.stringContaining(says) }]);
  });
  it('leaves nothing of a search, which is given whole or not at all', async () => {
    raw.next(
      saying(answered('AuftragSuchen', `<Auftraege>${orderRow(1)}${orderRow(2, { Status: '31' })}</Auftraege>`)),
    );
    const asked = { by: 'order', number: '1', customerId: '10447' };
    expect(await raw.erp.read('order.find', asked as never, signal)).toMatchObject({
      ok: false,
      error: { code: 'erp.answer-off-contract', detail: expect.stringContaining('status') },
    });
    await expectNextIsFine();
  });
  it('does not end the page, even where it is all of them', async () => {
    raw.next(
      saying(orders(Array.from({ length: 1001 }, (_, index) => orderRow(index + 1, { Waehrung: '' })).join(''))),
    );
    const read = await list();
    if (!read.ok) throw new Error(read.error.code);
    expect(COMMANDS['order.list'].output.parse(read.value).problems).toHaveLength(1000);
  });
});

/** Sends the piece `times` times between a beginning and an end, as fast as it is taken. @returns bytes sent at the end */
const flood =
  (start: string, piece: string, times: number, end: string, onSent: (bytes: number) => void) =>
  (socket: Socket): void => {
    const bytes = Buffer.from(piece);
    const length = Buffer.byteLength(start) + bytes.length * times + Buffer.byteLength(end);
    socket.write(`HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\nContent-Length: ${length}\r\n\r\n${start}`);
    let sent = 0;
    socket.once('close', () => onSent(socket.bytesWritten));
    const more = (): void => {
      while (sent < times && !socket.destroyed) {
        sent += 1;
        if (!socket.write(bytes)) return void socket.once('drain', more);
      }
      if (!socket.destroyed) socket.write(end);
    };
    more();
  };

const [START = '', END = ''] = orders('|').split('|');
const MEGABYTE = 1024 * 1024;
/** How much memory was in use at most while the work ran, above what was before, in MB; and how often the loop turned. */
async function watched<T>(work: () => Promise<T>): Promise<{ value: T; grownMb: number; turns: number }> {
  const before = process.memoryUsage().rss;
  let most = before;
  let turns = 0;
  const sample = setInterval(() => {
    turns += 1;
    most = Math.max(most, process.memoryUsage().rss);
  }, 5);
  try {
    const value = await work();
    most = Math.max(most, process.memoryUsage().rss);
    return { value, grownMb: (most - before) / MEGABYTE, turns };
  } finally {
    clearInterval(sample);
  }
}

describe('an answer that is far too large', () => {
  it('is cut off while it comes: 64 MB of rows', async () => {
    const rows = Array.from({ length: 250 }, (_, index) => orderRow(index + 1)).join('');
    const times = Math.ceil((64 * MEGABYTE) / rows.length);
    let sent = Number.POSITIVE_INFINITY;
    const ended = new Promise<void>((resolve) => {
      raw.next(
        flood(START, rows, times, END, (bytes) => {
          sent = bytes;
          resolve();
        }),
      );
    });
    const { value, grownMb } = await watched(() => list());
    expect(value).toMatchObject({ ok: false, error: { code: 'erp.answer-too-large' } });
    await ended;
    expect(sent).toBeLessThan(32 * MEGABYTE);
    expect(grownMb).toBeLessThan(150);
    await expectNextIsFine();
  });
  it('of 200,000 rows gives the first 1,000, says what was left out, and lets others have their turn', async () => {
    const wide = await raw.withAnswerBytes(33_554_432);
    const good = Array.from({ length: 1000 }, (_, index) => orderRow(index + 1)).join('');
    const thin = `<Auftrag><AuftragsNr>7</AuftragsNr><BestellNr>${'x'.repeat(80)}</BestellNr></Auftrag>`;
    raw.next(flood(START + good, thin.repeat(100), 1_990, END, () => undefined));
    const { value, grownMb, turns } = await watched(() => list(wide));
    if (!value.ok) throw new Error(value.error.detail ?? value.error.code);
    expect(COMMANDS['order.list'].output.parse(value.value)).toEqual(value.value);
    expect(value.value.rows).toHaveLength(1000);
    const problem = '199000 more rows were sent than the 1000 that are taken; they are left out';
    expect(value.value.problems).toEqual([{ row: null, key: null, problem }]);
    expect(grownMb).toBeLessThan(300);
    expect(turns).toBeGreaterThan(10);
    await expectNextIsFine();
  });
  it('that is no page is refused, however many rows it has', async () => {
    raw.next(saying(answered('AuftragSuchen', `<Auftraege>${orderRow(1).repeat(1001)}</Auftraege>`)));
    const asked = { by: 'order', number: '1', customerId: '10447' };
    expect(await raw.erp.read('order.find', asked as never, signal)).toMatchObject({
      ok: false,
      error: { code: 'erp.answer-too-large', detail: '1001 rows, at most 1000' },
    });
  });
});
