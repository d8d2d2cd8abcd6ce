/**
 * How the ERP behind the cards is doing, switched from the page by the knobs of the demo ERP
 * and of the process that hosts the agent. What is not wired cannot be chosen.
 */
export const CONDITIONS = ['fine', 'slow', 'down', 'loses-answers', 'agent-off'] as const;
export type Condition = (typeof CONDITIONS)[number];

export interface ControlUrls {
  /** The demo ERP: POST /knobs, /down, /up. */
  erp: string | null;
  /** The agent's host: POST /agent/stop, /agent/start. */
  host: string | null;
}

/** The demo ERP's word for making an order. */
const CREATE_OPERATION = 'AuftragAnlegen';
const SLOW_MS = { min: 3000, max: 6000 };

interface Step {
  url: string;
  body: unknown;
}

export function availableConditions(urls: ControlUrls): Condition[] {
  return CONDITIONS.filter((condition) => {
    if (condition === 'fine') return true;
    return condition === 'agent-off' ? urls.host !== null : urls.erp !== null;
  });
}

/** The calls that bring about a condition from any other: first everything is mended, then the fault is set. */
export function stepsTo(condition: Condition, urls: ControlUrls): Step[] {
  const steps: Step[] = [];
  if (urls.erp !== null) {
    steps.push({ url: `${urls.erp}/up`, body: {} });
    steps.push({ url: `${urls.erp}/knobs`, body: knobsFor(condition) });
    if (condition === 'down') steps.push({ url: `${urls.erp}/down`, body: {} });
  }
  if (urls.host !== null) {
    steps.push({ url: `${urls.host}/agent/${condition === 'agent-off' ? 'stop' : 'start'}`, body: {} });
  }
  return steps;
}

function knobsFor(condition: Condition): unknown {
  const lost = [{ operation: CREATE_OPERATION, fault: 'no-answer-after-commit', times: 1 }];
  return { latencyMs: condition === 'slow' ? SLOW_MS : null, next: condition === 'loses-answers' ? lost : [] };
}

export interface ConditionSwitch {
  state(): { current: Condition; available: Condition[] };
  /** False where the condition is not wired or a call failed. */
  change(condition: Condition): Promise<boolean>;
}

export function createConditionSwitch(urls: ControlUrls): ConditionSwitch {
  let current: Condition = 'fine';
  return {
    state: () => ({ current, available: availableConditions(urls) }),
    async change(condition) {
      if (!availableConditions(urls).includes(condition)) return false;
      for (const step of stepsTo(condition, urls)) {
        const answer = await fetch(step.url, {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify(step.body),
        }).catch(() => null);
        if (answer?.ok !== true) return false;
      }
      current = condition;
      return true;
    },
  };
}
