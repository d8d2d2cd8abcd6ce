/** What HubSpot is told: properties of the deal, and the end of a workflow's action. */

import { failure } from '#contracts/errors';
import type { CrmRecordId } from '#contracts/ids';
import { fail, ok, type Result } from '#contracts/result';
import type { WorkflowOutcome } from '../core/crm-write.ts';
import type { HubspotApi } from './hubspot-api.ts';
import { DEAL_PROPERTIES } from './hubspot-properties.ts';
import { CALLBACK_VERSION, CRM_VERSION } from './hubspot-version.ts';
import type { DealFacts } from './port.ts';

/** More of a problem helps nobody in a list. */
const SENTENCE_MAX = 1_000;

type Properties = Record<string, string>;

/** An empty text clears a property ("Clear a property value", CRM objects API). */
function propertiesOf({ orderNumber, status, problem, at }: DealFacts): Properties {
  return {
    ...(orderNumber === undefined ? {} : { [DEAL_PROPERTIES.orderNumber]: orderNumber }),
    ...(status === undefined ? {} : { [DEAL_PROPERTIES.status]: status ?? '' }),
    ...(problem === undefined ? {} : { [DEAL_PROPERTIES.problem]: (problem ?? '').slice(0, SENTENCE_MAX) }),
    ...(at === undefined ? {} : { [DEAL_PROPERTIES.syncedAt]: new Date(at).toISOString() }),
  };
}

/**
 * Writes our properties alone, in their own PATCH, so that rules for other properties are less likely to refuse them.
 * A property that HubSpot refuses by name is left out and the rest written; a refused order number is said on the
 * deal in words, and the write still counts as failed: an administrator may mend it.
 */
export async function writeDeal(
  api: HubspotApi,
  dealId: CrmRecordId,
  facts: DealFacts,
): Promise<Result<{ leftOut: string[] }>> {
  const path = `crm/objects/${CRM_VERSION}/deals/${dealId}`;
  const properties = propertiesOf(facts);
  const written = await api.request('PATCH', path, { properties });
  if (written.ok) return ok({ leftOut: [] });
  const leftOut = written.refusedProperties.filter((name) => name in properties);
  if (leftOut.length === 0) return fail(written.error);
  const isNumberRefused = facts.orderNumber !== undefined && leftOut.includes(DEAL_PROPERTIES.orderNumber);
  const said = isNumberRefused
    ? { ...properties, ...propertiesOf({ problem: unwritten(facts.orderNumber) }) }
    : properties;
  const rest = Object.fromEntries(Object.entries(said).filter(([name]) => !leftOut.includes(name)));
  if (Object.keys(rest).length === 0) return fail(written.error);
  const second = await api.request('PATCH', path, { properties: rest });
  if (isNumberRefused || !second.ok) return fail(isNumberRefused || second.ok ? written.error : second.error);
  return ok({ leftOut });
}

const unwritten = (orderNumber = ''): string =>
  `The ERP made order ${orderNumber}, but the CRM refused to note the number on the deal. ${failure('crm.rejected').advice}`;

/**
 * Ends a workflow's action that was answered with BLOCK ("Asynchronous custom action execution"). Said twice, the
 * second is refused as not found.
 */
export async function completeWorkflow(
  api: HubspotApi,
  callbackId: string,
  outcome: WorkflowOutcome,
): Promise<Result<null>> {
  const path = `automation/actions/callbacks/${CALLBACK_VERSION}/${encodeURIComponent(callbackId)}/complete`;
  const completed = await api.request('POST', path, { outputFields: outputFieldsOf(outcome) });
  return completed.ok ? ok(null) : fail(completed.error);
}

/** The action's outputs as its description names them (workflow-actions/send-deal-hsmeta.json). */
export const outputFieldsOf = ({ status, orderId, problem }: WorkflowOutcome): Record<string, string> => ({
  hs_execution_state: status === 'ordered' ? 'SUCCESS' : 'FAIL_CONTINUE',
  erp_status: status,
  erp_order_number: orderId ?? '',
  erp_problem: (problem ?? '').slice(0, SENTENCE_MAX),
});
