import { describe, expect, test } from 'vitest';
import type { System } from '../../checker/index.ts';
import makePeterson from '../../examples/peterson.ts';
import makeTwoPhase from '../../examples/two-phase-commit.ts';
import { judged } from './judged.ts';
import { paramsOf, withChecker } from './module.ts';

const asked = { params: {}, version: '0', memoryMaxBytes: 2 ** 28, onProgress: () => undefined };
const judge = (system: unknown) => judged(system as System, asked);

describe('the text of a model', () => {
  test('imports the checker from where the page has it, on one line or several', () => {
    expect(withChecker("import { over } from 'nosplit/checker';\n", 'http://x/c.js')).toBe(
      'import { over } from "http://x/c.js";\n',
    );
    expect(withChecker('import {\n  over,\n} from "nosplit/checker";\nlet a = "from \'b\'";', 'c')).toBe(
      'import {\n  over,\n} from "c";\nlet a = "from \'b\'";',
    );
  });

  test.each([
    "import fs from 'node:fs';",
    "import './side.js';",
    "export * from './other.ts';",
    'import {\n a } from "../checker/index.ts"',
  ])('cannot import anything else: %s', (text) => {
    expect(() => withChecker(text, 'c')).toThrow('a model can import nosplit/checker, and not ');
  });

  test('has parameters', () => {
    expect(paramsOf(' n=3, broken=true\nm=-1 ')).toEqual({ n: 3, broken: true, m: -1 });
    for (const text of ['n', 'n=', 'n=x', '=3', 'n==3'])
      expect(() => paramsOf(text)).toThrow('a parameter is written as n=3 or broken=true, and not as ');
  });
});

describe('a model that is judged', () => {
  test('has its counterexample as a page of the explorer', async () => {
    const { verdict, sentence, runs, properties } = await judge(makePeterson({ broken: true }));
    expect([verdict, sentence]).toEqual(['violated', 'MutualExclusion is violated after 7 steps']);
    expect(runs[0]?.label).toBe('MutualExclusion is violated');
    expect(runs[0]?.page.run.violatedAt).toBe(7);
    expect(runs[0]?.page.details.filter((one) => one !== null)).toHaveLength(1);
    expect(properties.map(({ property }) => property)).toEqual(['MutualExclusion', 'NoDeadlock', 'BothWait']);
  });

  test('that holds says so of how many states, and shows how a situation is reached', async () => {
    const { verdict, sentence, runs } = await judge(makePeterson());
    expect([verdict, sentence]).toEqual([
      'holds',
      'All 3 properties hold in every reachable state, of which there are 32',
    ]);
    expect(runs.map(({ label }) => label)).toEqual(['BothWait is reached']);
  });

  test('that a limit ended claims nothing', async () => {
    const { verdict, sentence } = await judged(makeTwoPhase({ n: 9 }), {
      ...asked,
      memoryMaxBytes: 2 ** 22,
    });
    expect([verdict, sentence]).toEqual([
      'exhausted',
      'The memory limit ended the search before the end. Nothing was violated so far',
    ]);
  });
});
