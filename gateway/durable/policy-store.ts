import { FRESHNESS_MIN_MS, TenantPolicy } from '#contracts/policy';
import type { SettingStore } from './setting-store.ts';

/** Policies that were set before FRESHNESS_MIN_MS may have less. */
function kept(policy: { freshnessMs?: Record<string, number> }): TenantPolicy {
  const raised = Object.entries(policy.freshnessMs ?? {}).map(([name, ms]) => [name, Math.max(ms, FRESHNESS_MIN_MS)]);
  return TenantPolicy.parse({ ...policy, freshnessMs: Object.fromEntries(raised) });
}

/** The tenant's policy, read once. */
export class PolicyStore {
  readonly #settings: SettingStore;
  #policy: TenantPolicy | null = null;

  constructor(settings: SettingStore) {
    this.#settings = settings;
  }

  read(): TenantPolicy {
    this.#policy ??= kept(JSON.parse(this.#settings.read('policy') ?? '{}'));
    return this.#policy;
  }

  write(policy: TenantPolicy): void {
    this.#settings.write('policy', JSON.stringify(policy));
    this.#policy = policy;
  }
}
