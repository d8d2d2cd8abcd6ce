import { Button, Flex, List, Text } from '@hubspot/ui-extensions';
import { AskedButton } from '../parts/AskedButton.tsx';

interface SendPanelProps {
  /** `Send to ERP`, or `Send again` after the ERP refused. */
  label: string;
  /** What a click does, in one or two sentences. */
  consequence: string;
  /** What it is sent in spite of; asked about once more. */
  warnings: readonly string[];
  sending: boolean;
  /** Something stands in the way; the reasons are shown above. */
  blocked: boolean;
  checking: boolean;
  checkAgain: () => void;
  send: () => void;
  closeOverlay: (id: string) => void;
}

/** Sends the deal, or has it checked again. */
export function SendPanel(props: SendPanelProps) {
  const { label, consequence, warnings, sending, blocked, checking, checkAgain, send, closeOverlay } = props;
  return (
    <Flex direction="row" gap="sm" justify="end">
      <Button variant="secondary" disabled={checking || sending} onClick={checkAgain}>
        Check again
      </Button>
      <AskedButton
        modalId="send-to-erp"
        title="Send this deal to the ERP?"
        label={label}
        sending={sending}
        shut={blocked}
        confirmed={send}
        closeOverlay={closeOverlay}
      >
        <Flex direction="column" gap="sm">
          <Text>{consequence}</Text>
          {warnings.length > 0 && (
            <>
              <Text format={{ fontWeight: 'bold' }}>You send it although:</Text>
              <List variant="unordered-styled">
                {warnings.map((warning) => (
                  <Text key={warning}>{warning}</Text>
                ))}
              </List>
              <Text>That you decided so is kept with the order.</Text>
            </>
          )}
        </Flex>
      </AskedButton>
    </Flex>
  );
}
