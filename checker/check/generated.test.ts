import { expect, test } from 'vitest';
import { check } from './check.ts';
import { array, int, over, record, replay } from '../index.ts';

test('no name of an action, conjunct, parameter or property means anything to the engine', async () => {
  const names = [
    'FIRST',
    'ACTION',
    'FIRST_ACTION',
    '$&',
    '${x}',
    '`',
    "it's",
    '"',
    '\n',
    '\u2028',
    '\\',
    '*/',
    '__proto__',
    'constructor',
  ];
  const params = Object.fromEntries(names.map((name) => [name, [0]]));
  const counter = over(record({ n: int(0, names.length) }));
  const odd = counter.system({
    name: names.join(),
    initial: [{ n: 0 }],
    actions: Object.fromEntries(
      names.map((name, index) => [
        name,
        counter.action({
          params,
          guard: { [name]: (s) => s.n === index },
          effect: (s) => {
            s.n++;
          },
        }),
      ]),
    ),
    properties: Object.fromEntries(
      names.map((name, index) => [name, counter.always({ holds: (s) => s.n !== index + 1 })]),
    ),
  });
  for (const options of [{}, { debug: true }, { search: 'depth-first' }] as const) {
    const report = await check(odd, { ...options, continue: true });
    expect(report.actions.map(({ action: name, fired }) => [name, fired])).toEqual(
      names.map((name) => [name, 1]),
    );
    expect(report.violations.map(({ property }) => property)).toEqual(names);
    report.violations.forEach(({ trace }, index) => {
      expect(trace?.steps.map((step) => step.action)).toEqual(names.slice(0, index + 1));
      expect(replay(odd, trace?.id ?? '').steps).toEqual(trace?.steps);
    });
  }
});

test('a guard that would never return in a state that no run reaches is not asked there for ever', async () => {
  const list = over(record({ head: int(0, 3), next: array(3, int(0, 3)) }));
  const walked = list.system({
    name: 'list',
    initial: [{ head: 0, next: [1, 2, 3] }],
    actions: {
      Pop: list.action({
        guard: {
          nonEmpty: (s) => {
            let count = 0;
            // The state of zeros is a circle.
            for (let at = s.head; at !== 3; at = s.next.at(at)) count++;
            return count > 0;
          },
        },
        effect: (s) => {
          s.head = s.next.at(s.head);
        },
      }),
    },
    properties: { Inside: list.always({ holds: (s) => s.head <= 3 }) },
  });
  expect(await check(walked)).toMatchObject({ verdict: 'holds', distinct: 4 });
});
