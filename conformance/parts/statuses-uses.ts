/** What goroutines do, and what Ms do on their system stacks. */
import type { G, M, Offer, Steps } from '../../reference/index.ts';
import type { Run } from '../run/run.ts';
import { begins, ends, isOwned, isRunning, isWanted } from './statuses-notes.ts';
import { hasSyscalls, syscall } from './statuses-syscalls-uses.ts';
import { mayBegin } from './unbuffered.ts';

/** An M on its system stack: it runs a goroutine that can run, or readies one that waits. */
export function* schedules(run: Run, mp: M): Steps<void> {
  const { choose, execute, gogo, goready } = run.reference;
  const { allg } = run.rt;
  const running = allg.filter(isRunning)[mp.id];
  mp.curg = null;
  mp.onG0 = true;
  if (running !== undefined) {
    mp.curg = running;
    running.m = mp;
    let next = yield* gogo(mp, running);
    while (next !== null) next = yield* execute(mp, next);
  }
  for (;;) {
    ends(run, mp);
    const executes = offersAbout(run, mp, 'schedule: execute', (gp) => gp.status === 'runnable');
    const readies = offersAbout(run, mp, 'user code: goready', (gp) => gp.status === 'waiting');
    const taken = yield* choose(mp, [...executes, ...readies]);
    const gp = allg[(taken.about ?? 0) - 1];
    if (gp === undefined) continue;
    if (readies.includes(taken)) {
      begins(run, mp, 'ready', gp);
      yield* goready(mp, gp);
    } else {
      begins(run, mp, 'start', gp);
      let next: G | null = gp;
      while (next !== null) next = yield* execute(mp, next);
    }
  }
}

/** A goroutine: it writes events, parks, readies and creates others, until it ends. */
export function* lives(run: Run, gp: G): Steps<void> {
  const { choose, gopark, goready, mOf, newproc, userTaskEnd } = run.reference;
  const { allg, schedt } = run.rt;
  for (;;) {
    const mp = mOf(gp);
    ends(run, mp);
    const own = (step: string, isEnabled: () => boolean): Offer => ({
      mp,
      step,
      m: mp.id,
      depth: 0,
      isEnabled: () => mayBegin(run) && isEnabled(),
    });
    const hasSections = (): boolean => (run.sections[mp.id] ?? 0) > 0;
    const parks = own('user code: gopark', () => hasSections() || isWanted(run, gp));
    const exits = own('user code: goexit', hasSections);
    const others = own('user code: userTaskEnd', hasSections);
    const enters = own('user code: entersyscall', () => hasSyscalls(run) && hasSections());
    const readies = offersAbout(run, mp, 'user code: goready', ({ status }) => status === 'waiting');
    const creates = offersAbout(run, mp, 'user code: newproc', ({ status }) => status === 'dead');
    const taken = yield* choose(mp, [parks, exits, others, enters, ...readies, ...creates]);
    const other = allg[(taken.about ?? 0) - 1];
    if (other !== undefined && readies.includes(taken)) {
      begins(run, mp, 'ready', other);
      yield* goready(mp, other);
    } else if (other !== undefined) {
      begins(run, mp, 'create', other);
      // Any of the list can be taken.
      schedt.gFree.splice(0, Infinity, ...schedt.gFree.filter((one) => one !== other), other);
      yield* newproc(gp, 'main', (own2) => lives(run, own2));
    } else if (taken === enters) {
      begins(run, mp, 'enter', gp);
      yield* syscall(run, mp, gp);
    } else if (taken === parks) {
      begins(run, mp, 'park', gp);
      yield gopark('select', () => true);
    } else if (taken === exits) {
      begins(run, mp, 'end', gp);
      return;
    } else {
      begins(run, mp, 'other', gp);
      yield* userTaskEnd(mp, 0);
    }
  }
}

function offersAbout(run: Run, mp: M, step: string, isEnabled: (gp: G) => boolean): readonly Offer[] {
  return run.rt.allg.map((gp, index) => ({
    mp,
    step,
    m: mp.id,
    depth: 0,
    about: index + 1,
    isEnabled: () => (run.sections[mp.id] ?? 0) > 0 && mayBegin(run) && isEnabled(gp) && !isOwned(run, gp),
  }));
}
