import { percentile } from '../percentile.ts';
import { openNodeSoap } from './node-soap.ts';
import { newOrder, orderAnswer, orderInErpWords, salesOrder } from './orders.ts';
import { openOurCodec } from './our-codec.ts';
import { expectSameRequest, expectWholeOrder } from './same-messages.ts';

/** What 1,000 orders take: to be encoded and decoded, in milliseconds. */
export interface OrderTimes {
  encodeMs: number;
  decodeMs: number;
  ms: number;
  /** Of all threads of the process, the collector's too: what another process takes of the machine is not in it. */
  cpuMs: number;
}

export interface OrderSpeed {
  ours: OrderTimes;
  nodeSoap: OrderTimes;
  /** Of all requests and answers. */
  megabytes: number;
}

const ORDERS = 1_000;
const SERIES = 3;

type Work = () => void | Promise<void>;
async function timed(encode: Work, decode: Work): Promise<OrderTimes> {
  const cpu = process.cpuUsage();
  const startedMs = performance.now();
  await encode();
  const encodedMs = performance.now();
  await decode();
  const endedMs = performance.now();
  const { user, system } = process.cpuUsage(cpu);
  return {
    encodeMs: encodedMs - startedMs,
    decodeMs: endedMs - encodedMs,
    ms: endedMs - startedMs,
    cpuMs: (user + system) / 1_000,
  };
}

const medianOf = (times: readonly OrderTimes[]): OrderTimes => {
  const of = (key: keyof OrderTimes): number =>
    percentile(
      times.map((one) => one[key]),
      0.5,
    );
  return { encodeMs: of('encodeMs'), decodeMs: of('decodeMs'), ms: of('ms'), cpuMs: of('cpuMs') };
};

/**
 * Three series; in each so many rounds of 1,000 orders, ours and theirs in turns, so that what else the machine does
 * meets both. Of a series the median round counts, and of the series the median. What the soap package encodes is made ready for it, in the ERP's words; ours checks, maps and formats, and checks again.
 */
export async function orderSpeed(rounds: number): Promise<OrderSpeed> {
  const ours = await openOurCodec();
  const theirs = await openNodeSoap();
  const indexes = Array.from({ length: ORDERS }, (_, index) => index);
  const asked = indexes.map(newOrder);
  const asObjects = asked.map(orderInErpWords);
  const orders = indexes.map(salesOrder);
  const answers = orders.map(orderAnswer);
  let bytes = answers.reduce((sum, { length }) => sum + length, 0);
  for (const order of asked) {
    expectSameRequest(ours, theirs, order);
    bytes += Buffer.byteLength(ours.encode(order));
  }
  for (const order of orders) await expectWholeOrder(ours, theirs, order);

  // Each request is looked at, so that no compiler can leave its making out.
  const expectText = (xml: string): void => {
    if (xml.length < 500) throw new Error('a request is not whole');
  };
  const oneOfOurs = () =>
    timed(
      () => {
        for (const order of asked) expectText(ours.encode(order));
      },
      async () => {
        for (const [index, answer] of answers.entries()) await ours.decode(answer, orders[index]?.orderId ?? '');
      },
    );
  const oneOfTheirs = () =>
    timed(
      () => {
        for (const request of asObjects) expectText(theirs.encode(request));
      },
      () => {
        for (const answer of answers) theirs.decode(answer);
      },
    );
  const series = async (): Promise<{ ours: OrderTimes; nodeSoap: OrderTimes }> => {
    const ourTimes: OrderTimes[] = [];
    const theirTimes: OrderTimes[] = [];
    for (let round = 0; round < rounds; round += 1) {
      ourTimes.push(await oneOfOurs());
      theirTimes.push(await oneOfTheirs());
    }
    return { ours: medianOf(ourTimes), nodeSoap: medianOf(theirTimes) };
  };
  // Once for the compiler.
  await series();
  const ourSeries: OrderTimes[] = [];
  const theirSeries: OrderTimes[] = [];
  for (let turn = 0; turn < SERIES; turn += 1) {
    const one = await series();
    ourSeries.push(one.ours);
    theirSeries.push(one.nodeSoap);
  }
  return { ours: medianOf(ourSeries), nodeSoap: medianOf(theirSeries), megabytes: bytes / 1e6 };
}
