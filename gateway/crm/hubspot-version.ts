/** The date version of every CRM path. One place, so that a new release is one change. */
export const CRM_VERSION = '2026-09';
/** OAuth follows its own releases. */
export const OAUTH_VERSION = '2026-03';
/** So do workflow callbacks. */
export const CALLBACK_VERSION = '2026-03';
