import { z } from 'zod';
import { ReadCommandName } from './commands.ts';

/** `22:30`, on a 24-hour clock. */
const TimeOfDay = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/);

/** Hours in which the ERP is not asked and nothing is sent: backups, month-end runs. May go over midnight. */
export const QuietHours = z.strictObject({
  from: TimeOfDay,
  to: TimeOfDay,
  /** IANA name of the ERP's time zone, e.g. `Europe/Berlin`. */
  timeZone: z.string().min(1).max(64).refine(isTimeZone, 'is not a time zone'),
});
export type QuietHours = z.infer<typeof QuietHours>;

/**
 * What a tenant may set about how its ERP is treated. PUT /v1/operations/tenants/{tenantId}/policy
 * Whatever is left out keeps the product's default.
 */
export const TenantPolicy = z.strictObject({
  /** How long an answer counts as fresh, in ms, for each command. 1 s to a day. */
  freshnessMs: z.partialRecord(ReadCommandName, z.int().min(1_000).max(86_400_000)).default({}),
  quietHours: z.array(QuietHours).max(14).default([]),
  /** Reads that may be under way at once, beside what the connector itself allows. */
  concurrentReads: z.int().min(1).max(64).default(16),
});
export type TenantPolicy = z.infer<typeof TenantPolicy>;

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}
