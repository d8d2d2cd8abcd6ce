import { Button } from '@hubspot/ui-extensions';

interface RetryButtonProps {
  /** An answer is awaited. */
  asking: boolean;
  retry: () => void;
}

/** Asks once more for what could not be had, and says that it does; an answer may take as long as the card waits for one. */
export const RetryButton = ({ asking, retry }: RetryButtonProps) => (
  <Button variant="secondary" size="xs" disabled={asking} onClick={() => retry()}>
    {asking ? 'Trying again' : 'Try again'}
  </Button>
);
