/** Calls of ordinary code, which take room on the goroutine's stack. */
import type { G, Steps } from '../runtime/runtime2.ts';
import { callFrame, pcOf } from '../runtime/symtab.ts';
import { mOf } from '../runtime/proc/schedule.ts';

/**
 * Runs a function whose frame takes so many bytes; where they do not fit, the stack grows at its prologue. Go: morestack,
 * runtime/asm_amd64.s.
 */
export function* call(gp: G, name: string, bytes: number, body: () => Steps<void>): Steps<void> {
  while (gp.stackUsed + bytes > gp.stackBytes) {
    const mp = mOf(gp);
    yield* mp.rt.options.newstack(mp);
  }
  const caller = gp.frame;
  gp.frame = callFrame(caller, pcOf(name, 'main.go', 1));
  gp.stackUsed += bytes;
  yield* body();
  gp.stackUsed -= bytes;
  gp.frame = caller;
}
