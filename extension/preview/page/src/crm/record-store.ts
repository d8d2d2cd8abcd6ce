import { useEffect, useMemo, useState } from 'react';
import type { Properties } from '../card/host-api.ts';
import { type CrmRecord, type RecordType, readProperties, readRecord } from './api.ts';

/** The page sees a change made elsewhere (an order number coming back) within this time, as HubSpot's page does. */
const LOOK_EVERY_MS = 4000;

type Listener = (properties: Properties) => void;

/** One record that is open: read once, looked at again and again, and told to whoever watches it. */
export class RecordStore {
  readonly type: RecordType;
  readonly id: string;
  #record: CrmRecord | null = null;
  #listeners = new Set<Listener>();

  constructor(type: RecordType, id: string) {
    this.type = type;
    this.id = id;
  }

  get record(): CrmRecord | null {
    return this.#record;
  }

  async load(): Promise<void> {
    this.#record = await readRecord(this.type, this.id);
    this.#tell();
  }

  async look(): Promise<void> {
    if (this.#record === null) return;
    const properties = await readProperties(this.type, this.id);
    if (JSON.stringify(properties) === JSON.stringify(this.#record.properties)) return;
    this.#record = { ...this.#record, properties };
    this.#tell();
  }

  watch(listener: Listener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #tell(): void {
    for (const listener of this.#listeners) listener(this.#record?.properties ?? {});
  }
}

export interface OpenRecord {
  store: RecordStore;
  record: CrmRecord | null;
  problem: string | null;
}

export function useRecord(type: RecordType, id: string): OpenRecord {
  const store = useMemo(() => new RecordStore(type, id), [type, id]);
  const [, redraw] = useState(0);
  const [problem, setProblem] = useState<string | null>(null);
  useEffect(() => {
    setProblem(null);
    const forget = store.watch(() => redraw((count) => count + 1));
    store.load().catch((error: unknown) => setProblem(error instanceof Error ? error.message : String(error)));
    const timer = setInterval(() => {
      store.look().catch(() => {});
    }, LOOK_EVERY_MS);
    return () => {
      clearInterval(timer);
      forget();
    };
  }, [store]);
  return { store, record: store.record, problem };
}
