/** What the page asks of its own server. */

import type { AssociationsPage, AssociationsRequest } from '../card/host-api.ts';
import { typeNamed } from './words.ts';

export type RecordType = 'companies' | 'deals' | 'tickets';
export type LinkedType = RecordType | 'line_items';

export interface CrmRow {
  id: string;
  properties: Record<string, string | null>;
}

export interface CrmRecord extends CrmRow {
  associations: Partial<Record<LinkedType, CrmRow[]>>;
}

export interface Account {
  portalId: number;
  appId: number;
  appName: string;
  timezone: string;
  user: { id: number; email: string; firstName: string; lastName: string };
  variables: Record<string, string>;
}

export interface Card {
  name: string;
  title: string;
  location: string;
  objectTypes: string[];
}

export type Condition = 'fine' | 'slow' | 'down' | 'loses-answers' | 'agent-off';

export interface ConditionState {
  current: Condition;
  available: Condition[];
}

async function ask<T>(path: string, init?: RequestInit): Promise<T> {
  const answer = await fetch(path, init);
  if (!answer.ok) throw new Error(answer.status === 404 ? 'This record does not exist.' : 'The CRM does not answer.');
  return (await answer.json()) as T;
}

const send = (method: string, body: unknown): RequestInit => ({
  method,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(body),
});

export const readAccount = () => ask<Account>('/api/account');
export const readCards = async () => (await ask<{ cards: Card[] }>('/api/cards')).cards;
export const readRecords = async (type: RecordType) =>
  (await ask<{ records: CrmRow[] }>(`/api/records/${type}`)).records;
export const readRecord = (type: RecordType, id: string) => ask<CrmRecord>(`/api/records/${type}/${id}`);
export const readProperties = async (type: RecordType, id: string) =>
  (await ask<{ properties: CrmRow['properties'] }>(`/api/records/${type}/${id}/properties`)).properties;
export const readAssociations = (type: RecordType, id: string, request: AssociationsRequest) => {
  const { toObjectType, properties = [], pageLength, offset } = request;
  const query = new URLSearchParams({ properties: properties.join(',') });
  if (pageLength !== undefined) query.set('pageLength', String(pageLength));
  if (offset !== undefined) query.set('offset', String(offset));
  return ask<AssociationsPage>(`/api/records/${type}/${id}/associations/${typeNamed(toObjectType)}?${query}`);
};
export const changeProperty = (type: RecordType, id: string, name: string, value: string) =>
  ask(`/api/records/${type}/${id}`, send('PATCH', { properties: { [name]: value } }));
export const readCondition = () => ask<ConditionState>('/control/condition');
export const changeCondition = (condition: Condition) =>
  ask<ConditionState>('/control/condition', send('POST', { condition }));
