import { Flex, Text } from '@hubspot/ui-extensions';
import { useRef, useState } from 'react';
import type { PushAnswer, PushView, Resolution } from '../contracts/card-api.ts';
import type { Fine, Gateway } from '../gateway.ts';
import { ProblemPanel } from '../parts/ProblemPanel.tsx';
import type { Problem } from '../problem.ts';
import { DecisionButton, modalIdOf } from './DecisionButton.tsx';
import type { Decision } from './push-words.ts';

interface PushDecisionProps {
  gateway: Gateway;
  push: PushView;
  copyText: (text: string) => void;
  closeOverlay: (id: string) => void;
  onSettled: (answer: Fine<PushAnswer>) => void;
}

/** What a person may decide about a push that nobody could settle: each with one question before it is done. */
export function PushDecision({ gateway, push, copyText, closeOverlay, onSettled }: PushDecisionProps) {
  const underWay = useRef(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [settling, setSettling] = useState<Decision | null>(null);
  if (push.mayResolve.length === 0) return null;

  const settle = async (resolution: Resolution): Promise<void> => {
    // Two presses can come before the button is drawn disabled.
    if (underWay.current) return;
    underWay.current = true;
    setSettling(resolution.decision);
    setProblem(null);
    const answer = await gateway.resolve(push.pushId, resolution);
    underWay.current = false;
    setSettling(null);
    closeOverlay(modalIdOf(resolution.decision));
    if (answer.ok) onSettled(answer);
    else setProblem(answer.error);
  };
  return (
    <Flex direction="column" gap="sm">
      {push.problem?.code !== 'push.customer-unsettled' && (
        <Text>Look in the ERP for our reference {push.reference}, then say what you found:</Text>
      )}
      <Flex direction="row" gap="sm" wrap="wrap">
        {push.mayResolve.map((decision) => (
          <DecisionButton
            key={decision}
            decision={decision}
            settling={settling}
            settle={(resolution) => void settle(resolution)}
            closeOverlay={closeOverlay}
          />
        ))}
      </Flex>
      {problem !== null && <ProblemPanel problem={problem} copyText={copyText} />}
    </Flex>
  );
}
