/** Signs of life from the passes over a finished space, which do not yield: counterexamples, vacuity. */
import type { Progress } from '../check/report.ts';
import type { RecordField } from '../language/schema.ts';
import type { Space } from './space.ts';

const TELL_MS = 100;
/** The most states between two looks at the clock; fewer where the system's functions are slow. */
const STATES_MAX = 1024;

/** The same space, telling progress as it goes through states. */
export function alive<S extends RecordField>(
  space: Space<S>,
  progress: () => Progress,
  tell: (progress: Progress) => void,
): Space<S> {
  const { engine } = space;
  let [every, left, looked, told] = [1, 1, performance.now(), performance.now()];
  tell(progress());
  const tick = (): void => {
    if (--left > 0) return;
    const now = performance.now();
    every = now - looked < 1 ? Math.min(STATES_MAX, every * 2) : Math.max(1, every >> 1);
    [left, looked] = [every, now];
    if (now - told < TELL_MS) return;
    told = now;
    tell(progress());
  };
  return {
    ...space,
    engine: {
      ...engine,
      load(index) {
        tick();
        engine.load(index);
      },
      successors(index, visit) {
        tick();
        engine.successors(index, visit);
      },
    },
  };
}
