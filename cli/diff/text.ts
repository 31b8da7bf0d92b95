/** A comparison as people read it on a terminal. */
import { explain } from '../reporters/explained.ts';
import { paintVerdict } from '../reporters/verdict.ts';
import type { Paint } from '../reporters/words.ts';
import { dimmed, duration, fill, plural, proseTable, table } from '../reporters/words.ts';
import type { Row } from '../../facts/index.ts';
import { headline, nameOf, partSentence, refusalsOf, toTell } from './comparison.ts';
import type { ChangedFunction, Comparison } from './comparison.ts';

export interface DiffView {
  readonly width: number;
  readonly paint: Paint;
}

export function diffText(comparison: Comparison, { width, paint }: DiffView): string {
  const { outcome, old, new: now, design, functions, parts, elapsedMs } = comparison;
  const colour = outcome === 'worse' ? 'red' : outcome === 'notWorse' ? 'green' : 'yellow';
  const [first = '', ...more] = fill(headline(comparison), width);
  const blocks = [
    [paint('bold', paint(colour, first)), ...more.map((line) => paint(colour, line))],
    [...fill(`older: ${nameOf(old)}`, width), ...fill(`newer: ${nameOf(now)}`, width)],
    design.length === 0
      ? []
      : table([
          ['design', 'before', 'after'].map((cell) => dimmed(cell, paint)),
          ...design.map((one) => [one.name, one.old, one.new]),
        ]),
    [
      functions.length === 0
        ? 'no function that is read differs'
        : `${plural(functions.length, 'function')} that ${functions.length === 1 ? 'is' : 'are'} read ${functions.length === 1 ? 'differs' : 'differ'}`,
    ],
    ...functions.map((one) => functionLines(one, width, paint)),
    proseTable(
      [
        ['part', 'before', 'after', 'counterexamples'].map((cell) => dimmed(cell, paint)),
        ...parts.map((part) => [
          part.part,
          ...[part.old, part.new].map(({ verdict }) => ({
            text: verdict,
            paint: () => paintVerdict({ verdict }, paint),
          })),
          partSentence(part),
        ]),
      ],
      width,
      paint,
    ),
    ...refusalsOf(comparison).map(({ side, why }) => fill(`the ${side} tree is refused: ${why}`, width)),
    ...counterexamples(comparison, width, paint),
    [paint('dim', `compared in ${duration(elapsedMs)}`)],
  ];
  return blocks
    .filter((block) => block.length > 0)
    .map((block) => `${block.join('\n')}\n`)
    .join('\n');
}

function functionLines(
  { name, old, new: now, statements, steps }: ChangedFunction,
  width: number,
  paint: Paint,
): string[] {
  const at = (place: ChangedFunction['old']): string =>
    place === null ? 'not there' : `${place.file}:${place.line}`;
  const where = at(old) === at(now) ? at(now) : `${at(old)} → ${at(now)}`;
  const lines = [`${paint('bold', name)} ${where}`];
  const rows = (title: string, all: readonly Row<{ line: number; says: string; class?: string }>[]): void => {
    if (all.length === 0) return;
    lines.push(paint('dim', `  ${title}`));
    for (const row of all)
      for (const [sign, one, colour] of [
        ['-', row.old, 'red'],
        ['+', row.new, 'green'],
      ] as const) {
        if (one === null) continue;
        const about = one.class === undefined ? '' : ` (${one.class})`;
        const [head = '', ...more] = fill(`${one.says}${about}`, width - 12);
        lines.push(
          paint(colour, `  ${sign} ${String(one.line).padStart(5)}  ${head}`),
          ...more.map((line) => paint(colour, `             ${line}`)),
        );
      }
  };
  rows('statements', statements);
  rows('steps', steps);
  return lines;
}

/** The counterexamples that are new or have changed, each property and each trace once. */
function counterexamples(comparison: Comparison, width: number, paint: Paint): string[][] {
  return toTell(comparison).map(({ part, violation, report, selection, alsoViolates }) => [
    paint('dim', `newer tree, ${part}:`),
    ...explain(violation, report, { width, paint, selection, brief: true }),
    ...(alsoViolates.length === 0 ? [] : fill(`the same steps violate ${alsoViolates.join(', ')}`, width)),
  ]);
}
