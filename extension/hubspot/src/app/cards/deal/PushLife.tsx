import { Alert, Button, Flex, StepIndicator, Tag, Text } from '@hubspot/ui-extensions';
import { useEffect, useRef, useState } from 'react';
import type { PushAnswer } from '../contracts/card-api.ts';
import type { Fine, Gateway } from '../gateway.ts';
import { ProblemPanel } from '../parts/ProblemPanel.tsx';
import { useWatch } from '../use-watch.ts';
import type { Format } from '../words/format.ts';
import { STATUS_WORDS } from '../words/order-status.ts';
import { PushDecision } from './PushDecision.tsx';
import { paceOfPush, pushSteps, pushWords } from './push-words.ts';

interface PushLifeProps {
  gateway: Gateway;
  /** What is known of the push when it comes into view. */
  initial: Fine<PushAnswer>;
  format: Format;
  copyText: (text: string) => void;
  closeOverlay: (id: string) => void;
  /** Hears of every newer answer: what it says decides whether the deal may be sent again. */
  onNews: (answer: Fine<PushAnswer>) => void;
  /** The deal's properties have changed in the CRM while the reader looked on. */
  onWrittenBack: () => void;
}

/** An order's life in the place of the button: its steps with their times, and in words what they mean. */
export function PushLife(props: PushLifeProps) {
  const { gateway, initial, format, copyText, closeOverlay, onNews, onWrittenBack } = props;
  /** What a decision of the reader's made of it, until the next ask. */
  const [settled, setSettled] = useState<Fine<PushAnswer> | null>(null);
  const { pushId } = initial.push;
  const { answer, problem, nowMs, goesOn, asking, refresh } = useWatch<Fine<PushAnswer>>(
    // A decision begins a new watch: what comes of it is worth looking at again.
    `${pushId} ${settled?.correlationId ?? ''}`,
    () => gateway.push(pushId),
    ({ push }) => paceOfPush(push),
    settled ?? initial,
  );
  const newest = answer ?? settled ?? initial;
  const { push, link } = newest;
  const heardOf = useRef(newest);
  useEffect(() => {
    if (heardOf.current !== newest) onNews(newest);
    heardOf.current = newest;
  }, [newest, onNews]);

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
      {push.orderStatus !== null && (
        <Flex direction="row" gap="sm" align="center">
          <Text>In the ERP the order is</Text>
          <Tag variant={STATUS_WORDS[push.orderStatus].variant}>{STATUS_WORDS[push.orderStatus].word}</Tag>
        </Flex>
      )}
      <PushDecision
        gateway={gateway}
        push={push}
        copyText={copyText}
        closeOverlay={closeOverlay}
        onSettled={setSettled}
      />
      {problem !== null && <ProblemPanel problem={problem} copyText={copyText} onRetry={refresh} />}
      <Flex direction="row" gap="sm" align="center" wrap="wrap">
        <Text variant="microcopy">In the ERP: reference {push.reference}</Text>
        {reference !== undefined && (
          <>
            <Text variant="microcopy">For support: {reference}</Text>
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
