import { beforeAll, describe, expect, it } from 'vitest';
import { type NodeSoap, openNodeSoap } from './node-soap.ts';
import { newOrder, salesOrder } from './orders.ts';
import { type OurCodec, openOurCodec } from './our-codec.ts';
import { expectSameRequest, expectWholeOrder } from './same-messages.ts';

let ours: OurCodec;
let theirs: NodeSoap;
beforeAll(async () => {
  [ours, theirs] = await Promise.all([openOurCodec(), openNodeSoap()]);
});

describe('what the bench compares', () => {
  it('is the same message of both, and the whole order of ours', async () => {
    for (let index = 0; index < 30; index += 1) {
      expectSameRequest(ours, theirs, newOrder(index));
      await expectWholeOrder(ours, theirs, salesOrder(index));
    }
  });
  it('is not a request with another text or without its header', () => {
    const texts = { ...ours, encode: () => ours.encode(newOrder(2)) };
    expect(() => expectSameRequest(texts, theirs, newOrder(1))).toThrow('not the same');
    const bare = {
      ...ours,
      encode: (order: Parameters<OurCodec['encode']>[0]) =>
        ours.encode(order).replace(/<soap:Header>.*<\/soap:Header>/, ''),
    };
    expect(() => expectSameRequest(bare, theirs, newOrder(1))).toThrow('not the same');
  });
  it('is not an order that lacks a field', async () => {
    const less = {
      ...ours,
      decode: async (bytes: Uint8Array, orderId: string) => ({
        ...(await ours.decode(bytes, orderId)),
        customerReference: null,
      }),
    };
    await expect(expectWholeOrder(less, theirs, salesOrder(1))).rejects.toThrow('not the contract');
  });
  it('is not an answer that the soap package only looked at', async () => {
    const nothing = { ...theirs, decode: () => ({}) };
    await expect(expectWholeOrder(ours, nothing, salesOrder(1))).rejects.toThrow('did not read');
  });
});
