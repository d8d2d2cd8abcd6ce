import type { LinkState, PushView } from '../contracts/card-api.ts';
import type { PushState } from '../contracts/push.ts';
import type { Pace } from '../poll.ts';
import { type Format, timeText } from '../words/format.ts';

/** The steps of an order's life, each with its time once it is made; where it stopped before it was sent, without that one. */
export interface PushSteps {
  names: string[];
  /** Index of the step that is under way; the number of steps when all are made. */
  current: number;
}

/** States that come only after the order left for the ERP. */
const SENT: readonly PushState[] = ['sending', 'in-doubt', 'confirmed', 'done'];

/** Where the life of an order stopped before there was one. */
const STOPPED: Partial<Record<PushState, string>> = {
  refused: 'Refused',
  parked: 'Someone has to look',
  'given-up': 'Given up',
};

/** It left for the ERP, which may have set its goods aside. What waited for its customer stops without having left. */
export const hasLeft = ({ state, steps }: Pick<PushView, 'state' | 'steps'>): boolean =>
  SENT.includes(state) || (state in STOPPED && steps.some((step) => SENT.includes(step.state)));

/** It is an order in the ERP. */
export const isOrdered = ({ state }: Pick<PushView, 'state'>): boolean => state === 'confirmed' || state === 'done';

/** `Accepted 14:05 → Sent 14:05 → Order 240871 14:06 → Deal updated 14:06`; the indicator ticks those that are made. */
export function pushSteps(push: PushView, nowMs: number, format: Format): PushSteps {
  const since = (states: readonly PushState[]): string | null => {
    // The newest: what was tried again, or stopped again, is told as of then.
    const step = push.steps.findLast(({ state }) => states.includes(state));
    return step === undefined ? null : timeText(step.at, nowMs, format);
  };
  const made = (name: string, time: string | null): string => (time === null ? name : `${name} ${time}`);
  const sent = hasLeft(push);
  const confirmed = isOrdered(push);
  const updated = push.state === 'done' && push.writtenBack;
  const stopped = push.state in STOPPED;
  const leaving = push.state === 'sending' ? made('Sending', since(['sending'])) : made('Sent', since(['sending']));
  const names = [
    made('Accepted', since(['accepted'])),
    ...(sent ? [leaving] : stopped ? [] : ['Sent']),
    confirmed
      ? made(`Order ${push.orderId ?? ''}`.trim(), since(['confirmed']))
      : made(STOPPED[push.state] ?? 'Order', since([push.state].filter((state) => state in STOPPED))),
    updated ? made('Deal updated', since(['done'])) : 'Deal updated',
  ];
  return { names, current: updated ? names.length : confirmed ? 3 : sent && push.state !== 'sending' ? 2 : 1 };
}

export interface PushWords {
  variant: 'info' | 'warning' | 'success' | 'danger';
  title: string;
  /** What it means for the reader, and what to do next. */
  advice: string;
}

/** What trying again does not mend: somebody has to set it right first. */
const CANNOT_GO = ['fatal', 'defect'];

/** The ERP's own words are said to be its own; all others say by themselves who refused. */
function refusedTitle(problem: PushView['problem']): string {
  if (problem === null) return 'The ERP refused this.';
  const isItsWord = problem.code === 'erp.rejected' && !/^(The ERP|This was) refused/.test(problem.message);
  return isItsWord ? `The ERP refused this: ${problem.message}` : problem.message;
}

/**
 * What the card says of a push in this state.
 * @param askedLastAt the time of day of the last ask, where the card asks no more: what passes is not told as if it were so now
 */
