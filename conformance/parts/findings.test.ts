import { describe, expect, test } from 'vitest';
import { check } from '../../checker/index.ts';
import { boundsNamed } from '../../model/index.ts';
import * as reference from '../../reference/index.ts';
import { Lockstep, systemOf } from '../lockstep.ts';
import { textOfStep } from '../run/instances.ts';
import type { Reference } from '../run/run.ts';

/** The reference with some facts of its design changed. */
const cured = (facts: Partial<reference.Design>): Reference => ({
  ...reference,
  designNamed: (name) => ({ ...reference.designNamed(name), ...facts }),
});

const endsWithStatuses = {
  cure: cured({ procStatuses: 'beforeBump' }),
  // The statuses of Ps end a generation, and StartTrace has none to write.
  parts: { fn: 'StartTrace', text: /traced\[1\] is true, and false in the reference/ },
};

/** By finding: where its shortest counterexample is, its cure in the reference, and where the cured one parts from the steps. */
const findings = [
  {
    finding: 'F10, where GOMAXPROCS changes while a generation begins',
    bounds: 'procs-tiny',
    steps: 34,
    ...endsWithStatuses,
  },
  {
    finding: 'F13, where GOMAXPROCS is lowered between two traces',
    bounds: 'procs-restart',
    steps: 29,
    ...endsWithStatuses,
  },
  {
    finding: 'F11, where a P is stolen from a system call of the next generation',
    bounds: 'syscalls-small',
    steps: 56,
    cure: cured({ syscalls: 'scanBit' }),
    // A thief goes by the goroutine: it looks at any P that runs, and so as soon as an M has one.
    parts: { fn: 'wirep', text: /the reference offers sysmon: retake of M1/ },
  },
] as const;

const design = '1.25';
const debug = false;

describe.each(findings)('$finding', ({ bounds: name, steps, cure, parts }) => {
  const bounds = boundsNamed(name);
  let found: Promise<readonly string[]> | undefined;
  const shortest = (): Promise<readonly string[]> =>
    (found ??= check(systemOf({ design, debug, bounds }), { properties: ['SequenceContiguous'] }).then(
      ({ violations }) => violations[0]?.trace?.steps.map(textOfStep) ?? [],
    ));
  const along = (schedule: readonly string[], subject: Reference) => {
    const lockstep = new Lockstep({ reference: subject, design, debug, bounds });
    let disagreement = lockstep.compare();
    for (const text of schedule) {
      if (disagreement !== null) break;
      disagreement = lockstep.take(lockstep.instances.named(text));
    }
    return { disagreement, after: lockstep.schedule.map((one) => lockstep.instances.textOf(one)) };
  };

  test('is followed by the reference of 1.25 to its last step', { tags: 'exhaustive' }, async () => {
    const schedule = await shortest();
    expect(schedule.length).toBe(steps);
    expect(along(schedule, reference)).toEqual({ disagreement: null, after: schedule });
  });

  test(
    'is left by the reference of the cure at the step that the cure is about',
    { tags: 'exhaustive' },
    async () => {
      const { disagreement, after } = along(await shortest(), cure);
      expect(after.at(-1)).toMatch(new RegExp(`^${parts.fn}:`));
      expect(disagreement?.text).toMatch(parts.text);
    },
  );
});
