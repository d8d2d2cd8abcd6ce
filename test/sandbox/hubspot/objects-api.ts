import { Hono } from 'hono';
import { errorAnswer, invalid, noSuchPath, notFound } from './errors.ts';
import { associationKey, associationTypes, type ObjectType, objectTypeOf } from './object-types.ts';
import { checkProperty, DEFAULT_PROPERTIES, missingProperty, PROPERTIES } from './properties.ts';
import { type CrmRecord, type CrmRecords, typesOf } from './records.ts';

/** HubSpot's limits: ids in one batch, and rows in one page. */
const BATCH_MAX = 100;
const PAGE_MAX = 100;

/**
 * `/crm/objects/{version}/…`, as the date-versioned reference describes it: list, read, batch read, update,
 * and the associations of a record.
 */
export function objectsApi(records: CrmRecords, now: () => number): Hono {
  const api = new Hono();

  api.get('/:type', (context) => {
    const type = objectTypeOf(context.req.param('type'));
    if (type === null) return errorAnswer(noSuchPath());
    const query = new URL(context.req.url).searchParams;
    const limit = Number(query.get('limit') ?? '10');
    if (!Number.isInteger(limit) || limit < 1 || limit > PAGE_MAX) {
      return errorAnswer(invalid(`limit must be between 1 and ${PAGE_MAX}`));
    }
    const wanted = typesOf(query.get('associations'));
    if (wanted === null) return errorAnswer(invalid('Unable to infer object type from associations'));
    const all = records.list(type);
    const after = Number(query.get('after') ?? '0');
    const page = all.slice(after, after + limit);
    const results = page.map((record) => asAnswer(record, query.get('properties'), wanted, records));
    const more = after + limit < all.length ? { paging: { next: { after: String(after + limit) } } } : {};
    return context.json({ results, ...more });
  });

  api.post('/:type/batch/read', async (context) => {
    const type = objectTypeOf(context.req.param('type'));
    if (type === null) return errorAnswer(noSuchPath());
    const body = await jsonObject(context.req.raw);
    const inputs = body?.inputs;
    if (body === null || !Array.isArray(inputs)) return errorAnswer(invalid('Invalid input JSON: inputs is required'));
    if (inputs.length > BATCH_MAX) {
      return errorAnswer(
        invalid(`The maximum number of inputs supported in a batch request for Object reads is ${BATCH_MAX}`),
      );
    }
    const ids = [...new Set(inputs.map((input: { id?: unknown }) => String(input?.id)))];
    const properties = Array.isArray(body.properties) ? body.properties.join(',') : null;
    const found = ids.map((id) => records.find(type, id)).filter((record) => record !== null);
    const missing = ids.filter((id) => records.find(type, id) === null);
    const moment = new Date(now()).toISOString();
    const answer = {
      status: 'COMPLETE',
      results: found.map((record) => asAnswer(record, properties, [], records)),
      startedAt: moment,
      completedAt: moment,
    };
    if (missing.length === 0) return context.json(answer);
    const errors = [
      {
        status: 'error',
        category: 'OBJECT_NOT_FOUND',
        message: 'Could not get some objects',
        context: { ids: missing },
      },
    ];
    return context.json({ ...answer, numErrors: 1, errors }, 207);
  });

  api.get('/:type/:id', (context) => {
    const type = objectTypeOf(context.req.param('type'));
    if (type === null) return errorAnswer(noSuchPath());
    const query = new URL(context.req.url).searchParams;
    const wanted = typesOf(query.get('associations'));
    if (wanted === null) return errorAnswer(invalid('Unable to infer object type from associations'));
    const record = found(records, type, context.req.param('id'), query.get('idProperty'));
    if (!('record' in record)) return record.refusal;
    return context.json(asAnswer(record.record, query.get('properties'), wanted, records));
  });

  api.patch('/:type/:id', async (context) => {
    const type = objectTypeOf(context.req.param('type'));
    if (type === null) return errorAnswer(noSuchPath());
    const target = found(
      records,
      type,
      context.req.param('id'),
      new URL(context.req.url).searchParams.get('idProperty'),
    );
    if (!('record' in target)) return target.refusal;
    const properties = (await jsonObject(context.req.raw))?.properties;
    if (typeof properties !== 'object' || properties === null || Array.isArray(properties)) {
      return errorAnswer(invalid('Invalid input JSON: properties is required'));
    }
    const refusal = refuseWrite(records, target.record, properties as Record<string, unknown>);
    if (refusal !== null) return refusal;
    records.write(target.record, properties as Record<string, unknown>, now());
    return context.json(asAnswer(target.record, Object.keys(properties).join(','), [], records));
  });

  api.get('/:type/:id/associations/:to', (context) => {
    const type = objectTypeOf(context.req.param('type'));
    const to = objectTypeOf(context.req.param('to'));
    if (type === null || to === null) return errorAnswer(noSuchPath());
    const id = context.req.param('id');
    if (records.find(type, id) === null) return errorAnswer(notFound(id));
    const types = associationTypes(type, to).map(({ category, typeId, label }) => ({ category, typeId, label }));
    const results = records.associated(type, id, to).map((toObjectId) => ({ toObjectId, associationTypes: types }));
    return context.json({ results });
  });

  return api;
}

