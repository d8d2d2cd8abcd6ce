import { Button } from '@hubspot/ui-extensions';

interface RefreshButtonProps {
  /** An answer is awaited. */
  asking: boolean;
  refresh: () => void;
}

/** Asks anew, and says that it does. */
export const RefreshButton = ({ asking, refresh }: RefreshButtonProps) => (
  <Button variant="secondary" size="xs" disabled={asking} onClick={refresh}>
    {asking ? 'Refreshing' : 'Refresh'}
  </Button>
);
