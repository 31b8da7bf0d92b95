/** The table of agreement, for people. */
import { rowNames } from '../../conformance/index.ts';
import type { Row } from '../../conformance/index.ts';
import { duration, fill } from '../reporters/words.ts';
import type { Paint } from '../reporters/words.ts';
import type { Format } from '../terminal.ts';
import { textOfSchedule } from '../../conformance/index.ts';
import { configOf, titleOf } from './document.ts';
import type { ConformDocument, DesignRows } from './document.ts';

interface View {
  readonly width: number;
  readonly paint: Paint;
}

export function conformText({ verdict, config, designs, elapsedMs }: ConformDocument, view: View): string {
  const lines = designs.flatMap((one) => [...designLines(one, config, view), '']);
  const end = { agrees: 'All agree', disagrees: 'Not all agree', unfinished: 'Not finished' }[verdict];
  return [...lines, `${view.paint(colours[verdict], end)} (${duration(elapsedMs)}).`, ''].join('\n');
}

const colours: Readonly<Record<Row['verdict'], Format>> = {
  agrees: 'green',
  disagrees: 'red',
  skipped: 'dim',
  unfinished: 'yellow',
};

const indent = '  ';
const nameWidth = Math.max(...rowNames.map((name) => name.length)) + 2;
const verdictWidth = 'disagrees'.length + 2;

function designLines(one: DesignRows, config: string, { width, paint }: View): string[] {
  const left = indent.length + nameWidth + verdictWidth;
  return [
    paint('bold', titleOf(one, config)),
    ...one.rows.flatMap(({ check, verdict, what, reasons, schedule }) => {
      const [first = '', ...rest] = fill(what, Math.max(width - left, 40));
      const line = `${indent}${check.padEnd(nameWidth)}${paint(colours[verdict], verdict.padEnd(verdictWidth))}${first}`;
      const more = [...rest, ...reasons.flatMap((reason) => fill(reason, Math.max(width - left, 40)))];
      const again = schedule === null ? [] : rerun(one, configOf(check, config), schedule);
      return [line, ...more.map((text) => ' '.repeat(left) + text), ...again.map((text) => indent + text)];
    }),
  ];
}

/** The command that shows a disagreement again, and the steps that it takes. */
const rerun = ({ design, debug }: DesignRows, config: string, schedule: readonly string[]): string[] => [
  `after ${schedule.length} steps; again:`,
  `nosplit conform ${config} --design ${design}${debug ? ' --debug' : ''} --schedule '${textOfSchedule(schedule)}'`,
];
