import { Button, Flex, Form, Input, Modal, ModalBody, ModalFooter, Text } from '@hubspot/ui-extensions';
import { useRef, useState } from 'react';
import type { PushAnswer, PushView, Resolution } from '../contracts/card-api.ts';
import type { SalesOrderId } from '../contracts/ids.ts';
import type { Fine, Gateway } from '../gateway.ts';
import { ProblemPanel } from '../parts/ProblemPanel.tsx';
import type { Problem } from '../problem.ts';
import { DECISION_WORDS, type Decision } from './push-words.ts';

interface PushDecisionProps {
  gateway: Gateway;
  push: PushView;
  copyText: (text: string) => void;
  closeOverlay: (id: string) => void;
  onSettled: (answer: Fine<PushAnswer>) => void;
}

/** What a person may decide about a push that nobody could settle: each with one question before it is done. */
export function PushDecision({ gateway, push, copyText, closeOverlay, onSettled }: PushDecisionProps) {
  const typed = useRef('');
  const underWay = useRef(false);
  const [mistake, setMistake] = useState<string | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [settling, setSettling] = useState(false);
  if (push.mayResolve.length === 0) return null;

  const decide = async (decision: Decision): Promise<void> => {
    if (underWay.current) return;
    const resolution = resolutionOf(decision, typed.current.trim());
    if (resolution === null) {
      setMistake(DECISION_WORDS[decision].missing);
      return;
    }
    underWay.current = true;
    setMistake(null);
    setSettling(true);
    const answer = await gateway.resolve(push.pushId, resolution);
    underWay.current = false;
    setSettling(false);
    closeOverlay(modalIdOf(decision));
    setProblem(answer.ok ? null : answer.error);
    if (answer.ok) onSettled(answer);
  };
  const keep = (value: string): void => {
    typed.current = value;
  };
  return (
    <Flex direction="column" gap="sm">
      {push.problem?.code !== 'push.customer-unsettled' && (
        <Text>Look in the ERP for our reference {push.reference}, then say what you found:</Text>
      )}
      <Flex direction="row" gap="sm" wrap="wrap">
        {push.mayResolve.map((decision) => {
          const { button, title, means, field, confirm } = DECISION_WORDS[decision];
          return (
            <Button
              key={decision}
              variant="secondary"
              size="sm"
              disabled={settling}
              overlay={
                <Modal id={modalIdOf(decision)} title={title} width="md">
                  <ModalBody>
                    <Form autoComplete="off" onSubmit={() => void decide(decision)}>
                      <Flex direction="column" gap="sm">
                        <Text>{means}</Text>
                        <Input
                          name={decision}
                          label={field}
                          error={mistake !== null}
                          validationMessage={mistake ?? ''}
                          onInput={keep}
                          onChange={keep}
                        />
                      </Flex>
                    </Form>
                  </ModalBody>
                  <ModalFooter>
                    <Button
                      variant={decision === 'give-up' ? 'destructive' : 'primary'}
                      onClick={() => void decide(decision)}
                    >
                      {confirm}
                    </Button>
                    <Button variant="secondary" onClick={() => closeOverlay(modalIdOf(decision))}>
                      Not now
                    </Button>
                  </ModalFooter>
                </Modal>
              }
            >
              {button}
            </Button>
          );
        })}
      </Flex>
      {problem !== null && <ProblemPanel problem={problem} copyText={copyText} />}
    </Flex>
  );
}

const modalIdOf = (decision: Decision): string => `settle-${decision}`;

/** Null: what was typed is not enough. The gateway checks again. */
function resolutionOf(decision: Decision, typed: string): Resolution | null {
  if (decision !== 'link') return typed.length < 3 ? null : { decision, reason: typed.slice(0, 500) };
  return typed === '' ? null : { decision, orderId: typed as SalesOrderId };
}
