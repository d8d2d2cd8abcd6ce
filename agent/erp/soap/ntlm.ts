import { createType1Message, createType3Message, decodeType2Message } from 'axios-ntlm/lib/ntlm.js';

/**
 * NTLM, as a web server asks for it: two messages on one connection, of which the second goes with the request.
 * The messages are the library's; what it cannot do is refused: NTLM before version 2, and servers that offer
 * Negotiate (Kerberos) alone.
 */
export interface NtlmLogin {
  user: string;
  password: string;
  domain: string;
  workstation: string;
}

/** The Authorization header that opens the handshake. */
export const ntlmOpening = ({ workstation, domain }: NtlmLogin): string => createType1Message(workstation, domain);

/** What the server's answer means for the second message; a problem where there can be none. */
export function ntlmReply(
  login: NtlmLogin,
  challenge: string | undefined,
): { ok: true; authorization: string } | { ok: false; problem: string } {
  const found = /(?:^|,\s*)NTLM ([A-Za-z0-9+/=]+)/.exec(challenge ?? '')?.[1];
  if (found === undefined) return { ok: false, problem: 'the server offers no NTLM' };
  try {
    const type2 = decodeType2Message(`NTLM ${found}`);
    if (type2.version !== 2 || !('buffer' in (type2.targetInfo ?? {})))
      return { ok: false, problem: 'the server asks for NTLM before version 2' };
    const { user, password, workstation, domain } = login;
    return { ok: true, authorization: createType3Message(type2, user, password, workstation, domain) };
  } catch {
    return { ok: false, problem: 'the server answered NTLM with something that is not NTLM' };
  }
}
