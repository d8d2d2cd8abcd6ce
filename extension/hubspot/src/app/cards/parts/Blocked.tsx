import { Alert, Button, Flex, Text } from '@hubspot/ui-extensions';

interface BlockedProps {
  title: string;
  advice: string;
  retry: () => void;
  /** It is being looked at again. */
  looking?: boolean;
}

/** The CRM's records did not say what a card needs before it can show anything. */
export function Blocked({ title, advice, retry, looking = false }: BlockedProps) {
  return (
    <Flex direction="column" gap="sm">
      <Alert title={title} variant="warning">
        <Text>{advice}</Text>
      </Alert>
      <Flex direction="row">
        <Button size="xs" variant="secondary" disabled={looking} onClick={() => retry()}>
          {looking ? 'Looking again' : 'Look again'}
        </Button>
      </Flex>
    </Flex>
  );
}
