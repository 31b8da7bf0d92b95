/** How far long work has come, on one line of stderr that is rewritten: where that is a terminal, and nobody wants it quiet. */
import { eraseLine } from '../terminal.ts';
import type { Out, World } from '../world.ts';
import { duration } from './words.ts';

export interface LiveLine {
  /** `share` is how much of the work is done, from 0 to 1, where that is known: then the line ends in an estimate of what is left. */
  show(words: () => string, share?: number): void;
  /** Removes the line, so that what comes next starts on a clean one. */
  clear(): void;
}

export interface LiveLineOptions {
  readonly quiet?: boolean | undefined;
  /** Calls that come sooner after the line was last written do nothing. Default 0: each is shown. */
  readonly everyMs?: number;
}

/** Work has begun when the line is made. */
export function liveLine(
  { stderr, now }: Pick<World, 'stderr' | 'now'>,
  { quiet = false, everyMs = 0 }: LiveLineOptions = {},
): LiveLine {
  const startedMs = now();
  let [shownMs, isShown] = [-Infinity, false];
  return {
    show(words, share) {
      if (quiet || !stderr.isTTY || now() - shownMs < everyMs) return;
      shownMs = now();
      isShown = true;
      rewrite(stderr, words() + left(share, shownMs - startedMs));
    },
    clear() {
      if (isShown) stderr.write(eraseLine);
      isShown = false;
    },
  };
}

/** What stands on the line that was not ended becomes this text, cut where the terminal would begin another line. */
export function rewrite(out: Out, text: string): void {
  out.write(`${eraseLine}${text.slice(0, out.columns - 1)}`);
}

/** Before this an estimate says nothing. */
const estimateFromMs = 1000;

/** `, about 2 min 5 s left`; empty where it cannot be known yet. */
function left(share: number | undefined, elapsedMs: number): string {
  if (share === undefined || !(share > 0 && share < 1) || elapsedMs < estimateFromMs) return '';
  const ms = (elapsedMs / share) * (1 - share);
  return `, about ${duration(Math.max(1, Math.round(ms / 1000)) * 1000).replace(/\.\d+/, '')} left`;
}
