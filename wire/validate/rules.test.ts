import { afterAll, describe, expect, test } from 'vitest';
import { goJudge } from '../testing/go-judge.ts';
import { encodeLoose } from '../testing/loose-text.ts';
import { goMessages } from './go-messages.ts';
import { rules } from './rules.ts';
import { framingCases } from './testing/framing-cases.ts';
import { goroutineCases, procCases, rangeCases } from './testing/order-cases.ts';
import type { RuleCase } from './testing/rule-case.ts';
import { strictEventCases, strictMemoryCases, strictTableCases } from './testing/strict-cases.ts';
import { validate } from './validate.ts';

const readerCases = [...framingCases, ...procCases, ...goroutineCases, ...rangeCases];
const strictCases = [...strictTableCases, ...strictEventCases, ...strictMemoryCases];

const broken = ({ text, damage = (bytes) => bytes }: RuleCase): Uint8Array => damage(encodeLoose(text));
const mended = ({ text, fix = ['', ''] }: RuleCase): Uint8Array => encodeLoose(text.replace(...fix));

const namesOf = (severity: 'reader' | 'strict'): string[] =>
  rules.flatMap((rule) => (rule.severity === severity ? [rule.name] : [])).toSorted();

describe('a rule of the reader', () => {
  test.each(readerCases)('is broken by the trace made for it, and only by that: $rule', (each) => {
    const { rule, reader = '1.26' } = each;
    expect(validate(broken(each), { reader }).violation).toMatchObject({ rule });
    expect(validate(mended(each), { reader }).violation).toBeNull();
  });

  test('has such a trace, each of them', () => {
    expect(readerCases.map(({ rule }) => rule).toSorted()).toEqual(namesOf('reader'));
  });
});

describe('a strict rule', () => {
  test.each(strictCases)('is broken by a trace that the reader accepts: $rule', (each) => {
    const { violation, findings } = validate(broken(each), { strict: true });
    expect(violation).toBeNull();
    expect(findings?.map(({ rule }) => rule)).toEqual([each.rule]);
    expect(validate(broken(each)).findings).toBeNull();
    expect(validate(mended(each), { strict: true })).toMatchObject({ violation: null, findings: [] });
  });

  test('has such a trace, each of them', () => {
    expect(strictCases.map(({ rule }) => rule).toSorted()).toEqual(namesOf('strict'));
  });
});

const judges = ['go1.24.0', 'go1.26.8'].flatMap((release) => goJudge(release) ?? []);
afterAll(() => {
  for (const judge of judges) judge.dispose();
});

describe.each(judges)("Go's reader, of $release", ({ release, verdicts }) => {
  const reader = release === 'go1.24.0' ? '1.24' : '1.26';

  test('judges the traces made for the rules as validate does', () => {
    const traces = [...readerCases, ...strictCases].flatMap((each) => [broken(each), mended(each)]);
    const accepted = verdicts(traces).map((line) => line.startsWith('ok'));
    expect(accepted).toEqual(traces.map((trace) => validate(trace, { reader }).violation === null));
  });

  test('says of them what the table of its messages says', () => {
    const told = readerCases.filter((each) => (each.reader ?? '1.26') === reader);
    const lines = verdicts(told.map(broken));
    for (const [index, { rule }] of told.entries()) {
      expect(lines[index], rule).toMatch(
        new RegExp(Object.entries(goMessages).find(([name]) => name === rule)?.[1] ?? ''),
      );
    }
  });
});
