import { isDeepStrictEqual } from 'node:util';
import type { CommandInput } from '#contracts/commands';
import type { SalesOrder } from '#contracts/sales-order';
import { decodeXml } from '../../../agent/erp/soap/decode.ts';
import type { XmlElement } from '../../../agent/erp/soap/xml-tree.ts';
import { atOnce } from '../../../agent/erp/steps.ts';
import type { NodeSoap } from './node-soap.ts';
import { orderAnswer, orderInErpWords } from './orders.ts';
import type { OurCodec } from './our-codec.ts';

/** A codec that does less would be quicker: these throw where one of the two does not do the whole work. */

const treeOf = (xml: string): XmlElement => {
  const decoded = atOnce(decodeXml(new TextEncoder().encode(xml), 'text/xml; charset=utf-8'));
  if (!decoded.ok) throw new Error(`a request is not XML: ${decoded.problem}`);
  return decoded.root;
};

/** Both write the same elements, in the same namespaces, with the same texts, header included. */
export function expectSameRequest(ours: OurCodec, theirs: NodeSoap, order: CommandInput<'order.create'>): void {
  if (isDeepStrictEqual(treeOf(ours.encode(order)), treeOf(theirs.encode(orderInErpWords(order))))) return;
  throw new Error(`the requests for ${order.reference} are not the same`);
}

/** Ours gives the contract's value, field by field; theirs has the order's number and all of its lines. */
export async function expectWholeOrder(ours: OurCodec, theirs: NodeSoap, order: SalesOrder): Promise<void> {
  const answer = orderAnswer(order);
  if (!isDeepStrictEqual(await ours.decode(answer, order.orderId), order))
    throw new Error(`the answer for ${order.orderId} is not the contract's value`);
  const text = JSON.stringify(theirs.decode(answer));
  const lines = text.split('"BruttoBetrag"').length - 1;
  const shipments = text.split('"LieferscheinNr"').length - 1;
  if (!text.includes(order.orderId) || lines !== order.lines.length || shipments !== order.shipments.length)
    throw new Error(`the soap package did not read the answer for ${order.orderId}`);
}
