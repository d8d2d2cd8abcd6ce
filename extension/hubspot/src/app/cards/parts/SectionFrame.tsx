import { Button, Flex, LoadingSpinner, StatusTag, Text } from '@hubspot/ui-extensions';
import type { ReactNode } from 'react';
import type { CardError } from '../contracts/card-api.ts';
import type { Moment } from '../contracts/dates.ts';
import { ageLine } from '../words/age.ts';
import type { Format } from '../words/format.ts';
import { ProblemPanel } from './ProblemPanel.tsx';

export type Section<T> =
  | { state: 'fresh'; asOf: Moment; data: T }
  | { state: 'stale'; asOf: Moment; data: T; error: CardError | null }
  | { state: 'loading' }
  | { state: 'failed'; error: CardError };

export interface FrameProps {
  nowMs: number;
  format: Format;
  /** The card asks again by itself. */
  goesOn: boolean;
  refresh: () => void;
  copyText: (text: string) => void;
}

interface SectionFrameProps<T> extends FrameProps {
  section: Section<T>;
  /** In the reader's words, e.g. `Orders`. */
  name: string;
  children: (data: T) => ReactNode;
}

/** One section in each of its states; what was known stays in place, with its age below it. */
export function SectionFrame<T>({
  section,
  name,
  children,
  nowMs,
  format,
  goesOn,
  refresh,
  copyText,
}: SectionFrameProps<T>) {
  if (section.state === 'loading') {
    return goesOn ? (
      <LoadingSpinner label={`${name}: asking the ERP`} showLabel layout="centered" size="md" />
    ) : (
      <Flex direction="row" gap="sm" align="center">
        <Text>{name}: the ERP has not answered yet.</Text>
        <Button variant="secondary" size="xs" onClick={refresh}>
          Try again
        </Button>
      </Flex>
    );
  }
  if (section.state === 'failed') {
    return <ProblemPanel problem={section.error} about={name} copyText={copyText} onRetry={refresh} />;
  }
  const { tone, text } = ageLine(section, nowMs, format, goesOn);
  return (
    <Flex direction="column" gap="sm">
      {children(section.data)}
      {tone === 'quiet' ? <Text variant="microcopy">{text}</Text> : <StatusTag variant="warning">{text}</StatusTag>}
    </Flex>
  );
}
