/** Which counterexamples real threads can be made to follow, as a table for each design. */
import type { Plan } from '../log/plans.ts';
import type { Paint } from './words.ts';
import { count, dimmed, fill, plural, right, table } from './words.ts';

/** `all` are those that were looked at, `shown` those that stand for a design and a property. */
export function plansText(
  all: readonly Plan[],
  shown: readonly Plan[],
  width: number,
  paint: Paint,
): string[] {
  const forced = all.filter(({ schedule }) => schedule !== null).length;
  const bounds = new Set(all.map(({ config }) => config)).size;
  const blocks = tables(shown, width, paint).map(([rows, designs]) => [
    paint('bold', `${designs.length === 1 ? 'design' : 'designs'} ${designs.join(', ')}`),
    ...rows,
    '',
  ]);
  return [
    ...fill(
      `Counterexamples in ${plural(bounds, 'config')}: of ${count(all.length)}, ${count(forced)} can be forced. ` +
        'For each property: the shortest one that can be, or else the shortest.',
      width,
    ),
    '',
    ...blocks.flat(),
    ...reasons(
      'Why the others cannot be, by how many:',
      all.filter(({ schedule }) => schedule === null),
      width,
    ),
    ...reasons(
      'Why the shortest one could not be where a longer one can:',
      all.filter(({ schedule }) => schedule !== null),
      width,
    ),
  ];
}

/** Designs of which all is the same share a table. */
function tables(shown: readonly Plan[], width: number, paint: Paint): (readonly [string[], string[]])[] {
  const byRows = new Map<string, [string[], string[]]>();
  for (const design of new Set(shown.map((plan) => plan.design))) {
    const rows = table(
      [
        ['property', 'config', right('steps'), 'can be forced'].map((cell) => dimmed(cell, paint)),
        ...shown
          .filter((plan) => plan.design === design)
          .map(({ property, config, run, schedule, obstacle }) => [
            property,
            config,
            right(count(run.trace.steps.length)),
            schedule === null
              ? `no, ${obstacle?.at == null ? 'as a whole' : `${obstacle.at.action} (${obstacle.at.step})`}`
              : `yes, ${plural(schedule.length, 'step')}`,
          ]),
      ],
      width,
    );
    const same = byRows.get(rows.join('\n'));
    if (same === undefined) byRows.set(rows.join('\n'), [rows, [design]]);
    else same[1].push(design);
  }
  return [...byRows.values()];
}

/** Why some cannot be forced: how many of all, the functions of the steps that are in the way, and the reason. */
function reasons(title: string, all: readonly Plan[], width: number): string[] {
  const why = new Map<string, { times: number; readonly actions: Set<string> }>();
  for (const { obstacle } of all) {
    if (obstacle === null) continue;
    const group = why.get(obstacle.why) ?? { times: 0, actions: new Set() };
    group.times++;
    if (obstacle.at !== null) group.actions.add(functionOf(obstacle.at.action));
    why.set(obstacle.why, group);
  }
  const groups = [...why].sort(([, one], [, other]) => other.times - one.times);
  const lines = groups.flatMap(([reason, { times, actions }]) =>
    fill(`${count(times)}: ${[...actions, reason].join(', ')}`, width - 2).map((line, index) =>
      index === 0 ? line : `  ${line}`,
    ),
  );
  return lines.length === 0 ? [] : [title, ...lines];
}

/** Steps of one function are the same obstacle, whichever line they are in. */
const functionOf = (action: string): string => action.replace(/:.*/, '');
