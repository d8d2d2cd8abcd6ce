import { z } from 'zod';
import { Headers } from './connector-call.ts';
import { Name, Path } from './connector-path.ts';
import { SendFields } from './connector-send.ts';
import { Verdict } from './connector-verdict.ts';

/** How the agent shows who it is. The parts may be combined; credentials in a request or header are settings there. */

const setting = Name.describe('The setting that holds it.');

export const Login = z.strictObject({
  http: z
    .discriminatedUnion('type', [
      z.strictObject({
        type: z.literal('basic').describe('User and password with every call (Basic).'),
        user: setting,
        password: setting,
      }),
      z.strictObject({
        type: z.literal('ntlm').describe('A Windows login (NTLM).'),
        user: setting,
        password: setting,
        domain: setting.optional().describe('The setting that holds the Windows domain.'),
        workstation: setting.optional().describe('The setting that holds the name of this machine.'),
      }),
    ])
    .optional()
    .describe('Named to the web server.'),
  certificate: z
    .strictObject({
      certificate: setting,
      key: setting,
      passphrase: setting.optional().describe('The setting that opens the key.'),
    })
    .optional()
    .describe('A client certificate: settings that hold PEM text, or the path of a PEM file.'),
  security: z
    .strictObject({
      user: setting,
      password: setting,
      send: z.enum(['text', 'digest']).describe('PasswordText, or PasswordDigest with nonce and time.'),
      timestampSeconds: z.int().min(1).max(3600).optional().describe('Sends a Timestamp that is valid this long.'),
    })
    .optional()
    .describe('A WS-Security UsernameToken.'),
  session: z
    .strictObject({
      service: Name.optional().describe('The service that has the operation, where there are several.'),
      operation: Name.describe('The SOAP operation that opens a session.'),
      request: SendFields.default({}).describe('Element of the request → what is sent; secrets as `setting`.'),
      headers: Headers.optional().describe('SOAP headers of the login alone.'),
      soapAction: z.string().max(300).optional().describe("In place of the WSDL's."),
      verdict: Verdict.optional().describe("In place of the document's."),
      keep: z
        .record(
          Name,
          z.union([
            z.strictObject({ path: Path.describe("Place in the login's answer.") }),
            z.strictObject({ header: Path.describe("Place in the answer's SOAP header.") }),
            z.strictObject({ cookie: z.string().max(100).describe('Sent back as a cookie on every call.') }),
          ]),
        )
        .describe('What the login gives; sent where a call says `session: name`.'),
      renewAfterMs: z.int().min(1000).optional().describe('A new login is made before the session is this old.'),
    })
    .optional()
    .describe('An operation that opens a session. It is called when first needed, and again when the session expired.'),
});
export type Login = z.infer<typeof Login>;

const part = z.union([
  z.strictObject({ setting: Name.describe('A setting of this document.') }),
  z.strictObject({ stamp: Name.describe('A stamp that stands before this one.') }),
  z.strictObject({ const: z.string().max(200).describe('This text.') }),
  z.strictObject({ session: Name.describe('What the login kept under this name.') }),
]);

/** A value that is made anew for every call. */
export const Stamp = z.union([
  z.strictObject({ random: z.int().min(8).max(64).describe('So many letters and digits by chance.') }),
  z.strictObject({ uuid: z.literal(true).describe('A new UUID.') }),
  z.strictObject({
    today: z.string().max(60).describe('The day of the call, in this time zone; sent with a date format.'),
  }),
  z.strictObject({ now: z.enum(['seconds', 'milliseconds', 'iso']).describe('The time of the call.') }),
  z.strictObject({
    signature: z
      .strictObject({
        algorithm: z
          .enum(['hmac-sha256', 'hmac-sha512', 'hmac-sha1', 'sha256', 'sha1', 'md5'])
          .describe('How it is computed.'),
        over: z.array(part).min(1).max(12).describe('What is signed, in this order.'),
        key: z.array(part).max(4).default([]).describe('Needed for hmac.'),
        joinedBy: z.string().max(4).default('&').describe('What stands between the parts.'),
        as: z.enum(['base64', 'hex']).default('base64').describe('How the result is written.'),
      })
      .describe('A signature over settings, stamps and what the login kept.'),
  }),
]);
export type Stamp = z.infer<typeof Stamp>;
