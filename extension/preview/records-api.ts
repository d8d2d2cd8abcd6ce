import { Hono } from 'hono';
import { z } from 'zod';
import { type CrmClient, CrmRefusal } from './crm-client.ts';
import { RECORD_VIEWS, viewOf } from './record-views.ts';

const Change = z.strictObject({ properties: z.record(z.string().max(100), z.string().max(2000)) });
/** As a card asks (`FetchAssociationsRequest` in @hubspot/ui-extensions): ten rows where it does not say how many. */
const AssociationsQuery = z.object({
  properties: z.string().max(2000).default(''),
  pageLength: z.coerce.number().int().min(1).max(100).default(10),
  offset: z.coerce.number().int().min(0).default(0),
});
const RecordId = z.string().regex(/^[A-Za-z0-9]{1,32}$/);

/** `/api/records/…`: the CRM's records as the page needs them. */
export function recordsApi(crm: CrmClient): Hono {
  const api = new Hono();
  api.onError((error, context) => {
    if (error instanceof CrmRefusal && error.status === 404) return context.json({ error: 'no such record' }, 404);
    return context.json({ error: 'the CRM could not be read' }, 502);
  });

  api.get('/:type', async (context) => {
    const view = viewOf(context.req.param('type'));
    if (view === null) return context.json({ error: 'no such type' }, 404);
    const records = await crm.list(context.req.param('type'), view.list);
    return context.json({ records: records.map(({ id, properties }) => ({ id, properties })) });
  });

  api.get('/:type/:id', async (context) => {
    const view = viewOf(context.req.param('type'));
    const id = RecordId.safeParse(context.req.param('id'));
    if (view === null || !id.success) return context.json({ error: 'no such record' }, 404);
    const record = await crm.read(context.req.param('type'), id.data, view.detail, view.associations);
    const linked = await Promise.all(
      view.associations.map(async (type) => {
        // The key is written with a space for line items in HubSpot's answers.
        const results = record.associations?.[type] ?? record.associations?.[type.replace('_', ' ')];
        const ids = results?.results.map((row) => row.id) ?? [];
        const records = await crm.readMany(type, ids, RECORD_VIEWS[type].list);
        return [type, records.map((row) => ({ id: row.id, properties: row.properties }))] as const;
      }),
    );
    return context.json({ id: record.id, properties: record.properties, associations: Object.fromEntries(linked) });
  });

  api.get('/:type/:id/properties', async (context) => {
    const view = viewOf(context.req.param('type'));
    const id = RecordId.safeParse(context.req.param('id'));
    if (view === null || !id.success) return context.json({ error: 'no such record' }, 404);
    const record = await crm.read(context.req.param('type'), id.data, view.detail, []);
    return context.json({ properties: record.properties });
  });

  api.get('/:type/:id/associations/:to', async (context) => {
    const { type, to } = context.req.param();
    const id = RecordId.safeParse(context.req.param('id'));
    const query = AssociationsQuery.safeParse(context.req.query());
    if (viewOf(type) === null || viewOf(to) === null || !id.success || !query.success) {
      return context.json({ error: 'no such associations' }, 404);
    }
    const { offset, pageLength, properties } = query.data;
    const all = await crm.associated(type, id.data, to);
    const page = all.slice(offset, offset + pageLength);
    const names = properties.split(',').filter((name) => name !== '');
    const records = await crm.readMany(
      to,
      page.map(({ toObjectId }) => toObjectId),
      names,
    );
    const results = page.flatMap(({ toObjectId, associationTypes }) => {
      const record = records.find((row) => row.id === toObjectId);
      if (record === undefined) return [];
      // Only what was asked for; what a record does not have is there, and empty.
      const asked = Object.fromEntries(names.map((name) => [name, record.properties[name] ?? null]));
      return [{ toObjectId: Number(toObjectId), associationTypes, properties: asked }];
    });
    const nextOffset = offset + page.length;
    return context.json({ results, hasMore: nextOffset < all.length, nextOffset });
  });

  api.patch('/:type/:id', async (context) => {
    const id = RecordId.safeParse(context.req.param('id'));
    const change = Change.safeParse(await context.req.json().catch(() => null));
    if (viewOf(context.req.param('type')) === null || !id.success || !change.success) {
      return context.json({ error: 'invalid change' }, 400);
    }
    await crm.write(context.req.param('type'), id.data, change.data.properties);
    return context.json({});
  });

  return api;
}
