/**
 * Stack growth: the one place from which the tracer re-enters itself.
 */
import { range } from '../../checker/index.ts';
import type { Action } from '../../checker/index.ts';
import { NESTED, onUserStack } from '../state.ts';
import type { Constants, Phase, TracerSchema } from '../state.ts';

export function growthActions(k: Constants): Readonly<Record<string, Action<TracerSchema>>> {
  const { over, splits } = k;
  if (!k.grows) return {};
  // Code around a write may always call something that grows the stack; writer() … end() only where it is split.
  const splitPhases: ReadonlySet<string> = splits;
  const grows = (phase: Phase): boolean =>
    phase === 'section' || phase === 'release' || splitPhases.has(phase);

  const StackGrowth = over.action({
    params: { m: range(k.ms) },
    guard: {
      growthsLeft: (s, p) => s.m.at(p.m).growths > 0,
      notGrowing: (s, p) => s.m.at(p.m).growing === 'no',
      prologueIsSplit: (s, p) => grows(s.m.at(p.m).stack.at(onUserStack(s.m.at(p.m))).phase),
    },
    effect: (next, p) => {
      const mp = next.m.at(p.m);
      mp.growths--;
      mp.growing = 'alloc';
      mp.stack.at(NESTED).phase = mp.throwsplit ? 'thrown' : 'start';
    },
    process: (p) => `M${p.m}`,
    source: 'runtime/stack.go, newstack',
    note: 'switches to the system stack, where nothing grows; throwsplit is read first and throws',
  });

  return { StackGrowth };
}
