import { Hono } from 'hono';
import { z } from 'zod';
import { errorAnswer, invalid, notFound } from './errors.ts';
import { jsonObject } from './objects-api.ts';

/** "Asynchronous custom action execution": `hs_execution_state` is required and ends the wait. */
const Outputs = z.looseObject({ hs_execution_state: z.enum(['SUCCESS', 'FAIL_CONTINUE']) });

/** Executions of a workflow's action that were answered with BLOCK, and how each was completed. */
export class WorkflowCallbacks {
  readonly #blocked = new Map<string, Record<string, unknown> | null>();

  block(callbackId: string): void {
    this.#blocked.set(callbackId, null);
  }

  /** The outputs; null: it still waits; undefined: there is no such execution. */
  outputs(callbackId: string): Record<string, unknown> | null | undefined {
    return this.#blocked.get(callbackId);
  }

  complete(callbackId: string, outputs: Record<string, unknown>): boolean {
    if (this.#blocked.get(callbackId) !== null) return false;
    this.#blocked.set(callbackId, outputs);
    return true;
  }
}

/** POST /automation/actions/callbacks/{version}/{callbackId}/complete. What is not blocked is not found. */
export function workflowCallbacksApi(callbacks: WorkflowCallbacks): Hono {
  const api = new Hono();
  api.post('/:callbackId/complete', async (context) => {
    const outputs = Outputs.safeParse((await jsonObject(context.req.raw))?.outputFields);
    if (!outputs.success) return errorAnswer(invalid('hs_execution_state is required in outputFields'));
    const callbackId = context.req.param('callbackId');
    return callbacks.complete(callbackId, outputs.data) ? context.body(null, 204) : errorAnswer(notFound(callbackId));
  });
  return api;
}
