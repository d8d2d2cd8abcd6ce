import { useRef, useState } from 'react';
import type { PushAnswer, PushRequest } from '../contracts/card-api.ts';
import type { Fine, Gateway } from '../gateway.ts';
import type { Problem } from '../problem.ts';

export interface Sending {
  sending: boolean;
  /** The gateway has taken the order. */
  accepted: Fine<PushAnswer> | null;
  /** Why it is not known whether it did. */
  problem: Problem | null;
  send: (wish: PushRequest) => void;
}

/**
 * Sends a deal. A second click while the first is under way does nothing: the guard is a ref, because two clicks
 * can come before the button is drawn disabled. After a lost answer a click is safe too: the gateway makes one
 * order of a deal and revision.
 * @param onUnanswered the order may have been taken although no answer came: look whether it was
 */
export function useSending(gateway: Gateway, dealId: string, onUnanswered: () => void): Sending {
  const underWay = useRef(false);
  const [state, setState] = useState<Omit<Sending, 'send'>>({ sending: false, accepted: null, problem: null });

  const sendNow = async (wish: PushRequest): Promise<void> => {
    setState((before) => ({ ...before, sending: true, problem: null }));
    const answer = await gateway.send(dealId, wish);
    underWay.current = false;
    if (answer.ok) {
      setState({ sending: false, accepted: answer, problem: null });
      return;
    }
    setState((before) => ({ ...before, sending: false, problem: answer.error }));
    onUnanswered();
  };

  const send = (wish: PushRequest): void => {
    if (underWay.current) return;
    underWay.current = true;
    void sendNow(wish);
  };
  return { ...state, send };
}
