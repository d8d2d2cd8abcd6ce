import { Alert, List, Text } from '@hubspot/ui-extensions';

/** In what the deal is not what was sent any more; nothing where it is. */
export function DealChanges({ changes }: { changes: readonly string[] }) {
  if (changes.length === 0) return null;
  return (
    <Alert title="The deal was changed after this was sent." variant="warning">
      {changes.length === 1 ? (
        <Text>{changes[0]}</Text>
      ) : (
        <List variant="unordered-styled">
          {changes.map((change) => (
            <Text key={change}>{change}</Text>
          ))}
        </List>
      )}
    </Alert>
  );
}
