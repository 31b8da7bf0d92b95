/** `nosplit list`: the names that the other commands take. */
import type { Command } from '@commander-js/extra-typings';
import { boundsByName, designs } from '../../model/index.ts';
import { examples } from '../../examples/index.ts';
import { codeOf } from '../reporters/lanes.ts';
import { kindName } from '../reporters/text.ts';
import { painter, plural, proseTable } from '../reporters/words.ts';
import { plainStory } from '../selection/selection.ts';
import { configDefault, designDefault, selectDesign } from '../selection/tracer.ts';
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
      ...proseTable(
        rows.map(([name = '', ...rest]) => [
          { text: `  ${name}`, paint: (text) => paint('cyan', text) },
          ...rest,
        ]),
        stdout.columns,
        paint,
      ),
    ].join('\n') + '\n';
  const systems = Object.keys(designs).map((name) => selectDesign(name, configDefault).system);
  const actions = new Map(systems.flatMap((system) => Object.entries(system.actions)));
  const properties = new Map(systems.flatMap((system) => Object.entries(system.properties)));
  return [
    section(
      'designs',
      `check --design NAME, default ${designDefault()}`,
      Object.values(designs).map(({ name, title }) => [name, title]),
    ),
    section(
      'configs',
      `check CONFIG, default ${configDefault}`,
      Object.values(boundsByName).map((bounds) => [
        bounds.name,
        [
          ...bounds.programs.map(
            ({ sections, growths }, m) =>
              `M${m}: ${plural(sections, 'section')}${growths === 0 ? '' : ` and ${plural(growths, 'stack growth')}`}`,
          ),
          plural(bounds.generations, 'generation'),
          bounds.restart ? 'stop and restart' : bounds.stop ? 'stop' : 'no stop',
        ].join(', '),
      ]),
    ),
    section(
      'actions',
      'of the tracer; a design has those that its facts allow',
      [...actions].map(([name, { source = '', note = '' }]) => [name, codeOf(source, plainStory), note]),
    ),
    section(
      'properties',
      'check --property NAME',
      [...properties].map(([name, { kind, otherwise = '' }]) => [
        name,
        kindName[kind],
        otherwise === '' ? '' : `otherwise ${otherwise}`,
      ]),
    ),
    section(
      'examples',
      'check --model NAME --set KEY=VALUE',
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
