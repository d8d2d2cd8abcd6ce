/** What a deal says about its order beside the lines, in properties that the tenant names. */

import { IsoDate } from '#contracts/dates';
import { DealField, type DealSummary } from '#contracts/deal';
import type { DealFields } from '#contracts/policy';

export type DealSaid = Pick<DealSummary, 'requestedOn' | 'customerReference' | 'gaps'>;

/**
 * A property of type `date` is written as `2026-12-04` ("How should I format timestamps for HubSpot's APIs?"). A
 * date with a time is none: which day it is depends on where one looks.
 */
export function dealSaid(
  properties: Readonly<Record<string, string | null | undefined>>,
  fields: DealFields,
): DealSaid {
  const said: Record<DealField, string> = {
    requestedOn: textOf(properties[fields.requestedOn]),
    customerReference: textOf(properties[fields.customerReference]),
  };
  const requestedOn = IsoDate.safeParse(said.requestedOn);
  // A number that is cut is another number.
  const isReferenceShort = said.customerReference.length <= REFERENCE_CHARS_MAX;
  const isReadable: Record<DealField, boolean> = {
    requestedOn: requestedOn.success,
    customerReference: isReferenceShort,
  };
  const gaps = DealField.options.flatMap((field): DealSaid['gaps'] => {
    if (said[field] === '') return fields.required.includes(field) ? [{ field, why: 'missing' }] : [];
    return isReadable[field] ? [] : [{ field, why: 'unreadable' }];
  });
  return {
    requestedOn: requestedOn.success ? requestedOn.data : null,
    customerReference: isReferenceShort && said.customerReference !== '' ? said.customerReference : null,
    gaps,
  };
}

/** As many as a purchase order number may have (contracts/sales-order.ts). */
const REFERENCE_CHARS_MAX = 100;

/** On one line: an ERP takes no control characters. */
const textOf = (value: string | null | undefined): string =>
  (value ?? '')
    .replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ')
    .toWellFormed()
    .trim();
