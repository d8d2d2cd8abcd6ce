import { SELF } from 'cloudflare:test';
import { createHash, createHmac } from 'node:crypto';
import { app } from '../../gateway/app.ts';
import type { Env } from '../../gateway/env.ts';
import { HUBSPOT_ACCOUNT } from '../sandbox/hubspot/account.ts';
import { GATEWAY_URL } from './bindings.ts';

const SECRET: string = HUBSPOT_ACCOUNT.clientSecret;
const ACTION = '/v1/hubspot/workflow-actions/send-deal';
const EVENTS = '/v1/hubspot/events';

/** To the gateway as it is, or with other bindings. */
async function post(path: string, body: string, headers: Record<string, string>, bindings?: Env): Promise<Response> {
  const all = { 'content-type': 'application/json', ...headers };
  const request = new Request(GATEWAY_URL + path, { method: 'POST', headers: all, body });
  return bindings === undefined ? SELF.fetch(request) : app.fetch(request, bindings);
}

/** The digest that HubSpot puts on a workflow's call (version 2). */
export const signatureV2 = (body: string, { path = ACTION, secret = SECRET } = {}): string =>
  createHash('sha256').update(`${secret}POST${GATEWAY_URL}${path}${body}`).digest('hex');

/** A workflow executes the action; headers of null are left out. */
export function callAction(
  call: unknown,
  headers: Record<string, string | null> = {},
  bindings?: Env,
): Promise<Response> {
  const body = typeof call === 'string' ? call : JSON.stringify(call);
  const all = { 'x-hubspot-signature': signatureV2(body), 'x-hubspot-signature-version': 'v2', ...headers };
  const sent = Object.entries(all).filter((entry): entry is [string, string] => entry[1] !== null);
  return post(ACTION, body, Object.fromEntries(sent), bindings);
}

/** What HubSpot sends when the action is executed for a deal. */
export const actionCall = (portalId: string, dealId: string, callbackId: string) => ({
  callbackId,
  origin: { portalId: Number(portalId), actionDefinitionId: 10860211, actionDefinitionVersion: 1 },
  context: { source: 'WORKFLOWS', workflowId: 192814114 },
  object: { objectId: Number(dealId), objectType: 'DEAL' },
  inputFields: {},
});

/** Events as HubSpot delivers them, signed with version 3. */
export function sendEvents(events: unknown, secret = SECRET, bindings?: Env): Promise<Response> {
  const body = JSON.stringify(events);
  const timestamp = String(Date.now());
  const text = `POST${GATEWAY_URL}${EVENTS}${body}${timestamp}`;
  const signature = createHmac('sha256', secret).update(text).digest('base64');
  const headers = { 'x-hubspot-signature-v3': signature, 'x-hubspot-request-timestamp': timestamp };
  return post(EVENTS, body, headers, bindings);
}

/** A deal's stage changed. */
export const stageEvent = (portalId: string, dealId: string, more: object = {}) => ({
  eventId: 3_800_001,
  subscriptionId: 251,
  portalId: Number(portalId),
  appId: HUBSPOT_ACCOUNT.appId,
  occurredAt: Date.now(),
  subscriptionType: 'object.propertyChange',
  attemptNumber: 0,
  objectId: Number(dealId),
  objectTypeId: '0-3',
  changeSource: 'CRM_UI',
  propertyName: 'dealstage',
  propertyValue: 'closedwon',
  ...more,
});
