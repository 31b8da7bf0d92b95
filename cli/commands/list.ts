/** `nosplit list`: the names that the other commands take. */
import type { Command } from '@commander-js/extra-typings';
import { designs } from '../../model/index.ts';
import { examples } from '../../examples/index.ts';
import { painter, table } from '../reporters/words.ts';
import type { World } from '../world.ts';

export function addList(program: Command, world: World, finish: (exit: number) => void): void {
  program
    .command('list')
    .description('designs, configs, actions, properties and examples by name')
    .action(() => {
      world.stdout.write(listing(world));
      finish(0);
    });
}

function listing({ stdout }: World): string {
  const paint = painter(stdout.colour);
  const section = (title: string, use: string, rows: readonly (readonly string[])[]): string =>
    [
      `${paint('bold', title)} ${paint('dim', use)}`,
      ...table(
        rows.map(([name = '', ...rest]) => [
          { text: `  ${name}`, paint: (text) => paint('cyan', text) },
          ...rest,
        ]),
      ),
    ].join('\n') + '\n';
  return [
    section(
      'designs',
      '(check --design NAME)',
      Object.values(designs).map(({ name, title }) => [name, title]),
    ),
    section(
      'examples',
      '(check --model NAME --set KEY=VALUE)',
      examples.map(({ name, title, params }) => [
        name,
        title,
        Object.entries(params)
          .map(([key, parameter]) => `${key}=${String(parameter.default)}`)
          .join(' '),
      ]),
    ),
  ].join('\n');
}
