/** What calls answer that change nothing, as text over the state. */
import type { Bounds, Program } from '../../bounds.ts';
import type { Primitive } from '../language/program.ts';

type BoundsThread = NonNullable<Program['thread']>;

/** Calls that answer and change nothing. */
export const answering: ReadonlySet<string> = new Set([
  'queueEmpty',
  'mayAdvance',
  'mayStart',
  'startsHere',
  'mayStop',
  'choose',
  'pick',
  'unpick',
  'onAllm',
  'withFreem',
  'pickFreem',
  'unborn',
  'runs',
  'mayExit',
  'osStack',
  'mayBorrow',
  'mayDrop',
]);

/** What a call answers, which changes nothing. */
export function answerOf(
  { name }: Primitive,
  option: number,
  bounds: Bounds,
  [a, b]: readonly string[],
): string {
  const { generations, restart, stop, programs } = bounds;
  switch (name) {
    case 'queueEmpty':
      return `(${programs.map((_, m) => `S.m.at(${m}).full.at(${a}).at(0) === 0`).join(' && ')})`;
    case 'mayAdvance':
      return `S.trace.gen < ${generations}`;
    case 'startsHere':
    case 'mayStart':
      return `${name === 'mayStart' ? '' : 'p.m === 0 && '}S.trace.lastNonZeroGen < ${generations}${restart ? '' : ' && S.trace.lastNonZeroGen === 0'}`;
    case 'mayStop':
      return String(stop);
    case 'pick':
    case 'pickFreem':
    case 'unborn':
    case 'takeG':
      return String(option + 1);
    case 'outside':
      return 'M.sections > 0 ? 1 : 0';
    case 'onAllm':
      return msWith(bounds, 'allm');
    case 'withFreem':
      return `${a} | ${msWith(bounds, 'freem')}`;
    case 'swapReader':
      return `S.trace.reader === !!(${a}) ? 1 : 0`;
    case 'runs':
      return 'M.allm && !M.extra';
    case 'mayExit':
      return `M.allm && ${isThread(bounds, 'exits', 'starts')}`;
    case 'osStack':
      return isThread(bounds, 'starts');
    case 'mayBorrow':
      return `M.extra && M.sections > 0`;
    case 'mayDrop':
      return `!M.extra && ${isThread(bounds, 'extra')}`;
    case 'unpick':
      return `${a} & ~(1 << (${b} - 1))`;
    default:
      return String(option);
  }
}

/** The Ms of a list, as bits. */
export function msWith(bounds: Bounds, list: 'allm' | 'freem'): string {
  const bits = bounds.programs.map((_, m) => `(S.m.at(${m}).${list} ? ${1 << m} : 0)`);
  return `(${bits.join(' | ')})`;
}

/** Whether the thread of the M is one of these, by the bounds. */
function isThread(bounds: Bounds, ...threads: readonly BoundsThread[]): string {
  return `(${String(threadMask(bounds, ...threads))} >> p.m & 1) !== 0`;
}

export function threadMask(bounds: Bounds, ...threads: readonly BoundsThread[]): number {
  return bounds.programs.reduce(
    (mask, { thread }, m) => (thread !== undefined && threads.includes(thread) ? mask | (1 << m) : mask),
    0,
  );
}
