import { Alert, Button, Flex, Text } from '@hubspot/ui-extensions';
import type { Problem } from '../problem.ts';

interface ProblemPanelProps {
  problem: Problem;
  /** Said before the message, e.g. which section it is about. */
  about?: string | undefined;
  copyText: (text: string) => void;
  onRetry?: (() => void) | undefined;
}

/** What happened and what it means, what to do, and the number to tell a person who helps. */
export function ProblemPanel({ problem, about, copyText, onRetry }: ProblemPanelProps) {
  const { message, advice, correlationId } = problem;
  return (
    <Flex direction="column" gap="sm">
      <Alert title={about === undefined ? message : `${about}: ${message}`} variant="danger">
        <Text>{advice}</Text>
      </Alert>
      <Flex direction="row" gap="sm" align="center" wrap="wrap">
        {onRetry !== undefined && (
          <Button variant="secondary" size="xs" onClick={() => onRetry()}>
            Try again
          </Button>
        )}
        {correlationId !== null && (
          <>
            <Text variant="microcopy">Reference {correlationId}</Text>
            <Button variant="transparent" size="xs" onClick={() => copyText(correlationId)}>
              Copy reference
            </Button>
          </>
        )}
      </Flex>
    </Flex>
  );
}
