import type { GatewayFrame } from '#contracts/frames';
import { crmWritesOf } from '../../gateway/core/crm-write.ts';
import { CrmPause } from '../../gateway/crm/crm-pause.ts';
import type { Crm } from '../../gateway/crm/port.ts';
import { AuditStore } from '../../gateway/durable/audit-store.ts';
import { Chores } from '../../gateway/durable/chores.ts';
import { CrmOutbox } from '../../gateway/durable/crm-outbox.ts';
import { OutboxStore } from '../../gateway/durable/outbox-store.ts';
import { PolicyStore } from '../../gateway/durable/policy-store.ts';
import { PushRunner } from '../../gateway/durable/push-runner.ts';
import { PushStore } from '../../gateway/durable/push-store.ts';
import { SettingStore } from '../../gateway/durable/setting-store.ts';
import type { SimCrm } from './crm.ts';
import { ObjectLink } from './object-link.ts';
import type { StoreInUse } from './object-store.ts';
import type { Wire } from './wire.ts';
import type { World } from './world.ts';

/** One life of the object: from its first event to its eviction. */
export interface Life {
  store: StoreInUse;
  settings: SettingStore;
  policy: PolicyStore;
  audit: AuditStore;
  pushes: PushStore;
  link: ObjectLink;
  runner: PushRunner;
  chores: Chores;
}

export interface LifeParts {
  world: World;
  store: StoreInUse;
  wires: readonly Wire[];
  crm: SimCrm;
  onSent: (wire: Wire, frame: GatewayFrame) => void;
  arm: () => void;
}

/** Puts the parts together as `tenant-parts.ts` does. */
export function openLife({ world, store, wires, crm, onSent, arm }: LifeParts): Life {
  const now = () => world.now;
  const random = () => world.dice.next();
  const settings = new SettingStore(store.sql);
  const policy = new PolicyStore(settings);
  const audit = new AuditStore(store.sql);
  const pushes = new PushStore(store.sql);
  const entries = new OutboxStore(store.sql);
  const link = new ObjectLink({ world, wires, isGone: () => store.isGone, onSent });
  const witness: ConstructorParameters<typeof PushRunner>[0]['witness'] = {
    moved: (before, after, at) => {
      for (const write of crmWritesOf(before, after)) entries.put(write, at);
    },
  };
  const runner = new PushRunner({
    storage: store,
    pushes,
    audit,
    link,
    witness,
    now,
    random,
    policy,
    settings,
    arm: async () => arm(),
  });
  const pause = new CrmPause();
  const onTold = (pushId: string): void => runner.apply(pushId, { type: 'written-back' });
  const outbox = new CrmOutbox({ entries, audit, crm: () => crm.port as Crm, pause, now, random, onTold });
  const chores = new Chores([outbox], now, async () => arm());
  return { store, settings, policy, audit, pushes, link, runner, chores };
}
