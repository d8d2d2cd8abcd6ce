import { AgentFrame, CLOSE, type GatewayFrame, PROTOCOL } from '#contracts/frames';
import type { TenantId } from '#contracts/ids';
import { TenantPolicy } from '#contracts/policy';
import { fail, ok, type Result } from '#contracts/result';
import type { Push } from '../../gateway/core/push-record.ts';
import { AuditStore } from '../../gateway/durable/audit-store.ts';
import { type NewPush, takeIn } from '../../gateway/durable/push-intake.ts';
import type { PushRunner } from '../../gateway/durable/push-runner.ts';
import { PushStore } from '../../gateway/durable/push-store.ts';
import { noteEnrolled } from '../../gateway/durable/push-writers.ts';
import { wasSetBack } from '../../gateway/durable/store-set-back.ts';
import type { SimCrm } from './crm.ts';
import { type Life, openLife } from './object-life.ts';
import { type Doom, Evicted, freshStore, StoreInUse } from './object-store.ts';
import type { Wire, WireSocket } from './wire.ts';
import type { World } from './world.ts';

const TENANT = 't_0123456789abcdef' as TenantId;
/** Which connection is whose, as the real link says it. */
const identity = {
  agentOf: ({ wire }: WireSocket) => wire.agentId,
  epochOf: ({ wire }: WireSocket) => wire.epoch,
};

/**
 * The platform around a tenant object, and the wiring of `tenant-object.ts` in short: the object comes to life with
 * an event, may be lost at any commit, and leaves nothing but its store, its alarm and its sockets.
 */
export class GatewayHost {
  readonly store = freshStore();
  readonly wires: Wire[] = [];
  onSent: (wire: Wire, frame: GatewayFrame) => void = () => {};
  readonly #world: World;
  readonly #crm: SimCrm;
  #life: Life | null = null;
  #alarmAt: number | null = null;

  constructor(world: World, crm: SimCrm) {
    this.#world = world;
    this.#crm = crm;
  }

  enrol(agentId: string): void {
    this.#enter((life) => noteEnrolled(life.settings, agentId));
  }

  setPolicy(policy: Partial<TenantPolicy>): void {
    this.#enter((life) => life.policy.write(TenantPolicy.parse(policy)));
  }

