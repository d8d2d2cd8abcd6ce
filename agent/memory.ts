/**
 * Gives back what V8 keeps in reserve once calls have been quiet for a while: after a large answer it would hold on to
 * the room for the next one for hours. It takes some 20 ms, so never while anybody waits. Does nothing where Node runs
 * without --expose-gc, as from the sources.
 */
export interface Memory {
  /** A call begins. */
  used(): void;
}

/** 20 s: the views of a person at work come closer together. */
export const QUIET_MS = 20_000;
/** 2 s: by then the link is up, as a rule. */
export const STARTED_MS = 2_000;

export function openMemory(isBusy: () => boolean, collect = globalThis.gc): Memory {
  if (collect === undefined) return { used: () => {} };
  const giveBack = (): void => {
    if (isBusy()) timer.refresh();
    else void collect({ type: 'major', execution: 'sync', flavor: 'last-resort' });
  };
  const timer = setTimeout(giveBack, QUIET_MS).unref();
  // What starting up has left behind, and what the first dial and the first look at the ERP's WSDL have.
  giveBack();
  setTimeout(giveBack, STARTED_MS).unref();
  return { used: () => void timer.refresh() };
}
