import { join } from 'node:path';
import { COMMANDS, type CommandInput, type CommandName } from '#contracts/commands';
import type { SalesOrder } from '#contracts/sales-order';
import { type Connector, loadConnector } from '../../../agent/erp/connector/load.ts';
import { planRequest, type Sources } from '../../../agent/erp/connector/plan.ts';
import { type PreparedCall, type PreparedCommand, prepareCommands } from '../../../agent/erp/connector/prepare.ts';
import { inSlices } from '../../../agent/erp/patience.ts';
import { readSoapAnswer } from '../../../agent/erp/soap/answer.ts';
import { encodeRequest } from '../../../agent/erp/soap/encode.ts';

export const CONNECTOR = join(import.meta.dirname, '../../../agent/connectors/demo-erp');
/** What the login gave; both codecs send it. */
export const SESSION = 'S-0123456789ABCDEF';

/** What the agent does between the contract and the bytes of an order, as `caller.ts` and `soap-erp.ts` do it. */
export interface OurCodec {
  connector: Connector;
  /** The contract's input, checked → the request's envelope. Throws where it is refused. */
  encode(order: CommandInput<'order.create'>): string;
  /** The bytes of an answer about this order → judged, read and checked by the contract. Throws where it is refused. */
  decode(bytes: Uint8Array, orderId: string): Promise<SalesOrder>;
}

export async function openOurCodec(): Promise<OurCodec> {
  const loaded = await loadConnector(CONNECTOR);
  if (!loaded.ok) throw new Error(loaded.error.detail ?? loaded.error.code);
  const connector = loaded.value;
  const { document, services, types } = connector;
  const commands = prepareCommands(document, services);
  const ready = (name: CommandName): { command: PreparedCommand; call: PreparedCall } => {
    const command = commands.get(name);
    const call = command?.steps[0]?.call;
    if (command === undefined || call === undefined) throw new Error(`the connector has no ${name}`);
    return { command, call };
  };
  const create = ready('order.create').call;
  const read = ready('order.read');
  const bounds = { lists: read.command.shaper.lists, rowsMax: document.limits.rowsMax };
  const vocabulary = { namespaces: document.namespaces, types };
  const { formats, namespaces } = document;
  const sources: Sources = {
    formats,
    namespaces,
    settings: {},
    session: { id: SESSION },
    stamps: {},
    page: {},
    kept: {},
    row: null,
  };
  return {
    connector,
    encode(order) {
      const asked = COMMANDS['order.create'].input.parse(order);
      const body = planRequest(create.request, asked, sources);
      if (!body.ok) throw new Error(body.error.detail ?? body.error.code);
      const headers = create.headers.map(({ name, shape, fields }) => {
        const value = planRequest(fields, asked, sources);
        if (!value.ok) throw new Error(value.error.detail ?? value.error.code);
        return { name, shape, value: value.value };
      });
      const encoded = encodeRequest(create.shape, { body: body.value, headers }, vocabulary);
      if (!encoded.ok) throw new Error(encoded.problem);
      return encoded.xml;
    },
    async decode(bytes, orderId) {
      const http = { status: 200, contentType: 'text/xml; charset=utf-8', body: bytes };
      const answer = (await inSlices(readSoapAnswer(http, read.call.shape, bounds)))?.done;
      if (answer?.kind !== 'answer') throw new Error(`the answer was ${answer?.kind ?? 'left alone'}`);
      const judgement = read.call.judge.judgeRead(answer.element);
      if (judgement.kind !== 'success') throw new Error(`the answer was judged ${judgement.kind}`);
      const answers = new Map([['main', [answer.element]]]);
      const gathered = {
        answers,
        ofRow: new Map(),
        rowProblems: new Map(),
        input: { orderId },
        leftOut: answer.leftOut,
      };
      const shaped = (await inSlices(read.command.shaper.shape(gathered)))?.done;
      if (!shaped?.ok) throw new Error(shaped?.error.detail ?? 'the answer was left alone');
      return shaped.value as SalesOrder;
    },
  };
}