  /** Takes a push in as the door does; null: the caller got no answer. */
  push(asked: NewPush): Result<Push> | null {
    let answer: Result<Push> | null = null;
    this.#enter((life) => {
      const { store, pushes, audit, news } = life;
      const now = () => this.#world.now;
      const taken = takeIn({ storage: store, pushes, audit, witness: news, now, tenantId: () => TENANT }, asked);
      if (taken.ok) life.runner.taken(taken.value);
      answer = taken;
      this.#arm(life);
      if (this.#world.strikes('F12-answer', 0.3)) this.#lose(life);
    });
    return answer;
  }

  /** What a person decided. */
  decide(pushId: string, event: Parameters<PushRunner['apply']>[1]): void {
    this.#enter((life) => {
      life.runner.apply(pushId, event, { by: 'person' });
      life.runner.dispatch();
      this.#arm(life);
    });
  }

  dial(wire: Wire): void {
    this.#enter((life) => {
      wire.epoch = life.settings.next('epoch');
      for (const older of this.wires) if (older.agentId === wire.agentId) older.close('gateway', CLOSE.replaced);
      this.wires.push(wire);
      wire.gateway = {
        hears: (text) => this.#heard(wire, text),
        closed: () => this.#closed(wire),
      };
    });
    if (wire.epoch === 0) wire.reset();
  }

  /** The object leaves memory; its sockets stay. */
  evict(): void {
    if (this.#life !== null) this.#lose(this.#life);
  }

  /** A new version: every socket closes. */
  deploy(): void {
    this.evict();
    for (const wire of this.wires) wire.reset();
  }

  /** The object is lost in one of its next transactions. */
  doom(after: number, how: Doom): void {
    if (this.#life !== null) this.#life.store.doom = { after, how };
  }

  /** Whatever was still to befall it does not. */
  heal(): void {
    if (this.#life !== null) this.#life.store.doom = null;
  }

  setBack(snapshot: Uint8Array): void {
    this.deploy();
    this.wires.length = 0;
    this.store.setBack(snapshot);
    this.#setAlarm(this.#world.now);
    this.#world.quiet = null;
  }

  #heard(wire: Wire, text: string): void {
    const parsed = AgentFrame.safeParse(JSON.parse(text));
    if (!parsed.success) {
      wire.close('gateway', CLOSE.frameInvalid);
      return;
    }
    const frame = parsed.data;
    this.#enter((life) => {
      // The worst moment of all: what became of a write is just being told.
      if (frame.type === 'outcome' && this.#world.mayStrike('F12-commit', 0.3)) {
        life.store.doom = { after: 0, how: this.#world.dice.pick(['before-commit', 'after-commit']) };
      }
      switch (frame.type) {
        case 'answer':
          return life.link.answered(frame.id, frame.ok ? ok(frame.output) : fail(frame.error));
        case 'hello':
          if (wasSetBack({ ...life, link: identity }, wire.asSocket(), frame, this.#world.now)) break;
          wire.connector = frame.connector;
          wire.say('agent', welcome(wire));
          life.runner.linkUp();
          break;
        case 'claim':
        case 'outcome':
          life.runner.framed(wire.epoch, frame);
          break;
        default:
          return;
      }
      this.#arm(life);
    });
  }

  #closed(wire: Wire): void {
    const index = this.wires.indexOf(wire);
    if (index >= 0) this.wires.splice(index, 1);
    this.#enter((life) => {
      life.link.dropped(wire);
      life.runner.linkLost(wire.epoch);
      this.#arm(life);
    });
  }

  #alarm(): void {
    const life = this.#life ?? this.#boot();
    try {
      life.runner.wake();
      life.chores.start();
      this.#arm(life);
    } catch (error) {
      // The platform runs an alarm again whose object was lost.
      if (error instanceof Evicted) this.#setAlarm(this.#world.now + 2_000);
      else {
        this.#world.broken('wrong', 'alarm', String(error));
        this.#setAlarm(this.#world.now + 60_000);
      }
    }
  }

  #setAlarm(at: number): void {
    if (this.#alarmAt === at) return;
    this.#alarmAt = at;
    this.#world.time.at(at, () => {
      if (this.#alarmAt !== at) return;
      this.#alarmAt = null;
      if (this.#world.strikes('F12-alarm', 0.1)) this.#alarm();
      this.#alarm();
    });
  }

  #arm(life: Life): void {
    const next = Math.min(life.runner.nextWake() ?? Infinity, life.chores.nextWake() ?? Infinity);
    if (next < Infinity) this.#setAlarm(Math.max(next, this.#world.now));
  }

  /** One event of the object. Losing it is no defect. */
  #enter(work: (life: Life) => void): void {
    try {
      work(this.#life ?? this.#boot());
    } catch (error) {
      if (!(error instanceof Evicted)) throw error;
    }
  }

  #lose(life: Life): void {
    life.store.isGone = true;
    if (this.#life === life) this.#life = null;
  }

  #boot(): Life {
    const world = this.#world;
    const store = new StoreInUse(this.store, () => {
      world.happened('F12-commit');
      if (this.#life === life) this.#life = null;
      if (world.dice.chance(0.3)) for (const wire of this.wires) wire.reset();
      // The platform stores rows and alarm of one turn together.
      world.time.after(0, () => this.#enter((next) => this.#arm(next)));
    });
    const { wires } = this;
    const onSent = (wire: Wire, frame: GatewayFrame): void => this.onSent(wire, frame);
    const life = openLife({ world, store, wires, crm: this.#crm, onSent, arm: () => this.#arm(life) });
    this.#life = life;
    return life;
  }

  /** Reads as one that only looks. */
  look(): { pushes: PushStore; audit: AuditStore } {
    const { sql } = new StoreInUse(this.store, () => {});
    return { pushes: new PushStore(sql), audit: new AuditStore(sql) };
  }
}

const welcome = ({ agentId, epoch }: Wire): string =>
  JSON.stringify({ type: 'welcome', protocol: PROTOCOL, agentId, epoch });
