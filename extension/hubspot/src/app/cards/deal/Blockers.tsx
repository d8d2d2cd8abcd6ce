import { Alert, Flex, Text } from '@hubspot/ui-extensions';
import type { CardError } from '../contracts/card-api.ts';

/** What stands in the way of sending, each with what to do about it. */
export function Blockers({ blockers }: { blockers: readonly CardError[] }) {
  if (blockers.length === 0) return null;
  return (
    <Flex direction="column" gap="xs">
      {blockers.map(({ code, message, advice }, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the same code can stand twice, for two lines
        <Alert key={`${code}-${index}`} title={message} variant="warning">
          <Text>{advice}</Text>
        </Alert>
      ))}
    </Flex>
  );
}
