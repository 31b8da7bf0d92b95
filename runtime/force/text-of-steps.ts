/** The steps of a schedule as Go text, which package main has: the hooks are the same for all schedules. */
import { waitsInside } from './operations.ts';
import { codeOfStep } from './step.ts';
import type { Role, ScheduledStep } from './step.ts';
import { ADVANCER } from './turns-of-advance.ts';
import { RESIZER } from './turns-of-procs.ts';

/** The number of the reader's role. */
export const READER = ADVANCER + 1;

const numberOf = (role: Role): number =>
  typeof role === 'number' ? role : { advancer: ADVANCER, reader: READER, GOMAXPROCS: RESIZER }[role];

/** The Ms that a schedule needs. */
export const rolesOf = (schedule: readonly ScheduledStep[]): number =>
  1 + Math.max(-1, ...schedule.map(({ role }) => (typeof role === 'number' ? role : -1)));

/** The Go text that package main has of a schedule: the hooks are the same for all, so that the runtime is built once. */
export function stepsText(schedule: readonly ScheduledStep[]): string {
  const rows = schedule.map(({ role, kind, nested, grows, empty, skewed, section }, at) => {
    const holds = kind === 'acquireFlag' && waitsInside(schedule, at) !== undefined;
    const flags = [nested, grows, empty, holds, skewed].reduce(
      (sum, flag, bit) => sum + (flag ? 1 << bit : 0),
      0,
    );
    return `\t{${numberOf(role)}, ${codeOfStep(kind)}, ${flags}, ${section}},`;
  });
  return `${stepType}
var steps = []nosplitStep{
${rows.join('\n')}
}

func nosplitFollow(steps []nosplitStep)
`;
}

/** Package main and package runtime have it alike. */
export const stepType = `
type nosplitStep struct {
	role, code, flags uint8
	section           uint32
}
`;
