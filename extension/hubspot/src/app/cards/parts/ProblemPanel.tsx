import { Alert, Button, Flex, Text } from '@hubspot/ui-extensions';
import type { Problem } from '../problem.ts';
import { RetryButton } from './RetryButton.tsx';

interface ProblemPanelProps {
  problem: Problem;
  /** Said before the message, e.g. which section it is about. */
  about?: string | undefined;
  /** What it means for the reader, e.g. that the rest of the card is not touched by it. */
  meaning?: string | undefined;
  copyText: (text: string) => void;
  onRetry?: (() => void) | undefined;
  /** It is being asked for again. */
  asking?: boolean;
}

/** What happened, what it means, what to do; small at the end the number to tell a person who helps. */
export function ProblemPanel({ problem, about, meaning, copyText, onRetry, asking = false }: ProblemPanelProps) {
  const { message, advice, correlationId } = problem;
  return (
    <Flex direction="column" gap="sm">
      <Alert title={about === undefined ? message : `${about}: ${message}`} variant="danger">
        <Text>{[meaning, advice].filter(Boolean).join(' ')}</Text>
      </Alert>
      <Flex direction="row" gap="sm" align="center" wrap="wrap">
        {onRetry !== undefined && <RetryButton asking={asking} retry={onRetry} />}
        {correlationId !== null && (
          <>
            <Text variant="microcopy">For support: {correlationId}</Text>
            <Button variant="transparent" size="xs" onClick={() => copyText(correlationId)}>
              Copy reference
            </Button>
          </>
        )}
      </Flex>
    </Flex>
  );
}
