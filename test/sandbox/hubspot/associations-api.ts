import { Hono } from 'hono';
import { errorAnswer, invalid, noSuchPath } from './errors.ts';
import { associationTypes, objectTypeOf } from './object-types.ts';
import { jsonObject } from './objects-api.ts';
import type { CrmRecords } from './records.ts';

/** Since 10 February 2025 (HubSpot's changelog on the batch read limit). */
const INPUTS_MAX = 1000;

/** Rows of one page; HubSpot says only that `paging` is there where more follow. */
const PAGE_MAX = 200;

function pageOf(all: readonly string[], id: unknown, after: unknown) {
  const start = after === undefined ? 0 : all.indexOf(String(after)) + 1;
  const to = all.slice(start, start + PAGE_MAX);
  return { id: String(id), to, next: start + to.length < all.length ? String(to.at(-1)) : null };
}

/** `/crm/associations/{version}/{from}/{to}/batch/read` ("Retrieve associations" in the date-versioned reference). */
export function associationsApi(records: CrmRecords, now: () => number): Hono {
  const api = new Hono();
  api.post('/:from/:to/batch/read', async (context) => {
    const from = objectTypeOf(context.req.param('from'));
    const to = objectTypeOf(context.req.param('to'));
    if (from === null || to === null) return errorAnswer(noSuchPath());
    const inputs = (await jsonObject(context.req.raw))?.inputs;
    if (!Array.isArray(inputs) || inputs.length === 0) {
      return errorAnswer(invalid('Invalid input JSON: inputs is required'));
    }
    if (inputs.length > INPUTS_MAX) return errorAnswer(invalid(`inputs may not have more than ${INPUTS_MAX} ids`));
    const types = associationTypes(from, to).map(({ category, typeId, label }) => ({ category, typeId, label }));
    const ids = inputs.map((input: { id?: unknown }) => String(input?.id));
    const linked = inputs
      .map(({ id, after }: { id?: unknown; after?: unknown }) =>
        pageOf(records.associated(from, String(id), to), id, after),
      )
      .filter((row) => row.to.length > 0);
    const lonely = ids.filter((id) => !linked.some((row) => row.id === id));
    const moment = new Date(now()).toISOString();
    const answer = {
      status: 'COMPLETE',
      results: linked.map((row) => ({
        from: { id: row.id },
        to: row.to.map((toObjectId) => ({ toObjectId, associationTypes: types })),
        ...(row.next === null ? {} : { paging: { next: { after: row.next } } }),
      })),
      startedAt: moment,
      completedAt: moment,
    };
    if (lonely.length === 0) return context.json(answer);
    const errors = lonely.map((id) => ({
      status: 'error',
      category: 'OBJECT_NOT_FOUND',
      subCategory: 'crm.associations.NO_ASSOCIATIONS_FOUND',
      message: `No ${to} is associated with ${from} ${id}.`,
      context: { fromObjectId: [id], fromObjectType: [from], toObjectType: [to] },
    }));
    return context.json({ ...answer, numErrors: errors.length, errors }, 207);
  });
  return api;
}
