import { Alert, Flex, List, Text } from '@hubspot/ui-extensions';

/** In what the deal is not what was sent any more; nothing where it is. */
export function DealChanges({ changes }: { changes: readonly string[] }) {
  if (changes.length === 0) return null;
  return (
    <Alert title="The deal was changed after this was sent." variant="warning">
      <Flex direction="column" gap="xs">
        {changes.length === 1 ? (
          <Text>{changes[0]}</Text>
        ) : (
          <List variant="unordered-styled">
            {changes.map((change) => (
              <Text key={change}>{change}</Text>
            ))}
          </List>
        )}
        <Text>What was sent stays as it is. If the deal is right, the order has to be changed in the ERP.</Text>
      </Flex>
    </Alert>
  );
}
