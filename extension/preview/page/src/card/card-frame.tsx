import { RemoteRenderer } from '@remote-ui/react/host';
import { useEffect, useMemo, useState } from 'react';
import { cardController } from '../components/registry.tsx';
import type { CardContext, CardHost } from './host-api.ts';
import { OpenOverlays, OverlaysContext } from './overlays.ts';
import { type CardSession, startCard } from './session.ts';

interface CardFrameProps {
  bundleUrl: string;
  context: CardContext;
  /** All that the page does for a card, but for overlays and crashes, which are the frame's. */
  host: Omit<CardHost, 'closeOverlay' | 'crashed'>;
}

/** Runs a card's real bundle in a worker and draws what it renders. A changed context starts it anew. */
export function CardFrame({ bundleUrl, context, host }: CardFrameProps) {
  const [attempt, setAttempt] = useState(1);
  const [session, setSession] = useState<CardSession | null>(null);
  const [crash, setCrash] = useState<string | null>(null);
  const overlays = useMemo(() => new OpenOverlays(), []);

  // biome-ignore lint/correctness/useExhaustiveDependencies: a new attempt must start a new worker
  useEffect(() => {
    let over = false;
    const started = startCard(bundleUrl, context, {
      ...host,
      closeOverlay: async (id) => overlays.close(id),
      crashed: async (message) => {
        if (!over) setCrash(message);
      },
    });
    setCrash(null);
    setSession(started);
    return () => {
      over = true;
      setSession(null);
      started.end();
    };
  }, [bundleUrl, context, host, overlays, attempt]);

  if (crash !== null) return <Crashed message={crash} retry={() => setAttempt(attempt + 1)} />;
  return (
    <OverlaysContext.Provider value={overlays}>
      <div className="card-body" data-card={context.extension.cardTitle}>
        {session === null ? null : <RemoteRenderer receiver={session.receiver} controller={cardController} />}
      </div>
    </OverlaysContext.Provider>
  );
}

function Crashed({ message, retry }: { message: string; retry: () => void }) {
  return (
    <div className="card-crashed" role="alert">
      <strong>Unable to load this card</strong>
      <p>Something went wrong while the card was shown. Try again, or tell your administrator.</p>
      <code>{message}</code>
      <button type="button" className="ui-button ui-button-secondary ui-button-sm" onClick={retry}>
        Try again
      </button>
    </div>
  );
}
