import type { CommandName } from '#contracts/commands';
import type { ConnectorDocument } from '#contracts/connector';
import type { CommandMapping } from '#contracts/connector-call';
import type { Content, ServiceShape } from '../soap/shapes.ts';
import { type CallScope, type Checked, callProblems, contextFor, operationOf, verdictMistakes } from './check-call.ts';
import { commandProblems } from './check-command.ts';
import { textPath } from './check-path.ts';
import { NO_SECRET, valueProblem } from './check-value.ts';
import { problemsOfFormat } from './formats.ts';
import { instead } from './near-word.ts';
import { servicesOf } from './prepare.ts';
import type { Problem } from './problem.ts';
import { isZone } from './zones.ts';

const NO_INPUT: CallScope = { input: new Map(), kept: new Set(), page: new Set(), hasRow: false };

function settingProblems({ document, settings }: Checked): Problem[] {
  const problems: Problem[] = [];
  const { login } = document;
  const need = (name: string | undefined, path: string[], isSecret: boolean): void => {
    if (name === undefined) return;
    const secret = settings.get(name);
    // What stands where a secret's setting is named may be the secret itself: it is not repeated.
    if (secret === undefined && isSecret) problems.push({ path, text: NO_SECRET });
    else if (secret === undefined)
      problems.push({ path, text: `there is no setting ${name}: ${instead(name, settings.keys(), 'there are')}` });
    else if (isSecret && !secret)
      problems.push({ path, text: `the setting ${name} must be marked secret: add secret: true to it` });
  };
  for (const [name, { endpoint }] of Object.entries(servicesOf(document))) {
    if (!settings.has(endpoint)) {
      const place = 'services' in document.soap ? ['soap', 'services', name] : ['settings'];
      problems.push({
        path: place,
        text: `a setting ${endpoint} is needed, e.g. ${endpoint}: { about: "Address of the service" }: where to call is never taken from the WSDL`,
      });
    }
  }
  need(login?.http?.user, ['login', 'http', 'user'], false);
  need(login?.http?.password, ['login', 'http', 'password'], true);
  if (login?.http?.type === 'ntlm') {
    need(login.http.domain, ['login', 'http', 'domain'], false);
    need(login.http.workstation, ['login', 'http', 'workstation'], false);
  }
  need(login?.certificate?.certificate, ['login', 'certificate', 'certificate'], false);
  need(login?.certificate?.key, ['login', 'certificate', 'key'], true);
  need(login?.certificate?.passphrase, ['login', 'certificate', 'passphrase'], true);
  need(login?.security?.user, ['login', 'security', 'user'], false);
  need(login?.security?.password, ['login', 'security', 'password'], true);
  return problems;
}

/** A signature may use settings, what the login keeps, and stamps that stand before it. */
function stampProblems({ document, settings, session }: Checked): Problem[] {
  const problems: Problem[] = [];
  const before = new Set<string>();
  for (const [name, stamp] of Object.entries(document.stamps)) {
    const path = ['stamps', name];
    if ('signature' in stamp) {
      const { algorithm, over, key } = stamp.signature;
      if (algorithm.startsWith('hmac-') && key.length === 0) problems.push({ path, text: `${algorithm} needs a key` });
      for (const part of [...over, ...key]) {
        if ('setting' in part && !settings.has(part.setting)) problems.push({ path, text: NO_SECRET });
        if ('stamp' in part && !before.has(part.stamp))
          problems.push({ path, text: `there is no stamp ${part.stamp} before this one` });
        if ('session' in part && !session.has(part.session))
          problems.push({ path, text: `the login keeps no ${part.session}` });
      }
      for (const part of key)
        if ('setting' in part && settings.get(part.setting) === false)
          problems.push({ path, text: `the setting ${part.setting} must be marked secret` });
    }
    if ('today' in stamp && !isZone(stamp.today)) problems.push({ path, text: `there is no time zone ${stamp.today}` });
    before.add(name);
  }
  return problems;
}

function loginProblems(checked: Checked): Problem[] {
  const login = checked.document.login?.session;
  if (login === undefined) return [];
  const path = ['login', 'session'];
  const problems = callProblems(login, NO_INPUT, { ...checked, session: new Set() }, path, true);
  const shape = operationOf(login, checked.services);
  if (typeof shape === 'string') return problems;
  for (const [name, from] of Object.entries(login.keep)) {
    if (!('path' in from)) continue;
    const { problem } = textPath(shape.response, from.path, checked.document.namespaces, true);
    if (problem !== null) problems.push({ path: [...path, 'keep', name], text: problem });
  }
  return problems;
}

/** What each service says about every call: addresses and HTTP headers. */
function serviceProblems(checked: Checked): Problem[] {
  const problems: Problem[] = [];
  const context = contextFor(checked, NO_INPUT, false);
  for (const [name, { path: place, httpHeaders }] of Object.entries(servicesOf(checked.document))) {
    const path = 'services' in checked.document.soap ? ['soap', 'services', name] : ['soap'];
    const values = [...Object.entries(httpHeaders), ...(place === undefined ? [] : [['path', place] as const])];
    for (const [key, value] of values) {
      const problem = valueProblem(value, key, new Map(), context);
      if (problem !== null)
        problems.push({ path: [...path, key === 'path' ? 'path' : 'httpHeaders', key], text: problem });
    }
  }
  return problems;
}

/** A place of the document's verdict that several answers do not have is told once, where it is written. */
function oncePerVerdict(problems: readonly Problem[], { verdict }: ConnectorDocument): Problem[] {
  const told = new Set<string>();
  return problems.flatMap((problem): Problem[] => {
    const { of: key, text } = problem;
    const several = problems.filter((other) => other.of !== undefined && other.of === key).length;
    if (key === undefined || several < 2 || !Object.hasOwn(verdict, key)) return [problem];
    if (told.has(key)) return [];
    told.add(key);
    const more = `${text}; so in ${several} answers: mend it here, or give calls that answer otherwise a verdict of their own`;
    return [{ path: ['verdict', key], text: more }];
  });
}

/** Everything that is wrong with a document that fits its schema; empty if it may be used. */
export function documentProblems(
  document: ConnectorDocument,
  services: ReadonlyMap<string, ServiceShape>,
  types: ReadonlyMap<string, Content>,
): Problem[] {
  const checked: Checked = {
    document,
    services,
    types,
    settings: new Map(Object.entries(document.settings).map(([name, { secret }]) => [name, secret])),
    session: new Set(Object.keys(document.login?.session?.keep ?? {})),
    isLoose: (call) => {
      const shape = operationOf(call, services);
      return typeof shape !== 'string' && shape.rpc === 'encoded';
    },
  };
  const problems: Problem[] = [];
  for (const [name, format] of Object.entries(document.formats)) {
    for (const text of problemsOfFormat(format)) problems.push({ path: ['formats', name], text });
  }
  problems.push(...settingProblems(checked), ...stampProblems(checked), ...serviceProblems(checked));
  problems.push(...verdictMistakes(document.verdict, ['verdict']), ...loginProblems(checked));
  const commands = Object.entries(document.commands) as [CommandName, CommandMapping][];
  if (commands.length === 0)
    problems.push({ path: ['commands'], text: 'there is no command: begin with customer.read' });
  for (const [command, mapping] of commands) problems.push(...commandProblems(command, mapping, checked));
  return oncePerVerdict(problems, document);
}
