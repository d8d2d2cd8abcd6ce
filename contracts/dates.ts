import { z } from 'zod';

/** A calendar day of the ERP, without a zone: `2026-11-30`. "No date" is null, whatever the ERP writes for it. */
export const IsoDate = z.iso.date().brand<'IsoDate'>();
export type IsoDate = z.infer<typeof IsoDate>;

/** A moment in UTC: `2026-11-21T14:02:11.250Z`. */
export const Moment = z.iso.datetime().brand<'Moment'>();
export type Moment = z.infer<typeof Moment>;

export const momentOf = (epochMs: number): Moment => new Date(epochMs).toISOString() as Moment;
