import { expect, it } from 'vitest';
import { failure } from '#contracts/errors';
import { fail, ok, type Result } from '#contracts/result';
import { countLoginRefusals } from './login-refusals.ts';
import { openSession } from './session.ts';

const loginsGiving = (...answers: Result<string>[]) => {
  let count = 0;
  const login = async (): Promise<Result<string>> => {
    const answer = answers[Math.min(count, answers.length - 1)];
    count += 1;
    return answer ?? fail(failure('erp.unreachable'));
  };
  return { login, count: () => count };
};

it('[S1] many at once share one login', async () => {
  const { login, count } = loginsGiving(ok('one'), ok('two'));
  const session = openSession(
    login,
    () => 0,
    countLoginRefusals(() => 0),
  );
  expect(await Promise.all([session.current(), session.current(), session.current()])).toEqual([
    ok('one'),
    ok('one'),
    ok('one'),
  ]);
  expect(count()).toBe(1);
});

it('[S2] a late word of an old session does not drop its successor', async () => {
  const { login, count } = loginsGiving(ok('one'), ok('two'), ok('three'));
  const session = openSession(
    login,
    () => 0,
    countLoginRefusals(() => 0),
  );
  await session.current();
  session.drop('one');
  expect(await session.current()).toEqual(ok('two'));
  session.drop('one');
  expect(await session.current()).toEqual(ok('two'));
  expect(count()).toBe(2);
});

it('[S3] a refused login rests, any other failure does not', async () => {
  const refused = fail(failure('erp.credential-refused'));
  const down = fail(failure('erp.unreachable'));
  const { login, count } = loginsGiving(down, refused, ok('one'));
  let nowMs = 0;
  const session = openSession(
    login,
    () => nowMs,
    countLoginRefusals(() => nowMs),
  );
  expect(await session.current()).toEqual(down);
  expect(await session.current()).toEqual(refused);
  nowMs = 29_999;
  expect(await session.current()).toEqual(refused);
  expect(count()).toBe(2);
  nowMs = 30_000;
  expect(await session.current()).toEqual(ok('one'));
});
