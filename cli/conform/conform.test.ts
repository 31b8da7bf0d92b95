import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { Lockstep, comparedBounds } from '../../conformance/index.ts';
import { textsOf } from '../../conformance/testing/steps.ts';
import * as reference from '../../reference/index.ts';
import { nosplit } from '../testing/world.ts';
import { conformJunit } from './junit.ts';
import { conformText } from './text.ts';
import type { ConformDocument } from './document.ts';

const begun = ['StartTrace start:0', 'StartTrace:0'];

/** Steps with the lines that they have in a design, as text. */
function schedule(design: string, config: string, steps: readonly string[]): string {
  const bounds = comparedBounds[config];
  if (bounds === undefined) throw new Error(`${config} is not compared`);
  return textsOf(new Lockstep({ reference, design, debug: false, bounds }), steps).join(', ');
}

const few = ['--design', '1.26-nosplit', '--runs', '5', '--traces', '3', '--quiet'];

describe('nosplit conform', () => {
  test('prints a line for each check, and ends with 0 where all agree', { tags: 'exhaustive' }, async () => {
    const { exit, stdout, stderr } = await nosplit(['conform', 'tiny', ...few]);
    expect(stderr).toBe('');
    expect(stdout).toMatch(
      /^design 1.26-nosplit at tiny\n {2}model to reference {2}agrees {5}19,391 of 19,391/,
    );
    expect(stdout).toMatch(/All agree \(.*\)\.\n$/);
    expect(exit).toBe(0);
  });

  test('writes JSON into a file', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'nosplit-'));
    try {
      const file = join(folder, 'report.json');
      expect(
        (await nosplit(['conform', 'tiny', ...few, '--design', '1.23', '-f', 'json', '-o', file])).exit,
      ).toBe(0);
      const told = JSON.parse(readFileSync(file, 'utf8')) as ConformDocument;
      expect(told).toMatchObject({ schema: 'nosplit.conform/2', verdict: 'agrees', config: 'tiny', runs: 5 });
      expect(told.designs[0]?.rows).toHaveLength(5);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  test('ends with 130 where it is interrupted, and says that it is not finished', async () => {
    const { exit, stdout } = await nosplit(['conform', 'tiny', ...few], { interrupt: true });
    expect(exit).toBe(130);
    expect(stdout).toMatch('Not finished');
  });

  test('follows a schedule on both sides', async () => {
    const steps = schedule('seed', 'free', [...begun, 'traceEnabled:3', 'traceAcquireEnabled:3']);
    const words = ['conform', 'free', '--design', 'seed', '--schedule'];
    expect(await nosplit([...words, steps])).toMatchObject({
      exit: 0,
      stdout: 'Model and reference agree along 4 steps.\n',
    });
    expect(await nosplit([...words, `${steps}, ${steps.split(', ')[1]}`])).toMatchObject({
      stdout: 'Model and reference agree along 4 steps; 1 step not open in its turn was left out.\n',
    });
    // A release whose protocol is an older one's is compared by its own name.
    const first = schedule('1.27', 'tiny', begun.slice(0, 1));
    expect(await nosplit(['conform', 'tiny', '--design', '1.27', '--schedule', first])).toMatchObject({
      exit: 0,
      stdout: 'Model and reference agree along 1 step.\n',
    });
  });

  test.each([
    [['tiny', '--design', '1.28'], '--design 1.28: no such design (did you mean 1.23?)'],
    [
      ['endless-small'],
      'config endless-small has sections without end, or more than two events in a buffer; model and reference are compared at tiny, small',
    ],
    [['tinny'], 'config tinny does not exist (did you mean tiny?)'],
    [['free'], 'config free is for --schedule'],
    [['tiny', '--runs', 'many'], '--runs many is not a whole number; give one, such as 1000'],
    [['tiny', '--debug', '--design', '1.23'], '--debug: design 1.23 drops nested events'],
    [
      ['tiny', '--schedule', 'AcquireOuter:0 Release:0:0'],
      '--schedule: AcquireOuter:0 is no step of design 1.26 at tiny; it is one of the actions that older versions had',
    ],
    [
      ['tiny', '--schedule', 'traceEnabled:1:0, '],
      '--schedule: traceEnabled:1:0 is no step of design 1.26 at tiny; a step looks like traceAcquireEnabled:225:0',
    ],
    [['tiny', '--design', 'all', '--schedule', 'StartEnable'], '--schedule is for one design'],
  ])('refuses %s', async (words, message) => {
    const { exit, stderr } = await nosplit(['conform', ...words]);
    expect(stderr).toContain(message);
    expect(exit).toBe(2);
  });
});

const disagreement: ConformDocument = {
  schema: 'nosplit.conform/2',
  verdict: 'disagrees',
  config: 'tiny',
  runs: 10,
  seed: 1,
  elapsedMs: 1000,
  designs: [
    {
      design: 'seed',
      debug: true,
      rows: [
        {
          check: 'reference to model',
          verdict: 'disagrees',
          what: '1 free run',
          reasons: ['m[0].writing is true, and false in the reference'],
          schedule: ['StartTrace:345 start:0', 'traceEnabled:152:0'],
          counts: {},
          elapsedMs: 1000,
        },
        {
          check: 'Go',
          verdict: 'skipped',
          what: 'no <go> here',
          reasons: [],
          schedule: null,
          counts: {},
          elapsedMs: 0,
        },
      ],
    },
  ],
};

test('a disagreement is told with the line that shows it again', () => {
  const text = conformText(disagreement, { width: 100, paint: (_, plain) => plain });
  expect(text).toContain(
    "  after 2 steps; again:\n  nosplit conform free --design seed --debug --schedule 'StartTrace:345 start:0, traceEnabled:152:0'\n",
  );
  expect(text).toMatch(/Not all agree \(1.00 s\)\.\n$/);
});

test('JUnit has a failure for a row that disagrees, and counts those that are skipped', () => {
  const xml = conformJunit(disagreement);
  expect(xml).toContain(
    '<testsuite name="design seed with debugTraceReentrancy at tiny" tests="2" failures="1" skipped="1">',
  );
  expect(xml).toContain(
    '<failure message="1 free run">m[0].writing is true, and false in the reference\nStartTrace:345 start:0',
  );
  expect(xml).toContain('<skipped message="no &lt;go&gt; here">');
});
