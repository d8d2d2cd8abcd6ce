import { type Circuit, CLOSED, revived } from '../core/circuit-breaker.ts';
import type { SettingStore } from './setting-store.ts';

const NAME = 'circuit';

/**
 * The circuit as the object last left it: a pause that the ERP was given outlives an eviction. Failures that are
 * still counted do not; they would cost a write for each call.
 */
export class CircuitStore {
  readonly #settings: SettingStore;
  #circuit: Circuit;

  constructor(settings: SettingStore) {
    this.#settings = settings;
    this.#circuit = revived(JSON.parse(settings.read(NAME) ?? JSON.stringify(CLOSED)) as Circuit);
  }

  read(): Circuit {
    return this.#circuit;
  }

  write(circuit: Circuit): void {
    const known = this.#circuit;
    this.#circuit = circuit;
    if (circuit === known || (circuit.phase === 'closed' && known.phase === 'closed')) return;
    this.#settings.write(NAME, JSON.stringify(circuit.phase === 'closed' ? CLOSED : circuit));
  }
}
