import { Button, Flex, List, LoadingButton, Modal, ModalBody, ModalFooter, Text } from '@hubspot/ui-extensions';

const MODAL_ID = 'send-to-erp';

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

/** The button, and the question before it: nothing is sent by one click. */
export function SendPanel(props: SendPanelProps) {
  const { label, consequence, warnings, sending, blocked, checking, checkAgain, send, closeOverlay } = props;
  const confirm = (): void => {
    send();
    closeOverlay(MODAL_ID);
  };
  return (
    <Flex direction="row" gap="sm" justify="end">
      <Button variant="secondary" disabled={checking || sending} onClick={checkAgain}>
        Check again
      </Button>
      {blocked || sending ? (
        <LoadingButton variant="primary" loading={sending} disabled>
          {sending ? 'Sending to ERP' : label}
        </LoadingButton>
      ) : (
        <Button
          variant="primary"
          overlay={
            <Modal id={MODAL_ID} title="Send this deal to the ERP?" width="md">
              <ModalBody>
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
              </ModalBody>
              <ModalFooter>
                <Button variant="primary" onClick={confirm}>
                  {label}
                </Button>
                <Button variant="secondary" onClick={() => closeOverlay(MODAL_ID)}>
                  Not now
                </Button>
              </ModalFooter>
            </Modal>
          }
        >
          {label}
        </Button>
      )}
    </Flex>
  );
}