/** The body as an object; null where it is none. */
export async function jsonObject(request: Request): Promise<Record<string, unknown> | null> {
  if (!(request.headers.get('content-type') ?? '').startsWith('application/json')) return null;
  const body: unknown = await request.json().catch(() => null);
  return typeof body === 'object' && body !== null && !Array.isArray(body) ? (body as Record<string, unknown>) : null;
}

function found(
  records: CrmRecords,
  type: ObjectType,
  id: string,
  idProperty: string | null,
): { record: CrmRecord } | { refusal: Response } {
  if (idProperty !== null && !PROPERTIES[type].some(({ name, unique }) => name === idProperty && unique)) {
    return { refusal: errorAnswer(invalid(`idProperty must be a unique identifier property: ${idProperty}`)) };
  }
  const record = idProperty === null ? records.find(type, id) : records.findBy(type, idProperty, id);
  return record === null ? { refusal: errorAnswer(notFound(id)) } : { record };
}

function refuseWrite(records: CrmRecords, record: CrmRecord, properties: Record<string, unknown>): Response | null {
  const problems = Object.entries(properties)
    .map(([name, value]) =>
      records.missingProperties.has(name) ? missingProperty(name) : checkProperty(record.type, name, value),
    )
    .filter((problem) => problem !== null);
  if (problems.length > 0) {
    const rows = problems.map(({ name, code, message }) => ({ isValid: false, message, error: code, name }));
    const errors = problems.map(({ name, code, message }) => ({ message, code, context: { propertyName: [name] } }));
    return errorAnswer(invalid(`Property values were not valid: ${JSON.stringify(rows)}`, errors));
  }
  for (const { name } of PROPERTIES[record.type].filter(({ unique }) => unique)) {
    const value = properties[name];
    if (value === undefined || value === null || value === '') continue;
    const owner = records.findBy(record.type, name, String(value));
    if (owner !== null && owner.id !== record.id) {
      return errorAnswer(invalid(`Property values were not valid: ${record.id} conflicts with ${owner.id} on ${name}`));
    }
  }
  return null;
}

/** A record as HubSpot answers it: what was asked for (unknown names are left out), and three properties always. */
/** Associations beside a record come by the hundred (HubSpot's changelog on how CRM APIs return association data). */
const ASSOCIATIONS_MAX = 100;

function asAnswer(
  record: CrmRecord,
  asked: string | null,
  associations: readonly ObjectType[],
  records: CrmRecords,
): Record<string, unknown> {
  const always = ['createdate', 'hs_lastmodifieddate', 'hs_object_id'];
  const names = asked === null || asked === '' ? DEFAULT_PROPERTIES[record.type] : [...asked.split(','), ...always];
  const known = names.filter((name) => PROPERTIES[record.type].some((property) => property.name === name));
  const linked = associations
    .map((to) => ({ to, ids: records.associated(record.type, record.id, to) }))
    .filter(({ ids }) => ids.length > 0)
    .map(({ to, ids }) => {
      const words = associationTypes(record.type, to).map(({ word }) => word);
      const shown = ids.slice(0, ASSOCIATIONS_MAX);
      const next = { after: String(shown.at(-1)), link: '' };
      return [
        associationKey(to),
        {
          results: shown.flatMap((id) => words.map((type) => ({ id, type }))),
          ...(shown.length < ids.length ? { paging: { next } } : {}),
        },
      ] as const;
    });
  return {
    id: record.id,
    properties: Object.fromEntries(known.map((name) => [name, record.properties[name] ?? null])),
    createdAt: record.createdAt,
    updatedAt: record.updatedAt,
    archived: false,
    ...(linked.length === 0 ? {} : { associations: Object.fromEntries(linked) }),
  };
}
