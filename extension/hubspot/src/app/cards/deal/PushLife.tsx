import { Alert, Button, Flex, StepIndicator, Text } from '@hubspot/ui-extensions';
import { useEffect, useRef } from 'react';
import type { PushAnswer } from '../contracts/card-api.ts';
import type { Fine, Gateway } from '../gateway.ts';
import { ProblemPanel } from '../parts/ProblemPanel.tsx';
import { useWatch } from '../use-watch.ts';
import type { Format } from '../words/format.ts';
import { paceOfPush, pushSteps, pushWords } from './push-words.ts';

interface PushLifeProps {
  gateway: Gateway;
  /** What is known of the push when it comes into view. */
  initial: Fine<PushAnswer>;
  format: Format;
  copyText: (text: string) => void;
  /** The deal's properties have changed in the CRM while the reader looked on. */
  onWrittenBack: () => void;
}

/** An order's life in the place of the button: its steps with their times, and in words what they mean. */
export function PushLife({ gateway, initial, format, copyText, onWrittenBack }: PushLifeProps) {
  const { pushId } = initial.push;
  const { answer, problem, nowMs, goesOn, asking, refresh } = useWatch<Fine<PushAnswer>>(
    pushId,
    () => gateway.push(pushId),
    ({ push }) => paceOfPush(push),
    initial,
  );
  const { push, link } = answer ?? initial;

  const wasWrittenBack = useRef(initial.push.writtenBack);
  useEffect(() => {
    if (push.writtenBack && !wasWrittenBack.current) onWrittenBack();
    wasWrittenBack.current = push.writtenBack;
  }, [push.writtenBack, onWrittenBack]);

  const { names, current } = pushSteps(push, nowMs, format);
  const { variant, title, advice } = pushWords(push, link);
  const reference = push.problem?.correlationId;
  const stoppedAsking = !goesOn && !asking && paceOfPush(push) !== 'none';
  return (
    <Flex direction="column" gap="md">
      <StepIndicator stepNames={names} currentStep={current} circleSize="xs" />
      <Alert title={title} variant={variant}>
        <Text>{advice}</Text>
      </Alert>
      {problem !== null && <ProblemPanel problem={problem} copyText={copyText} onRetry={refresh} />}
      <Flex direction="row" gap="sm" align="center" wrap="wrap">
        <Text variant="microcopy">Our reference in the ERP: {push.reference}</Text>
        {reference !== undefined && (
          <>
            <Text variant="microcopy">Reference {reference}</Text>
            <Button variant="transparent" size="xs" onClick={() => copyText(reference)}>
              Copy reference
            </Button>
          </>
        )}
        {stoppedAsking && (
          <Button variant="secondary" size="xs" onClick={refresh}>
            Look again
          </Button>
        )}
      </Flex>
    </Flex>
  );
}
