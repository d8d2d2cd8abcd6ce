import type { ErrorCode, Failure } from '#contracts/errors';
import { MEND_FINGERPRINT } from '../drift/fingerprint-file.ts';

/**
 * What to do about a failure, for the person at the agent's program: the catalogue's advice is for a salesperson, and
 * sends them to this person.
 */

const OWN_AUTHORITY =
  'Its certificate comes from an authority that this machine does not know: save that authority’s certificate as a PEM file and start with NODE_EXTRA_CA_CERTS=/path/to/file.pem.';

/** What the system says about a connection. */
const CAUSES: readonly (readonly [RegExp, string])[] = [
  [/SELF_SIGNED|UNABLE_TO_(GET_ISSUER|VERIFY)|CERT_UNTRUSTED/, OWN_AUTHORITY],
  [/CERT_HAS_EXPIRED/, 'Its certificate has expired: whoever runs the ERP must renew it.'],
  [/ALTNAME/, 'Its certificate is for another name: use in the address the name that the certificate has.'],
  [
    /WRONG_VERSION_NUMBER|ERR_SSL_PACKET/,
    'It does not speak https there: try the address with http://, or another port.',
  ],
  [
    /ENOTFOUND|EAI_AGAIN/,
    'No machine has that name: check the address in the configuration, and the DNS of this machine.',
  ],
  [/ECONNREFUSED/, 'Nothing listens there: check host and port of the address, and whether the ERP’s service runs.'],
  [/EHOSTUNREACH|ENETUNREACH|ETIMEDOUT/, 'No way leads there: check the network and the firewall between.'],
  [/ECONNRESET|EPIPE|socket hang up/, 'It ended the connection: check http or https, the port, and its log.'],
];

const UNREACHABLE = 'Check the address in the configuration, and whether the ERP’s service runs.';

const OTHERS_FILE = 'Make the user that the agent runs as its owner, and let that user into its folder.';

const BY_CODE: Partial<Record<ErrorCode, (detail: string) => string>> = {
  'agent.config-invalid': (detail) =>
    /agent\.yaml is missing$/.test(detail)
      ? 'Write it, with connector and settings, or say where it is with --home or --config.'
      : /may not be read by this user/.test(detail)
        ? OTHERS_FILE
        : 'Mend the configuration (agent.yaml), or the variable or file that it names.',
  'agent.journal-failed': (detail) =>
    /is locked$/.test(detail)
      ? 'Another agent runs over this home: drawbridge status tells of it. Leave that one alone, or stop it first.'
      : 'Make room on that disk, or give the file and its folder to the user that the agent runs as. Never delete it.',
  'connector.invalid': (detail) =>
    detail.startsWith('\n')
      ? 'Mend connector.yaml there, and approve again. Nothing was taken, and nothing approved.'
      : /^the setting /.test(detail)
        ? 'Mend that value under settings in the configuration (agent.yaml).'
        : /^fingerprint\.json: /.test(detail)
          ? /may not be read by this user/.test(detail)
            ? OTHERS_FILE
            : MEND_FINGERPRINT
          : 'drawbridge connector check FOLDER says each mistake with its line.',
  'connector.command-missing': () => 'Ask one that the document has under commands, or describe this one there.',
  'request.invalid': () => 'The same command with --help says what it takes.',
  'connector.drifted': () => 'drawbridge connector drift FOLDER --against live says what changed.',
  'erp.unreachable': (detail) => CAUSES.find(([form]) => form.test(detail))?.[1] ?? UNREACHABLE,
  'erp.timed-out': () => 'Ask for less, look at the ERP’s load, or raise limits.callTimeoutMs of the document.',
  'erp.fault': () => 'Look at the answer above: the fault says what it does not like.',
  'erp.credential-refused': () =>
    'Check user and password in the configuration; two or three wrong ones may lock the account.',
  'erp.answer-unreadable': (detail) =>
    /text\/html|HTTP 50[0-9]/.test(detail)
      ? 'A web page came in place of SOAP: the ERP is in maintenance, or the address is not that of the service.'
      : 'Look at the answer above: it is not the XML of a SOAP answer.',
  'erp.answer-off-contract': () => 'Look at the answer above, and mend the place or the format in the document.',
  // A value that its format has no room for was not asked for (agent/erp/connector/absent-value.ts).
  'erp.not-found': (detail) =>
    /: (longer than \d+|a key of padding alone)$/.test(detail)
      ? 'Ask for a number that the ERP has; if it has this one, mend the format (padTo, maxLength) of that place.'
      : 'Ask for a number that the ERP has.',
  'erp.value-unfit': () =>
    'Correct it in the input, or mend the format (maxLength, places) that the document names for it.',
  'erp.rejected': () => 'Correct what it names in the input, or in the request of the document.',
};

export const adviceFor = ({ code, advice, detail }: Pick<Failure, 'code' | 'advice' | 'detail'>): string =>
  BY_CODE[code]?.(detail ?? '') ?? advice;

/** `The ERP is not answering: ECONNREFUSED (erp.unreachable)` */
export const failureLine = ({ message, detail, code }: Failure): string =>
  detail === null || detail === '' ? `${message} (${code})` : `${message.replace(/[.:]?$/, ':')} ${detail} (${code})`;
