import { Button, LoadingButton, Modal, ModalBody, ModalFooter } from '@hubspot/ui-extensions';
import type { ReactNode } from 'react';

interface AskedButtonProps {
  /** Of the question; no two on a card are the same. */
  modalId: string;
  /** The question's title. */
  title: string;
  /** On the button, and on the one that confirms. */
  label: string;
  sending: boolean;
  /** It cannot be pressed. */
  shut: boolean;
  confirmed: () => void;
  closeOverlay: (id: string) => void;
  /** What the question tells. */
  children: ReactNode;
}

/** A button that sends to the ERP, and the question before it: nothing is sent by one click. */
export function AskedButton(props: AskedButtonProps) {
  const { modalId, title, label, sending, shut, confirmed, closeOverlay, children } = props;
  if (shut || sending) {
    return (
      <LoadingButton variant="primary" loading={sending} disabled>
        {sending ? 'Sending to ERP' : label}
      </LoadingButton>
    );
  }
  const confirm = (): void => {
    confirmed();
    closeOverlay(modalId);
  };
  return (
    <Button
      variant="primary"
      overlay={
        <Modal id={modalId} title={title} width="md">
          <ModalBody>{children}</ModalBody>
          <ModalFooter>
            <Button variant="primary" onClick={confirm}>
              {label}
            </Button>
            <Button variant="secondary" onClick={() => closeOverlay(modalId)}>
              Not now
            </Button>
          </ModalFooter>
        </Modal>
      }
    >
      {label}
    </Button>
  );
}
