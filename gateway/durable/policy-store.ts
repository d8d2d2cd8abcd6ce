import { TenantPolicy } from '#contracts/policy';
import type { SettingStore } from './setting-store.ts';

/** The tenant's policy, read once. */
export class PolicyStore {
  readonly #settings: SettingStore;
  #policy: TenantPolicy | null = null;

  constructor(settings: SettingStore) {
    this.#settings = settings;
  }

  read(): TenantPolicy {
    this.#policy ??= TenantPolicy.parse(JSON.parse(this.#settings.read('policy') ?? '{}'));
    return this.#policy;
  }

  write(policy: TenantPolicy): void {
    this.#settings.write('policy', JSON.stringify(policy));
    this.#policy = policy;
  }
}
