/**
 * Gives back what V8 keeps in reserve once calls have been quiet for a while: after a large answer it would hold on to
 * the room for the next one for hours. It takes some 20 ms, so never while anybody waits. Does nothing where Node runs
 * without --expose-gc, as from the sources.
 */
export interface Memory {
  /** A call begins. */
  used(): void;
  /** The link is up. */
  connected(): void;
}

/** 20 s: the views of a person at work come closer together. */
export const QUIET_MS = 20_000;
/** 2 s: by then the first look at the ERP's WSDL, the first round of changes and what the gateway waited for are over, as a rule. */
export const CONNECTED_MS = 2_000;

export function openMemory(isBusy: () => boolean, collect = globalThis.gc): Memory {
  if (collect === undefined) return { used: () => {}, connected: () => {} };
  const giveBack = (): void => {
    if (isBusy()) timer.refresh();
    else void collect({ type: 'major', execution: 'sync', flavor: 'last-resort' });
  };
  const timer = setTimeout(giveBack, QUIET_MS).unref();
  // What starting up has left behind; what a dial leaves goes once the link is up, however long that takes.
  giveBack();
  let soon: ReturnType<typeof setTimeout> | null = null;
  return {
    used: () => void timer.refresh(),
    connected: () => {
      if (soon !== null) clearTimeout(soon);
      soon = setTimeout(giveBack, CONNECTED_MS).unref();
    },
  };
}
