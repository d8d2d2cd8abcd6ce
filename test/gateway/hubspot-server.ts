/**
 * Runs in Node beside the workerd tests: the stand-in HubSpot, one for the whole run. Its address reaches the
 * Worker as a binding.
 */

import type { TestProject } from 'vitest/node';
import { startHubspot } from '../sandbox/hubspot/server.ts';

declare module 'vitest' {
  interface ProvidedContext {
    hubspotUrl: string;
  }
}

/** One clock tick of the stand-in is three hundred of ours: these tests ask more in ten seconds than one account may. */
const HASTE = 300;

export default async function hubspotServer(project: TestProject): Promise<() => Promise<void>> {
  const startedAt = Date.now();
  const hubspot = await startHubspot({ now: () => startedAt + (Date.now() - startedAt) * HASTE });
  project.provide('hubspotUrl', hubspot.url);
  return () => hubspot.close();
}
