import { describe, expect, test } from 'vitest';
import { check } from '../../checker/index.ts';
import { boundsNamed } from '../../model/index.ts';
import * as reference from '../../reference/index.ts';
import { Lockstep, systemOf } from '../lockstep.ts';
import type { Reference } from '../run/run.ts';
import { textOfStep } from '../run/instances.ts';

/** The reference with some facts of its design changed. */
const cured = (facts: Partial<reference.Design>): Reference => ({
  ...reference,
  designNamed: (name) => ({ ...reference.designNamed(name), ...facts }),
});

const acquires = ['AcquireFlagDown:0:0', 'AcquireSetFlag:0:0', 'AcquireLoadGen:0:0'];

/** By finding: where its shortest counterexample is, its cure in the reference, and where the cured one parts from the steps. */
const findings = [
  {
    finding: 'F10, where GOMAXPROCS changes while a generation begins',
    bounds: 'procs-tiny',
    property: 'SequenceContiguous',
    steps: 36,
    cure: cured({ procStatuses: 'beforeBump' }),
    // The statuses of Ps end a generation, and StartTrace has none to write.
    parts: {
      after: ['StartEnable', 'StartPublish'],
      text: /statusTraced\[1\] is true, and false in the reference/,
    },
  },
  {
    finding: 'F13, where GOMAXPROCS is lowered between two traces',
    bounds: 'procs-restart',
    property: 'SequenceContiguous',
    steps: 34,
    cure: cured({ procStatuses: 'beforeBump' }),
    parts: {
      after: ['StartEnable', 'StartPublish'],
      text: /statusTraced\[1\] is true, and false in the reference/,
    },
  },
  {
    finding: 'F11, where a P is stolen from a system call of the next generation',
    bounds: 'syscalls-small',
    property: 'SequenceContiguous',
    steps: 37,
    cure: cured({ syscalls: 'scanBit' }),
    // By the status of the goroutine, which is stored before the section of GoSyscallBegin ends, a P is told to be in a system call.
    parts: {
      after: [
        ...['StartEnable', 'StartPublish', 'AcquireP:0:1', ...acquires, 'WriteEvent:0', 'Release:0:0'],
        ...['EnterSyscall:0', ...acquires, 'WriteEvent:0'],
      ],
      text: /status is running, and syscall in the reference/,
    },
  },
] as const;

describe.each(findings)('$finding', ({ bounds: name, property, steps, cure, parts }) => {
  const bounds = boundsNamed(name);
  const shortest = async (): Promise<readonly string[]> => {
    const { violations } = await check(systemOf({ design: '1.25', debug: false, bounds }), {
      properties: [property],
    });
    return violations[0]?.trace?.steps.map(textOfStep) ?? [];
  };
  const along = (schedule: readonly string[], subject: Reference) => {
    const lockstep = new Lockstep({ reference: subject, design: '1.25', debug: false, bounds });
    let found = lockstep.compare();
    for (const text of schedule) {
      if (found !== null) break;
      found = lockstep.take(lockstep.instances.named(text));
    }
    return { found, after: lockstep.schedule.map((one) => lockstep.instances.textOf(one)) };
  };

  test('is followed by the reference of 1.25 to its last step', async () => {
    const schedule = await shortest();
    expect(schedule.length).toBe(steps);
    expect(along(schedule, reference)).toEqual({ found: null, after: schedule });
  });

  test('is left by the reference of the cure at the step that the cure is about', async () => {
    const { found, after } = along(await shortest(), cure);
    expect(after).toEqual(parts.after);
    expect(found?.text).toMatch(parts.text);
  });
});
