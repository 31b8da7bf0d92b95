/** What the process tells its caller. A bound that was hit is never 0: a search that ran out proves nothing. */
import type { Report } from '../checker/index.ts';

export const exitCode = {
  holds: 0,
  violated: 1,
  usage: 2,
  exhausted: 3,
  internal: 70,
  interrupted: 130,
} as const;

/** What each code says, in words for help and man page. */
export const exitMeanings: readonly (readonly [code: number, meaning: string])[] = [
  [exitCode.holds, 'holds'],
  [exitCode.violated, 'violated'],
  [exitCode.usage, 'usage or bad input'],
  [exitCode.exhausted, 'exhausted (a limit was hit)'],
  [exitCode.internal, 'internal'],
  [exitCode.interrupted, 'interrupted'],
];

export const exitOf = ({ verdict, limit }: Report): number =>
  verdict === 'exhausted' && limit === 'interrupt' ? exitCode.interrupted : exitCode[verdict];
