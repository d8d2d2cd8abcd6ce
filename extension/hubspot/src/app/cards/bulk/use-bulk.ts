import { useRef, useState } from 'react';
import type { BulkAnswer, BulkEntry } from '../contracts/card-api.ts';
import type { Fine, Gateway } from '../gateway.ts';
import type { Problem } from '../problem.ts';
import { isSettled } from './bulk-words.ts';
import type { CompanyDeal, Told } from './company-deal.ts';

/** A bulk that is looked at, and the deals as they were chosen. */
export interface OpenBulk {
  answer: Fine<BulkAnswer>;
  deals: readonly CompanyDeal[];
}

export interface Bulks {
  chosen: ReadonlySet<string>;
  choose: (dealIds: readonly string[], isOn: boolean) => void;
  sending: boolean;
  /** Why it is not known whether the gateway has taken the deals. */
  problem: Problem | null;
  send: (deals: readonly CompanyDeal[]) => void;
  /** The newest bulk that is known here. */
  open: OpenBulk | null;
  /** It is looked at, and not the list of deals. */
  isShown: boolean;
  /** How the deals stand in the newest bulk, and how those of earlier ones ended. */
  told: Told;
  /** A newer answer about the open bulk. */
  hear: (answer: Fine<BulkAnswer>) => void;
  /** A bulk of earlier or of somebody else; one that was sent here and goes on counts more. */
  found: (answer: Fine<BulkAnswer>, deals: readonly CompanyDeal[]) => void;
  /** Back to the list. What is under way goes on. */
  leave: () => void;
  reopen: () => void;
}

/** How many of its deals wait or are on their way. */
export const openDealsOf = (bulk: OpenBulk | null): number =>
  bulk === null ? 0 : bulk.answer.entries.filter((entry) => !isSettled(entry)).length;

/**
 * What a person chose and sent; kept above the list of deals, so that reading the list anew loses nothing. A second click while
 * the first is under way does nothing: the guard is a ref, because two clicks can come before the button is drawn
 * disabled. After a lost answer a click is safe too: the same deals are the same bulk.
 */
export function useBulk(gateway: Gateway): Bulks {
  const underWay = useRef(false);
  // One state: an answer changes all of it at once, and nothing is drawn in between.
  const [state, setState] = useState<State>(NOTHING_SENT);
  const change = (part: Partial<State>): void => setState((before) => ({ ...before, ...part }));

  const sendNow = async (deals: readonly CompanyDeal[]): Promise<void> => {
    change({ sending: true, problem: null });
    const answer = await gateway.sendBulk(deals.map(({ dealId }) => dealId));
    underWay.current = false;
    if (!answer.ok) change({ sending: false, problem: answer.error });
    else {
      setState((before) => ({
        ...NOTHING_SENT,
        open: { answer, deals },
        isShown: true,
        ended: withEnded(before.ended, answer),
      }));
    }
  };

  const { ended, ...shown } = state;
  return {
    ...shown,
    told: new Map([...ended, ...byDeal(state.open?.answer.entries ?? [])]),
    choose: (dealIds, isOn) =>
      setState((before) => {
        const chosen = new Set(before.chosen);
        for (const dealId of dealIds) isOn ? chosen.add(dealId) : chosen.delete(dealId);
        return { ...before, chosen };
      }),
    send: (deals) => {
      if (underWay.current || deals.length === 0) return;
      underWay.current = true;
      void sendNow(deals);
    },
    hear: (answer) =>
      setState((before) => {
        if (before.open === null) return before;
        return { ...before, open: { ...before.open, answer }, ended: withEnded(before.ended, answer) };
      }),
    found: (answer, deals) =>
      setState((before) =>
        before.sending || before.isShown || openDealsOf(before.open) > 0
          ? before
          : { ...before, open: { answer, deals }, ended: withEnded(before.ended, answer) },
      ),
    leave: () => change({ isShown: false }),
    reopen: () => change({ isShown: true }),
  };
}

interface State extends Pick<Bulks, 'chosen' | 'sending' | 'problem' | 'open' | 'isShown'> {
  /** How deals ended in any bulk. What was under way in an earlier one nobody follows any more: of that the CRM tells. */
  ended: Told;
}

const NOTHING_SENT: State = {
  chosen: new Set(),
  sending: false,
  problem: null,
  open: null,
  isShown: false,
  ended: new Map(),
};

const byDeal = (entries: readonly BulkEntry[]): [string, BulkEntry][] => entries.map((entry) => [entry.dealId, entry]);

const withEnded = (before: Told, { entries }: Fine<BulkAnswer>): Told =>
  new Map([...before, ...byDeal(entries.filter(isSettled))]);
