import type { GatewayFrame } from '#contracts/frames';
import { CrmPause } from '../../gateway/crm/crm-pause.ts';
import type { Crm } from '../../gateway/crm/port.ts';
import { AuditStore } from '../../gateway/durable/audit-store.ts';
import { Chores } from '../../gateway/durable/chores.ts';
import type { CrmNews } from '../../gateway/durable/crm-news.ts';
import { openCrmSide } from '../../gateway/durable/crm-side.ts';
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
  news: CrmNews;
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
  const link = new ObjectLink({ world, wires, isGone: () => store.isGone, onSent });
  const onTold = (pushId: string): void => runner.apply(pushId, { type: 'written-back' });
  const { news, outbox } = openCrmSide({
    sql: store.sql,
    audit,
    pushes,
    crm: () => crm.port as Crm,
    pause: new CrmPause(),
    now,
    random,
    onTold,
    onOrderMade: () => {},
  });
  const runner = new PushRunner({
    storage: store,
    pushes,
    audit,
    link,
    witness: news,
    now,
    random,
    policy,
    settings,
    arm: async () => arm(),
  });
  const chores = new Chores([outbox], now, async () => arm());
  return { store, settings, policy, audit, pushes, news, link, runner, chores };
}