export function pushWords(push: PushView, link: LinkState, askedLastAt: string | null = null): PushWords {
  const order = push.orderId === null ? 'The order' : `Order ${push.orderId}`;
  switch (push.state) {
    case 'accepted':
    case 'ready':
      if (push.problem !== null && CANNOT_GO.includes(push.problem.category)) {
        return {
          variant: 'warning',
          title: `Your order is kept, and cannot go out yet: ${push.problem.message}`,
          advice: `${push.problem.advice} Once that is mended, it goes out by itself.`,
        };
      }
      return link.online
        ? {
            variant: 'info',
            title: 'Your order is kept and on its way to the ERP.',
            advice: 'You can close this page.',
          }
        : {
            variant: 'warning',
            title:
              askedLastAt === null ? 'The link to the ERP is down.' : `The link to the ERP was down at ${askedLastAt}.`,
            advice: 'Your order is kept and goes out by itself when the link is back.',
          };
    case 'sending':
      return { variant: 'info', title: 'Your order is being sent to the ERP.', advice: 'You can close this page.' };
    case 'in-doubt':
      return {
        variant: 'warning',
        title: 'The ERP has not confirmed yet.',
        advice: 'We are checking, and it will not be sent twice. You can close this page.',
      };
    case 'confirmed':
      return {
        variant: 'success',
        title: `${order} is in the ERP.`,
        advice: 'Its number is being written on this deal.',
      };
    case 'done':
      return push.writtenBack
        ? {
            variant: 'success',
            title: `${order} is in the ERP and its number is on this deal.`,
            advice: 'Nothing more is to be sent.',
          }
        : { variant: 'success', title: `${order} is in the ERP.`, advice: 'Its number is not on this deal yet.' };
    case 'refused':
      return {
        variant: 'danger',
        title: refusedTitle(push.problem),
        advice: push.problem?.advice ?? 'Correct the deal, then send again.',
      };
    case 'parked':
      return {
        variant: 'danger',
        title: `Someone needs to look at this: ${push.problem?.message ?? 'it is not known whether the order was made.'}`,
        advice: push.problem?.advice ?? 'It will not be sent twice.',
      };
    case 'given-up':
      return {
        variant: 'warning',
        title: push.problem?.message ?? 'This was given up.',
        advice: push.problem?.advice ?? 'Send the deal again if it is wanted after all.',
      };
    default:
      return push.state satisfies never;
  }
}

/** What a person may decide about a parked push. */
export type Decision = PushView['mayResolve'][number];

/** Each decision in words: on the button, before it is done, what is asked for, and while it is done. */
export const DECISION_WORDS: Record<
  Decision,
  { button: string; title: string; means: string; field: string; missing: string; confirm: string; doing: string }
> = {
  link: {
    button: 'It is this order',
    title: 'Which order is it?',
    means: 'The deal gets this order’s number. Nothing is sent.',
    field: 'Order number in the ERP',
    missing: 'Enter the order’s number.',
    confirm: 'Link this order',
    doing: 'Linking',
  },
  'send-again': {
    button: 'There is none, send again',
    title: 'Send it again?',
    means: 'We look once more. Only if the ERP has no order for this deal, and none can still come, it is sent again.',
    field: 'How do you know that there is none?',
    missing: 'Say in a few words how you know.',
    confirm: 'Look, then send again',
    doing: 'Looking',
  },
  'give-up': {
    button: 'Give up',
    title: 'Give this order up?',
    means: 'Nothing more is sent for it. If an order shows itself after all, the deal still gets its number.',
    field: 'Why is it given up?',
    missing: 'Say in a few words why.',
    confirm: 'Give up',
    doing: 'Giving up',
  },
};

const ENDED: readonly PushState[] = ['done', 'refused', 'given-up'];

/** A push is asked for until it has ended. A parked one is looked up again by the gateway, or settled by somebody else; without the link nothing moves, but for the CRM, which is told without it. */
export function paceOfPush({ state }: Pick<PushView, 'state'>, link: Pick<LinkState, 'online'>): Pace {
  if (ENDED.includes(state)) return 'none';
  return state === 'parked' || (!link.online && state !== 'confirmed') ? 'patient' : 'push';
}

/** Nothing can come of this one any more: the deal may be sent anew, as its next revision. */
export const mayBeSentAgain = ({ state }: Pick<PushView, 'state'>): boolean =>
  state === 'refused' || state === 'given-up';

/** The later revision of the two; of the same push the one that has come further. */
export function newerPush(a: PushView | null, b: PushView | null): PushView | null {
  if (a === null || b === null) return a ?? b;
  if (a.revision !== b.revision) return a.revision > b.revision ? a : b;
  return a.steps.length >= b.steps.length ? a : b;
}
