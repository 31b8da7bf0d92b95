/** What a log took of its design, for people. */
import type { LogCoverage } from '../../runtime/index.ts';
import { notInLogs } from '../../runtime/index.ts';
import type { Paint } from './words.ts';
import { count, dimmed, fill, right, table } from './words.ts';

export function logCoverageText({ actions, joined }: LogCoverage, width: number, paint: Paint): string[] {
  const taken = actions.filter((one) => one.taken > 0);
  const never = actions.filter((one) => one.taken === 0 && !notInLogs.includes(one.action));
  const unseen = actions.filter(({ action }) => notInLogs.includes(action)).map(({ action }) => action);
  const untried = taken.flatMap(({ action, neverFalse }) => neverFalse.map((name) => `${action}.${name}`));
  const list = (label: string, items: readonly string[]): string[] =>
    items.length === 0 ? [] : fill(`${label}: ${items.join(', ')}`, width);
  return [
    paint('bold', `${count(taken.length)} of ${count(actions.length)} actions were taken`),
    ...table(
      [
        ['action', right('taken'), right('of them hidden')].map((cell) => dimmed(cell, paint)),
        ...taken.map((one) => [
          one.action,
          right(count(one.taken)),
          right(one.hidden === 0 ? '' : count(one.hidden)),
        ]),
      ],
      width,
    ),
    ...list(
      'never taken',
      never.map(
        ({ action, neverHeld }) => `${action}${neverHeld === null ? '' : ` (${neverHeld} never held)`}`,
      ),
    ),
    ...list('no log shows', unseen),
    ...list('true each time they were asked', untried),
    ...list(
      'joined without an action of the model',
      Object.entries(joined).map(([what, times]) => `${what} (${count(times)})`),
    ),
    '',
  ];
}
