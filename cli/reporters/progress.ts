/** Progress on stderr: one line that is rewritten on a terminal, a line now and then elsewhere. */
import type { Progress } from '../../checker/index.ts';
import { eraseLine } from '../terminal.ts';
import type { Out } from '../world.ts';
import { rewrite } from './live-line.ts';
import { count, duration, short, size } from './words.ts';

export interface ProgressLine {
  show(progress: Progress): void;
  /** Removes the line, so that the report starts on a clean one. */
  clear(): void;
}

const rewriteMs = 100;

/** `everyMs` is for streams that are no terminal. */
export function progressLine(out: Out, everyMs: number): ProgressLine {
  let [shownMs, shown] = [0, false];
  return {
    show(progress) {
      if (progress.elapsedMs - shownMs < (out.isTTY ? rewriteMs : everyMs)) return;
      shownMs = progress.elapsedMs;
      shown = true;
      const line = describe(progress);
      if (out.isTTY) rewrite(out, line);
      else out.write(`nosplit: ${line}\n`);
    },
    clear() {
      if (shown && out.isTTY) out.write(eraseLine);
      shown = false;
    },
  };
}

function describe({ doing, distinct, queue, depth, bytes, elapsedMs }: Progress): string {
  const rate = short((distinct / elapsedMs) * 1000);
  const after = doing === 'searching' ? '' : `${doing}: `;
  return `${after}${count(distinct)} states, ${rate}/s, queue ${count(queue)}, depth ${depth}, ${size(bytes)}, ${duration(elapsedMs)}`;
}
