import { EmptyState, LoadingSpinner, Text } from '@hubspot/ui-extensions';
import type { Problem } from '../problem.ts';
import { ProblemPanel } from './ProblemPanel.tsx';

interface FirstAnswerProps {
  /** Why there is no answer; null while it is awaited. */
  problem: Problem | null;
  /** It is being asked for again. */
  asking?: boolean;
  /** May change the account's integrations, so is told what to do instead of whom to ask. */
  isAdmin: boolean;
  copyText: (text: string) => void;
  refresh: () => void;
}

/** What stands in the card's place until the first answer, or instead of it. */
export function FirstAnswer({ problem, asking = false, isAdmin, copyText, refresh }: FirstAnswerProps) {
  if (problem === null) return <LoadingSpinner label="Asking the ERP" showLabel layout="centered" size="md" />;
  if (problem.code === 'portal.unknown' || problem.code === 'card.not-set-up') {
    return (
      <EmptyState title="The ERP link is not set up yet" layout="vertical">
        <Text>
          {isAdmin
            ? 'Connect this CRM account on the operations page of Drawbridge, then reload this page.'
            : problem.advice}
        </Text>
      </EmptyState>
    );
  }
  return <ProblemPanel problem={problem} copyText={copyText} onRetry={refresh} asking={asking} />;
}
