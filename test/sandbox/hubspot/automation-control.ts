import { Hono } from 'hono';
import { z } from 'zod';
import type { CrmRecords } from './records.ts';
import type { Webhooks } from './webhooks.ts';
import type { WorkflowCallbacks } from './workflow-callbacks.ts';

export interface AutomationControl {
  records: CrmRecords;
  webhooks: Webhooks;
  callbacks: WorkflowCallbacks;
}

const Delivery = z.strictObject({ times: z.int().min(1).max(100).default(1), shuffled: z.boolean().default(false) });
const Deliver = Delivery.extend({ targetUrl: z.url() });
const Block = z.strictObject({ callbackId: z.string().min(1).max(200) });
const Missing = z.strictObject({ missing: z.array(z.string()).max(20) });

/** `/control/…`: what HubSpot does by itself, when a test says so. */
export function automationControl({ records, webhooks, callbacks }: AutomationControl): Hono {
  const api = new Hono();
  const body = async <T>(request: Request, schema: z.ZodType<T>): Promise<T | null> => {
    const parsed = schema.safeParse(await request.json().catch(() => null));
    return parsed.success ? parsed.data : null;
  };

  /** Events that wait, as the bodies in which HubSpot would send them. */
  api.post('/webhooks/take', async (context) => {
    const delivery = await body(context.req.raw, Delivery);
    return delivery === null ? context.json({}, 400) : context.json({ requests: webhooks.take(delivery) });
  });

  /** Sends them, signed. */
  api.post('/webhooks/deliver', async (context) => {
    const delivery = await body(context.req.raw, Deliver);
    if (delivery === null) return context.json({}, 400);
    return context.json({ statuses: await webhooks.deliver(delivery.targetUrl, delivery) });
  });

  /** An action was answered with BLOCK. */
  api.post('/callbacks', async (context) => {
    const block = await body(context.req.raw, Block);
    if (block === null) return context.json({}, 400);
    callbacks.block(block.callbackId);
    return context.json({});
  });

  api.get('/callbacks/:callbackId', (context) => {
    const outputs = callbacks.outputs(context.req.param('callbackId'));
    return context.json({ known: outputs !== undefined, outputs: outputs ?? null });
  });

  /** Properties that nobody has made in this account. */
  api.put('/properties', async (context) => {
    const wanted = await body(context.req.raw, Missing);
    if (wanted === null) return context.json({}, 400);
    records.missingProperties.clear();
    for (const name of wanted.missing) records.missingProperties.add(name);
    return context.json({});
  });

  return api;
}
