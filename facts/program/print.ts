/** Programs beside the lines of their tree, in our own words: what a Go engineer checks the reading by. */
import type { Instruction, Programs } from '../../model/index.ts';
import { kinds, kindsIn, moverOf, stepsBegin, wordsOf } from '../../model/index.ts';
import type { ReadPrograms } from './read.ts';

/**
 * One line for each instruction: `|` where a step begins, `+` where a coarse one does and no fine one, `:` the other way round, the number that branches name, file and line, the class (N none, R right,
 * L left, B both), and what is done. With `fn`, those of that function alone; null where no program has it. Threads that do what they do in
 * `besides` are left out.
 */
export function programLines(
  { programs, files }: ReadPrograms,
  fn?: string,
  besides?: Programs,
): string[] | null {
  const blocks = kindsIn(programs).flatMap((kind) => {
    const program = programs[kind];
    if (program === undefined || JSON.stringify(program) === JSON.stringify(besides?.[kind])) return [];
    const [coarse, fine] = [stepsBegin(kind, programs, 'coarse'), stepsBegin(kind, programs, 'fine')];
    const rows = program.list.flatMap((one, index) => {
      if (fn !== undefined && one.fn !== fn) return [];
      const file = files.get(one.fn);
      const at = file === undefined ? `driver:${one.line}` : `${file}:${one.line}`;
      const mark = coarse.has(index) ? (fine.has(index) ? '|' : '+') : fine.has(index) ? ':' : ' ';
      const mover = isAccess(one) ? moverOf(kind, one) : ' ';
      return [`${mark} ${String(index).padStart(3)}  ${at.padEnd(22)} ${mover}  ${wordsOf(one)}`];
    });
    const title = `${kinds[kind].title}: ${program.list.length} instructions, steps begin at ${coarse.size}, fine ones at ${fine.size}`;
    return rows.length === 0 ? [] : [[title, ...rows, '']];
  });
  return blocks.length === 0 ? null : blocks.flat();
}

const isAccess = ({ op }: Instruction): boolean => ['load', 'store', 'add', 'swap', 'call'].includes(op);
