import type { Browser } from 'playwright-core';
import type { Stack } from '../sandbox/stack.ts';
import { accessibilityProblems } from './accessibility.ts';
import { Salesperson } from './salesperson.ts';
import { SCENES } from './scenes.ts';
import { Stage } from './stage.ts';

/** Every state that the cards were designed for, made by the real parts. */
export interface StateFindings {
  /** In the order shown. */
  states: string[];
  /** What axe found, each with the state that it was found in. */
  accessibility: string[];
}

/** No person looks at so many records in ten seconds: the CRM's limit would be what is tried. */
export const WALKED_THROUGH = { crmRequestsMax: 10_000 };

/** Walks through all states, one after the other; throws with the state's name where its words do not come. */
export async function photographStates(
  stack: Stack,
  browser: Browser,
  shotsDir: string | null,
): Promise<StateFindings> {
  const person = await Salesperson.open(browser, stack.page, shotsDir);
  const stage = new Stage(person, stack);
  const findings: StateFindings = { states: [], accessibility: [] };
  for (const [state, scene] of SCENES) {
    await scene(stage).catch(async (error: unknown) => {
      // biome-ignore lint/performance/useDomNodeTextContent: as a person reads it, line by line, and only once.
      const shown = await person.page.locator('main').first().innerText();
      throw new Error(`${state}: ${error instanceof Error ? error.message : String(error)}\nShown instead:\n${shown}`);
    });
    await person.picture(state);
    findings.states.push(state);
    for (const problem of await accessibilityProblems(person.page)) findings.accessibility.push(`${state}: ${problem}`);
  }
  if (person.problems.length > 0) throw new Error(`the browser complained: ${person.problems.join('; ')}`);
  await person.page.close();
  return findings;
}
