/**
 * The version of everything in this folder. A change that an older reader or writer could trip over
 * needs a new major number here; `npm run contracts -- --write` then publishes its schemas beside the old ones.
 */
export const CONTRACT_VERSION = '1.0.0';
