import { changed, correct } from './mutant.ts';
import type { Mutant } from './mutant.ts';

export const releaseTwoDeepLowersFlag: Mutant = {
  name: 'release-two-deep-lowers-flag',
  change: 'a release lowers the flag when it is two sections deep',
  why: 'only the outermost release may',
  source: 'runtime/traceruntime.go, traceRelease',
  design: correct,
  mutate: (actions) =>
    changed(actions, {
      Release: (action) => ({
        ...action,
        effect: (next, params) => {
          const mp = next.m.at(Number(params['m']));
          const deep = mp.reentered > 1;
          action.effect(next, params);
          if (deep) mp.writing = false;
        },
      }),
    }),
  fails: { 'sections-tiny': { LockParityAndBalance: 18 }, 'sections-small': { LockParityAndBalance: 18 } },
};
