import { createHash } from 'node:crypto';
import { escapeText } from './xml-text.ts';

/** The header of WS-Security 1.0 with a UsernameToken (OASIS, Username Token Profile 1.0, section 3). */
const WSSE = 'http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd';
const WSU = 'http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-utility-1.0.xsd';
const TOKEN = 'http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-username-token-profile-1.0';
const BASE64 = 'http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-soap-message-security-1.0#Base64Binary';

export interface UsernameToken {
  user: string;
  password: string;
  send: 'text' | 'digest';
  /** How long a Timestamp is valid; none is sent where it is left out. */
  timestampSeconds?: number | undefined;
}

/** @param nonce 16 bytes by chance, new for every message */
export function securityHeader(token: UsernameToken, nowMs: number, nonce: Uint8Array): string {
  const { user, password, send, timestampSeconds } = token;
  const created = new Date(nowMs).toISOString();
  const digest = createHash('sha1').update(nonce).update(created).update(password).digest('base64');
  const shown = send === 'digest' ? digest : escapeText(password);
  const type = send === 'digest' ? 'PasswordDigest' : 'PasswordText';
  const fresh =
    `<wsse:Nonce EncodingType="${BASE64}">${Buffer.from(nonce).toString('base64')}</wsse:Nonce>` +
    `<wsu:Created>${created}</wsu:Created>`;
  const until = timestampSeconds === undefined ? null : new Date(nowMs + timestampSeconds * 1000).toISOString();
  const timestamp =
    until === null
      ? ''
      : `<wsu:Timestamp><wsu:Created>${created}</wsu:Created><wsu:Expires>${until}</wsu:Expires></wsu:Timestamp>`;
  return (
    `<wsse:Security xmlns:wsse="${WSSE}" xmlns:wsu="${WSU}" soap:mustUnderstand="1">${timestamp}` +
    `<wsse:UsernameToken><wsse:Username>${escapeText(user)}</wsse:Username>` +
    `<wsse:Password Type="${TOKEN}#${type}">${shown}</wsse:Password>${send === 'digest' ? fresh : ''}` +
    '</wsse:UsernameToken></wsse:Security>'
  );
}
