import { Button, Flex, Form, Input, LoadingButton, Modal, ModalBody, ModalFooter, Text } from '@hubspot/ui-extensions';
import { useRef, useState } from 'react';
import type { Resolution } from '../contracts/card-api.ts';
import type { SalesOrderId } from '../contracts/ids.ts';
import { DECISION_WORDS, type Decision } from './push-words.ts';

interface DecisionButtonProps {
  decision: Decision;
  /** The decision that is under way; null: none is. */
  settling: Decision | null;
  /** Carries the decision out, and closes its dialog once it is answered. */
  settle: (resolution: Resolution) => void;
  closeOverlay: (id: string) => void;
}

/** Of a decision's dialog; no two on a card are the same. */
export const modalIdOf = (decision: Decision): string => `settle-${decision}`;

/** One decision about a parked push, and the question before it: what was typed and what is missing are its own. */
export function DecisionButton({ decision, settling, settle, closeOverlay }: DecisionButtonProps) {
  const typed = useRef('');
  const [mistake, setMistake] = useState<string | null>(null);
  const { button, title, means, field, missing, confirm, doing } = DECISION_WORDS[decision];
  const keep = (value: string): void => {
    typed.current = value;
  };
  const decide = (): void => {
    const resolution = resolutionOf(decision, typed.current.trim());
    setMistake(resolution === null ? missing : null);
    if (resolution !== null) settle(resolution);
  };
  // The dialog opens with an empty field, however it was closed before: what nobody sees is not sent.
  const begin = (): void => {
    typed.current = '';
    setMistake(null);
  };
  return (
    <Button
      variant="secondary"
      size="sm"
      disabled={settling !== null}
      onClick={begin}
      overlay={
        <Modal id={modalIdOf(decision)} title={title} width="md">
          <ModalBody>
            <Form autoComplete="off" onSubmit={decide}>
              <Flex direction="column" gap="sm">
                <Text>{means}</Text>
                <Input
                  name={decision}
                  label={field}
                  error={mistake !== null}
                  validationMessage={mistake ?? ''}
                  readOnly={settling !== null}
                  onInput={keep}
                  onChange={keep}
                />
              </Flex>
            </Form>
          </ModalBody>
          <ModalFooter>
            {settling === decision ? (
              <LoadingButton variant={decision === 'give-up' ? 'destructive' : 'primary'} loading disabled>
                {doing}
              </LoadingButton>
            ) : (
              <Button variant={decision === 'give-up' ? 'destructive' : 'primary'} onClick={decide}>
                {confirm}
              </Button>
            )}
            <Button variant="secondary" disabled={settling !== null} onClick={() => closeOverlay(modalIdOf(decision))}>
              Not now
            </Button>
          </ModalFooter>
        </Modal>
      }
    >
      {settling === decision ? doing : button}
    </Button>
  );
}

/** Null: what was typed is not enough. The gateway checks again. */
function resolutionOf(decision: Decision, typed: string): Resolution | null {
  if (decision !== 'link') return typed.length < 3 ? null : { decision, reason: typed.slice(0, 500) };
  return typed === '' ? null : { decision, orderId: typed as SalesOrderId };
}
