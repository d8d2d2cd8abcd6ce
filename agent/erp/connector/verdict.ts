import type { Paths } from '#contracts/connector-path';
import type { FaultRule, Verdict } from '#contracts/connector-verdict';
import type { Fault } from '../soap/fault.ts';
import { compilePath, elementsOn, type Namespaces, textOn, textsOn, type XmlPath } from '../soap/xml-path.ts';
import type { TextAt, XmlElement } from '../soap/xml-tree.ts';
import { matchesWildcard } from './wildcard.ts';

/** What an answer says about itself. `unclear`: a code that the connector does not list, or no code at all. */
export type Judgement =
  | { kind: 'success' }
  | { kind: 'session-expired' }
  | { kind: 'credential-refused' }
  | {
      kind: 'refused' | 'not-found' | 'already-exists' | 'overloaded' | 'unclear';
      code: string | null;
      message: string | null;
    };

/** An answer that is no yes by its form alone. */
export interface Refusal {
  /** The HTTP status. */
  status: number;
  fault: Fault | null;
  /** How an answer that is no SOAP begins. */
  page?: string;
}

export interface Judge {
  /** Where the code is looked for. */
  inPayload: boolean;
  /** Of a read or a login: not found counts before refused. */
  judgeRead(answer: XmlElement): Judgement;
  /** Of a write: only codes that prove that nothing was made are `refused`. */
  judgeWrite(answer: XmlElement): Judgement;
  /** Null: no rule speaks of it. */
  judgeRefusal(refusal: Refusal, effect: 'read' | 'write'): Judgement | null;
}

/** Listed codes are exact, or have `*` in place of anything. */
const lists = (codes: readonly string[], code: string): boolean =>
  codes.some((listed) => listed === code || (listed.includes('*') && matchesWildcard(listed, code)));

/** Of several places the first that is there counts. */
interface Places {
  code: readonly XmlPath[];
  each: XmlPath | null;
  reason: readonly XmlPath[];
  message: readonly XmlPath[];
}

const firstText = (row: XmlElement, paths: readonly XmlPath[]): TextAt => {
  const found = paths.map((path) => textOn(row, path));
  return found.find((text) => !text.ok || (text.text !== null && text.text.trim() !== '')) ?? { ok: true, text: null };
};
const firstTexts = (row: XmlElement, paths: readonly XmlPath[]): string[] =>
  paths.map((path) => textsOn(row, path)).find((texts) => texts.length > 0) ?? [];

/** What the answer says: the codes to look up where it is no yes, and the sentence for a person. */
interface Said {
  isYes: boolean;
  reasons: string[];
  message: string | null;
}

function say(answer: XmlElement, { code, each, reason, message }: Places, verdict: Verdict): Said {
  const rows = each === null ? [answer] : elementsOn(answer, each);
  const reasons: string[] = [];
  const messages: string[] = [];
  let yes = 0;
  let told = true;
  for (const row of rows) {
    const found = firstText(row, code);
    if (!found.ok) told = false;
    const text = found.ok && found.text !== null ? found.text.trim() : '';
    if (verdict.success.includes(text) && (text !== '' || each !== null)) {
      yes += 1;
      continue;
    }
    const finer = firstTexts(row, reason);
    if (finer.length > 0) reasons.push(...finer);
    else if (text !== '') reasons.push(text);
    messages.push(...firstTexts(row, message));
  }
  // Rows without any code in them are no yes, unless there is no row and the document says what that means.
  const silent = reasons.length === 0 && yes === 0;
  const isYes = told && (silent ? verdict.whenNone === 'success' : yes === rows.length);
  return { isYes, reasons, message: messages.length === 0 ? null : messages.join(' ') };
}

/** Several reasons mean one thing only where each of them does. */
function judgeReasons({ reasons, message }: Said, verdict: Verdict, effect: 'read' | 'write'): Judgement {
  const code = reasons[0] ?? null;
  const all = (codes: readonly string[]): boolean =>
    reasons.length > 0 && reasons.every((reason) => lists(codes, reason));
  if (all(verdict.sessionExpired)) return { kind: 'session-expired' };
  if (all(verdict.credentialRefused)) return { kind: 'credential-refused' };
  if (all(verdict.overloaded)) return { kind: 'overloaded', code, message };
  if (all(verdict.alreadyExists)) return { kind: 'already-exists', code, message };
  if (effect === 'read' && all(verdict.notFound)) return { kind: 'not-found', code, message };
  return { kind: all(verdict.refused) ? 'refused' : 'unclear', code, message };
}

const localOf = (code: string): string => code.slice(code.lastIndexOf(':') + 1);

function fits(rule: FaultRule, { status, fault, page }: Refusal, detail: XmlPath | null): boolean {
  if (rule.http !== undefined && rule.http !== status) return false;
  const { code, text } = rule;
  if (code !== undefined) {
    const codes = fault?.codes ?? [];
    if (!codes.some((given) => matchesWildcard(code, given) || matchesWildcard(code, localOf(given)))) return false;
  }
  if (text !== undefined && !(fault !== null && matchesWildcard(text, fault.text))) return false;
  if (rule.detail !== undefined && detail !== null) {
    const inside = fault?.detail ?? null;
    const { is } = rule.detail;
    if (inside === null || !textsOn(inside, detail).some((found) => matchesWildcard(is, found))) return false;
  }
  if (rule.page !== undefined && !(page !== undefined && matchesWildcard(rule.page, page))) return false;
  return rule.http !== undefined || rule.page !== undefined || fault !== null;
}

/** @throws UnknownPrefix for a path with a prefix that the document does not declare */
export function judgeFor(verdict: Verdict, namespaces: Namespaces = {}): Judge {
  const path = (text: string | undefined): XmlPath | null =>
    text === undefined ? null : compilePath(text, namespaces);
  const paths = (texts: Paths | undefined): XmlPath[] =>
    [texts ?? []].flat().map((text) => compilePath(text, namespaces));
  const code = paths(verdict.code);
  const places =
    code.length === 0
      ? null
      : { code, each: path(verdict.each), reason: paths(verdict.reason), message: paths(verdict.message) };
  const rules = verdict.faults.map((rule) => ({ rule, detail: path(rule.detail?.path) }));

  const judge = (answer: XmlElement, effect: 'read' | 'write'): Judgement => {
    if (places === null) return { kind: 'success' };
    const said = say(answer, places, verdict);
    return said.isYes ? { kind: 'success' } : judgeReasons(said, verdict, effect);
  };
  return {
    inPayload: verdict.in === 'payload',
    judgeRead: (answer) => judge(answer, 'read'),
    judgeWrite: (answer) => judge(answer, 'write'),
    judgeRefusal(refusal, effect) {
      const found = rules.find(({ rule, detail }) => fits(rule, refusal, detail));
      if (found === undefined) return null;
      const { means } = found.rule;
      if (means === 'session-expired' || means === 'credential-refused') return { kind: means };
      const said = { code: refusal.fault?.code ?? `HTTP ${refusal.status}`, message: refusal.fault?.text ?? null };
      return { kind: means === 'not-found' && effect === 'write' ? 'refused' : means, ...said };
    },
  };
}
