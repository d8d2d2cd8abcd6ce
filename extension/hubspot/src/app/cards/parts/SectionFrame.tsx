import { Flex, LoadingSpinner, StatusTag, Text } from '@hubspot/ui-extensions';
import type { ReactNode } from 'react';
import type { CardError } from '../contracts/card-api.ts';
import type { Moment } from '../contracts/dates.ts';
import { type AgeLine, type Asked, ageLine } from '../words/age.ts';
import type { Format } from '../words/format.ts';
import { ProblemPanel } from './ProblemPanel.tsx';
import { RefreshButton } from './RefreshButton.tsx';
import { RetryButton } from './RetryButton.tsx';

export type Section<T> =
  | { state: 'fresh'; asOf: Moment; data: T }
  | { state: 'stale'; asOf: Moment; data: T; error: CardError | null }
  | { state: 'loading' }
  | { state: 'failed'; error: CardError };

/** A section of which there is nothing to show. */
export type MissingSection = Extract<Section<unknown>, { state: 'loading' | 'failed' }>;

export interface FrameProps extends Asked {
  /** An answer is awaited. */
  asking: boolean;
  format: Format;
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
export function SectionFrame<T>({ section, name, children, ...frame }: SectionFrameProps<T>) {
  if (!('data' in section)) return <MissingLine section={section} name={name} {...frame} />;
  return (
    <Flex direction="column" gap="sm">
      {children(section.data)}
      <Age {...ageLine(section, frame, frame.format)} />
    </Flex>
  );
}

interface MissingLineProps extends Pick<FrameProps, 'goesOn' | 'asking' | 'refresh' | 'copyText'> {
  section: MissingSection;
  name: string;
  /** Other rows are shown beside it, so it takes one line only. */
  compact?: boolean;
}

/** Stands where a section will be: it is being fetched, nobody answered, or what went wrong. */
export function MissingLine({ section, name, compact = false, goesOn, asking, refresh, copyText }: MissingLineProps) {
  if (section.state === 'failed') {
    return (
      <ProblemPanel
        problem={section.error}
        about={name}
        meaning="This part of the card is missing."
        copyText={copyText}
        onRetry={refresh}
        asking={asking}
      />
    );
  }
  return goesOn ? (
    <LoadingSpinner
      label={`${name}: asking the ERP`}
      showLabel
      layout={compact ? 'inline' : 'centered'}
      size={compact ? 'sm' : 'md'}
    />
  ) : (
    <Flex direction="row" gap="sm" align="center">
      <Text>{name}: the ERP has not answered yet.</Text>
      <RetryButton asking={asking} retry={refresh} />
    </Flex>
  );
}

interface AgeProps extends AgeLine {
  /** A way to ask anew, given where no other button on the screen does. */
  again?: { asking: boolean; refresh: () => void };
}

/** How old what stands above is; amber is never told by colour alone, and has a way out beside it. */
export function Age({ tone, text, again }: AgeProps) {
  if (tone === 'quiet') return <Text variant="microcopy">{text}</Text>;
  const tag = <StatusTag variant="warning">{text}</StatusTag>;
  if (again === undefined) return tag;
  return (
    <Flex direction="row" gap="sm" align="center" wrap="wrap">
      {tag}
      <RefreshButton {...again} />
    </Flex>
  );
}
