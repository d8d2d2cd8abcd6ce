import { type AgentFrame, type Hello, PROTOCOL } from '#contracts/frames';
import type { SimErp } from './erp.ts';

/** What an agent says first. An older version offers less, and does not say which epoch it knows. */
export function hello({ profile: { bounds } }: SimErp, lastEpoch: number, isOld: boolean): object {
  const commands = [
    'order.create',
    'order.read',
    'order.brew',
    ...(bounds.canLookUp ? ['order.find-by-reference'] : []),
  ];
  const newer = ['customer.create', ...(bounds.canLookUp ? ['customer.find-by-reference'] : [])];
  const connector: Hello['connector'] = {
    name: 'demo',
    title: 'Demo',
    version: '1.0.0',
    commands: isOld ? commands : [...commands, ...newer],
    writeBounds: isOld ? { 'order.create': bounds } : { 'order.create': bounds, 'customer.create': bounds },
  };
  const said = { type: 'hello', protocol: PROTOCOL, agentVersion: '1.0.0', connector };
  return isOld ? said : { ...said, lastEpoch };
}

/** For the trace. */
export const shortOf = (frame: AgentFrame): string =>
  frame.type === 'outcome'
    ? `outcome ${frame.outcome.result} ${frame.pushId}/${frame.attempt}`
    : frame.type === 'claim'
      ? `claim ${frame.pushId}/${frame.attempt}`
      : frame.type;
