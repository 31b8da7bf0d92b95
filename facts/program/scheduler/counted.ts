/** Pointers to Ms and Ps, and how many Ps there are while the world is stopped. */
import type { Access } from '../../../model/index.ts';
import type { Context } from '../context.ts';

/** Fields that hold an M or a P, of which `ptr()` is what they hold. */
export const isPointerField = ({ place }: Pick<Access, 'place'>): boolean =>
  ['m.p', 'm.p[taken]', 'm.oldp', 'p.m', 'p.m[taken]', 'p.link'].includes(place);

/** The local of GOMAXPROCS that follows len(allp). */
export const COUNTED = 'allp';

export function countsPs(context: Context): void {
  context.out.local(COUNTED, 'p');
  context.out.emit({ op: 'call', name: 'countPs', of: [], to: [COUNTED] });
}
