/**
 * How finely steps are cut. In both granularities a step ends where Lipton's rule says (walk.ts); they differ in where else one does.
 *
 * **fine**: at each prologue of the acquire, the release and the write path.
 *
 * **coarse**: only where a stack may really grow, where a section closes, and where a thread waits. Nobody could see a step end at
 * the other prologues:
 *
 * - No other thread could. Of a step, what follows its one access that does not move can as well come right after that access, and what
 *   precedes it right before, whatever others do in between. The classes of the accesses say so (places.ts). They are sound while
 *   whoever needs a lock holds it, and while nobody flushes a buffer in hand. LockDiscipline and NoFlushUnderSection claim these, in
 *   states that both granularities have. A tree that violates one of them is violated in both; fine steps may then find more.
 * - No section inside another could. There is one only where a stack may grow, and a step ends there.
 * - No signal handler could. Of its M it looks at the flag alone, and an access of the M to the flag does not move.
 *
 * Properties see less, for they are asked about states. What is claimed of the bytes of an event is asked inside of steps (units.ts). The
 * others are about states in which a step of either granularity ends: outside of sections, in one that is open, before and after its
 * event. Or they are about what stays true until the step ends: nobody finds a buffer again that nobody holds.
 */
import { beginning } from './primitives.ts';
import type { Instruction } from '../language/program.ts';

/** Coarse steps end only where others can tell; fine ones also at prologues at which a stack does not grow here. */
export type Granularity = 'coarse' | 'fine';

/** A step begins here, unless nothing has happened since the last began. */
export function begins(one: Instruction, granularity: Granularity): boolean {
  if (one.op === 'entry') return granularity === 'fine' ? one.begins : one.grows;
  return one.op === 'call' && beginning.has(one.name);
}

/** A stack may grow before this instruction. */
export const mayGrow = (one: Instruction): boolean =>
  one.op === 'entry' ? one.grows : one.op === 'call' && one.name === 'userCode';
