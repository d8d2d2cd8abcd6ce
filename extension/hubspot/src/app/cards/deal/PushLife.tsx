import { Alert, Button, Flex, StepIndicator, Tag, Text } from '@hubspot/ui-extensions';
import { useEffect, useRef, useState } from 'react';
import type { PushAnswer } from '../contracts/card-api.ts';
import type { Fine, Gateway } from '../gateway.ts';
import { ProblemPanel } from '../parts/ProblemPanel.tsx';
import { Age } from '../parts/SectionFrame.tsx';
import { useWatch } from '../use-watch.ts';
import { type Format, timeText } from '../words/format.ts';
import { STATUS_WORDS } from '../words/order-status.ts';
import { PushDecision } from './PushDecision.tsx';
import { pushAge } from './push-age.ts';
import { mayBeSentAgain, paceOfPush, pushSteps, pushWords } from './push-words.ts';

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
  const watched = useWatch<Fine<PushAnswer>>(
    // A decision begins a new watch: what comes of it is worth looking at again.
    `${pushId} ${settled?.correlationId ?? ''}`,
    () => gateway.push(pushId),
    ({ push, link }) => paceOfPush(push, link),
    settled ?? initial,
  );
  const { answer, problem, nowMs, goesOn, asking, refresh } = watched;
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
  const stoppedAsking = answer !== null && !goesOn && paceOfPush(push, link) !== 'none';
  const askedLastAt = stoppedAsking ? timeText(newest.now, nowMs, format) : null;
  const { variant, title, advice } = pushWords(push, link, askedLastAt);
  const reference = push.problem?.correlationId;
  const { tone, text } = pushAge(newest, stoppedAsking, watched, format);
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
      {problem !== null && <ProblemPanel {...{ problem, copyText, asking }} onRetry={refresh} />}
      <Flex direction="column" gap="xs">
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
        </Flex>
        {/* What can be sent again stays as it ended. */}
        {!mayBeSentAgain(push) && <Age tone={tone} text={`Status ${text}`} again={{ asking, refresh }} />}
      </Flex>
    </Flex>
  );
}
