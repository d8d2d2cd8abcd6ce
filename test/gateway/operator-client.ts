import { expect } from 'vitest';
import { DeadLetterPage } from '../../gateway/durable/dead-letters.ts';
import { OPERATOR_PASSPHRASE } from './bindings.ts';
import { askAsOperator, type TestTenant } from './tenant-setup.ts';

export const putPolicy = (tenantId: string, policy: unknown): Promise<Response> =>
  askAsOperator(`/tenants/${tenantId}/policy`, policy, OPERATOR_PASSPHRASE, 'PUT');

/** The policy as the gateway says it keeps it. */
export async function setPolicy({ tenantId }: TestTenant, policy: object): Promise<unknown> {
  const response = await putPolicy(tenantId, policy);
  expect(response.status).toBe(200);
  return response.json();
}

export const deleteCopies = (tenantId: string, customerId: string): Promise<Response> =>
  askAsOperator(`/tenants/${tenantId}/customers/${customerId}/copies`, undefined, OPERATOR_PASSPHRASE, 'DELETE');

/** Quiet at any hour; in two spans, since one from a time to the same time is empty. */
export const ALWAYS_QUIET = [
  { from: '00:00', to: '12:00', timeZone: 'UTC' },
  { from: '12:00', to: '00:00', timeZone: 'UTC' },
];

/** A page of the pushes that need somebody. */
export const deadLetters = async ({ tenantId }: TestTenant, query = ''): Promise<DeadLetterPage> => {
  const response = await askAsOperator(
    `/tenants/${tenantId}/dead-letters${query}`,
    undefined,
    OPERATOR_PASSPHRASE,
    'GET',
  );
  expect(response.status).toBe(200);
  return DeadLetterPage.parse(await response.json());
};
