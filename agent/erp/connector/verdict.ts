import type { Verdict } from '#contracts/connector';
import { textAt, type XmlElement } from '../soap/xml-tree.ts';

/** What an answer says about itself. `unclear`: a code that the connector does not list, or no code at all. */
export type Judgement =
  | { kind: 'success' }
  | { kind: 'session-expired' }
  | { kind: 'credential-refused' }
  | { kind: 'refused' | 'not-found' | 'unclear'; code: string | null; message: string | null };

export interface Judge {
  /** Of a read or a login: not found counts before refused. */
  judgeRead(answer: XmlElement): Judgement;
  /** Of a write: only codes that prove that nothing was made are `refused`. */
  judgeWrite(answer: XmlElement): Judgement;
}

export function judgeFor(verdict: Verdict): Judge {
  const codePath = verdict.code.split('/');
  const messagePath = verdict.message?.split('/');

  const judge = (answer: XmlElement, effect: 'read' | 'write'): Judgement => {
    const found = textAt(answer, codePath);
    const code = found.ok && found.text !== null ? found.text.trim() : null;
    if (code === null || code === '') return { kind: 'unclear', code: null, message: null };
    if (verdict.success.includes(code)) return { kind: 'success' };
    if (verdict.sessionExpired.includes(code)) return { kind: 'session-expired' };
    if (verdict.credentialRefused.includes(code)) return { kind: 'credential-refused' };
    const sentence = messagePath === undefined ? null : textAt(answer, messagePath);
    const message = sentence?.ok ? sentence.text : null;
    if (effect === 'read' && verdict.notFound.includes(code)) return { kind: 'not-found', code, message };
    return { kind: verdict.refused.includes(code) ? 'refused' : 'unclear', code, message };
  };
  return { judgeRead: (answer) => judge(answer, 'read'), judgeWrite: (answer) => judge(answer, 'write') };
}
