import type { CommandName } from '#contracts/commands';
import type { ConnectorDocument } from '#contracts/connector';
import type { CallMapping, CommandMapping, Step } from '#contracts/connector-call';
import type { SendFields } from '#contracts/connector-send';
import { serviceOf, servicesOf, stepsOf } from '../erp/connector/prepare.ts';
import type { ServiceShape } from '../erp/soap/shapes.ts';
import { offeredBy, type Touch } from './touch.ts';

/** One call that a document describes, and what hangs on it. */
export interface DescribedCall {
  service: string;
  operation: string;
  /** `main` for a command of one call. */
  step: string;
  /** Commands that make it; a login is made for all of them. */
  commands: readonly CommandName[];
  request: SendFields;
  headers: Record<string, SendFields>;
  call: CallMapping | Step | NonNullable<NonNullable<ConnectorDocument['login']>['session']>;
  /** Null for a login. */
  command: { name: CommandName; mapping: CommandMapping } | null;
}

/** Every call of a document: its commands' steps, the further pages of a search, and the login. */
export function describedCalls(
  document: ConnectorDocument,
  services: ReadonlyMap<string, ServiceShape>,
): DescribedCall[] {
  const described = servicesOf(document);
  const calls: DescribedCall[] = [];
  const add = (
    call: DescribedCall['call'],
    step: string,
    commands: readonly CommandName[],
    command: DescribedCall['command'],
  ): void => {
    const service = serviceOf(call, services) ?? call.service ?? Object.keys(described)[0] ?? '';
    const ofService = command === null ? {} : (described[service]?.headers ?? {});
    const headers = { ...ofService, ...(call.headers ?? {}) };
    calls.push({ service, operation: call.operation, step, commands, request: call.request, headers, call, command });
  };
  for (const [name, mapping] of Object.entries(document.commands) as [CommandName, CommandMapping][]) {
    for (const step of stepsOf(name, mapping)) add(step, step.step, [name], { name, mapping });
    if (mapping.paging?.by === 'search') add(mapping.paging.more, 'more', [name], { name, mapping });
  }
  if (document.login?.session !== undefined) add(document.login.session, 'login', [...offeredBy(document)], null);
  return calls;
}

export const touchesOf = ({ commands }: DescribedCall, field: string): Touch[] =>
  commands.map((command) => ({ command, field }));
