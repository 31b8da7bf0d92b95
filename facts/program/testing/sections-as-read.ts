/**
 * The hand-written part sections with what the steps do otherwise. Package runtime/trace starts the reader's goroutine when StartTrace
 * has returned, and so after its section. StartTrace stores trace.gen on M0, which does nothing while a signal handler interrupts it. And
 * a signal that finds the flag up and generation 0 changes nothing, and is no step.
 */
import type { System } from '../../../checker/index.ts';
import type { TracerSchema, TracerState } from '../../../model/index.ts';

export function sectionsAsRead(system: System<TracerSchema>): System<TracerSchema> {
  const actions = Object.entries(system.actions).map(([name, action]) => {
    const more = guards.filter(({ of }) => of.test(name)).map(({ guard }) => guard);
    return [name, { ...action, guard: [...action.guard, ...more] }] as const;
  });
  return { ...system, actions: Object.fromEntries(actions) };
}

const guards = [
  {
    of: /^Reader/,
    guard: { name: 'startReturned', holds: (s: TracerState) => s.sections.at(0).start === 'returned' },
  },
  {
    of: /^StartPublish$/,
    guard: {
      name: 'notInSignal',
      holds: (s: TracerState) => s.m.at(0).signal.at(0).phase === 'no',
    },
  },
  { of: /^SampleInSection$/, guard: { name: 'tracing', holds: (s: TracerState) => s.trace.gen !== 0 } },
];
