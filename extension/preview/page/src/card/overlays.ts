import { createContext } from 'react';

/** The open overlays of one card by id, so that the card can close them (`actions.closeOverlay`). */
export class OpenOverlays {
  #closers = new Map<string, () => void>();

  opened(id: string, close: () => void): () => void {
    this.#closers.set(id, close);
    return () => {
      if (this.#closers.get(id) === close) this.#closers.delete(id);
    };
  }

  close(id: string): void {
    this.#closers.get(id)?.();
  }
}

export const OverlaysContext = createContext<OpenOverlays>(new OpenOverlays());
