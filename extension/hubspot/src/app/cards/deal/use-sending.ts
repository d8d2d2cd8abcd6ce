import { useRef, useState } from 'react';
import type { PushAnswer, PushRequest } from '../contracts/card-api.ts';
import type { Fine, Gateway } from '../gateway.ts';
import type { Problem } from '../problem.ts';

interface SendingState {
  sending: boolean;
  /** The gateway has taken the order. */
  accepted: Fine<PushAnswer> | null;
  /** Why it did not, or why it is not known whether it did, and as which revision the deal was sent. */
  trouble: { revision: number; problem: Problem } | null;
}

export interface Sending extends SendingState {
  /** @param onTrouble it was refused or no answer came: what is shown may have changed, and the order may have been taken all the same */
  send: (wish: PushRequest, onTrouble: () => void) => void;
  /** The reader looks anew: the trouble is over. */
  forgetTrouble: () => void;
}

/**
 * Sends a deal. A second click while the first is under way does nothing: the guard is a ref, because two clicks
 * can come before the button is drawn disabled. After a lost answer a click is safe too: the gateway makes one
 * order of a deal and revision.
 */
export function useSending(gateway: Gateway, dealId: string): Sending {
  const underWay = useRef(false);
  const [state, setState] = useState<SendingState>({ sending: false, accepted: null, trouble: null });
  const forgetTrouble = (): void => setState((before) => ({ ...before, trouble: null }));

  const sendNow = async (wish: PushRequest, onTrouble: () => void): Promise<void> => {
    setState((before) => ({ ...before, sending: true, trouble: null }));
    const answer = await gateway.send(dealId, wish);
    underWay.current = false;
    if (answer.ok) {
      setState({ sending: false, accepted: answer, trouble: null });
      return;
    }
    const trouble = { revision: wish.revision, problem: answer.error };
    setState((before) => ({ ...before, sending: false, trouble }));
    onTrouble();
  };

  const send = (wish: PushRequest, onTrouble: () => void): void => {
    if (underWay.current) return;
    underWay.current = true;
    void sendNow(wish, onTrouble);
  };
  return { ...state, send, forgetTrouble };
}
