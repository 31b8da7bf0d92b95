/**
 * Stack growth, the one place from which the tracer is entered again. Source: runtime/stack.go.
 */
import { Throw } from '../machine/step.ts';
import type { G, M, Steps } from './runtime2.ts';
import { traceGoroutineStackAlloc, traceGoroutineStackFree } from './traceallocfree.ts';

/**
 * Runs when a prologue finds no room: moves the goroutine to a stack of twice the size.
 * Throws what the runtime throws where the goroutine must not grow. Go: newstack, runtime/stack.go.
 */
export function* newstack(mp: M): Steps<void> {
  const gp = mp.curg;
  if (gp === null) throw new Error(`M${mp.id} grows a stack, but runs no goroutine`);
  if (gp.throwsplit) {
    mp.growing = 'alloc';
    throw new Throw('runtime: stack split at bad time');
  }
  mp.onG0 = true;
  const status = gp.status;
  gp.status = 'copystack';
  yield* copystack(mp, gp, gp.stackBytes * 2);
  gp.status = status;
  mp.onG0 = false;
}

/** Go: copystack, runtime/stack.go. */
function* copystack(mp: M, gp: G, bytes: number): Steps<void> {
  const old = gp.stackBase;
  mp.growing = 'alloc';
  const base = mp.rt.stackalloc(bytes);
  yield* traceGoroutineStackAlloc(mp, base, bytes);
  gp.stackBase = base;
  gp.stackBytes = bytes;
  mp.growing = 'free';
  yield* traceGoroutineStackFree(mp, old);
  mp.growing = 'no';
}
