import { Alert, Button, Flex, Text } from '@hubspot/ui-extensions';

interface BlockedProps {
  title: string;
  advice: string;
  retry: () => void;
}

/** The CRM's records did not say what a card needs before it can show anything. */
export function Blocked({ title, advice, retry }: BlockedProps) {
  return (
    <Flex direction="column" gap="sm">
      <Alert title={title} variant="warning">
        <Text>{advice}</Text>
      </Alert>
      <Flex direction="row">
        <Button size="xs" variant="secondary" onClick={() => retry()}>
          Look again
        </Button>
      </Flex>
    </Flex>
  );
}
