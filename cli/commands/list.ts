/** `nosplit list`: the names that the other commands take. */
import { plainStory } from '../../checker/index.ts';
import type { Command } from '@commander-js/extra-typings';
import { Argument } from '@commander-js/extra-typings';
import type { Bounds } from '../../model/index.ts';
import { boundsByName, designsByName, mutants } from '../../model/index.ts';
import { examples } from '../../examples/index.ts';
import { exitCode } from '../exit-codes.ts';
import { codeOf } from '../reporters/lanes.ts';
import { kindName } from '../reporters/tables.ts';
import { fill, painter, plural, proseTable } from '../reporters/words.ts';
import type { Selection } from '../selection/selection.ts';
import { configDefault, designDefault } from '../selection/tracer.ts';
import type { World } from '../world.ts';

const kinds = ['designs', 'mutants', 'configs', 'actions', 'properties', 'examples'] as const;
type Kind = (typeof kinds)[number];

export function addList(program: Command, world: World, finish: (exit: number) => void): void {
  program
    .command('list')
    .addArgument(new Argument('[kind]', 'only these').choices(kinds))
    .action(async (kind) => {
      if (kind !== undefined && ofSystems.includes(kind)) systems ??= await systemsOfParts();
      world.stdout.write(listing(kind, world));
      finish(exitCode.holds);
    });
}

/** What every part of the tracer has more of. Its steps are cut from the programs for that, so the list of everything leaves it out. */
const ofSystems: readonly Kind[] = ['actions', 'properties'];

interface Section {
  readonly use: string;
  readonly rows: () => readonly (readonly string[])[];
}

function listing(only: Kind | undefined, { stdout }: World): string {
  const paint = painter(stdout.colour);
  return kinds
    .filter((kind) => only === undefined || kind === only)
    .map((kind) => {
      const { use, rows } = sectionOf[kind](only !== undefined);
      const shown =
        only === undefined && ofSystems.includes(kind) ? [[`nosplit list ${kind}`, 'shows them']] : rows();
      const named = shown.map(([name = '', ...rest]) => [
        { text: `  ${name}`, paint: (text: string) => paint('cyan', text) },
        ...rest,
      ]);
      const [head = '', ...more] = fill(`${kind}: ${use}`, stdout.columns);
      const lines = [head.replace(kind, paint('bold', kind)), ...more];
      return `${[...lines, ...proseTable(named, stdout.columns, paint)].join('\n')}\n`;
    })
    .join('\n');
}

/** By kind; `full`: with what would be too long in the list of everything. */
const sectionOf: Readonly<Record<Kind, (full: boolean) => Section>> = {
  designs: () => ({
    use: `nosplit check --design NAME; default ${designDefault()}`,
    rows: () => Object.values(designsByName).map(({ name, title }) => [name, title]),
  }),
  mutants: (full) => ({
    use: 'nosplit check --mutant NAME; each removes one protection or exchanges two steps',
    rows: () =>
      Object.values(mutants).map(({ name, change, why, source }) => [
        name,
        ...(full ? [codeOf(source, plainStory)] : []),
        full ? `${change}: ${why}` : change,
      ]),
  }),
  configs: () => ({
    use: `nosplit check CONFIG; default ${configDefault}`,
    rows: () => Object.values(boundsByName).map((bounds) => [bounds.name, described(bounds)]),
  }),
  actions: () => ({
    use: `steps of design ${designDefault()}, each by its function and line, and what it loads and stores`,
    rows: () =>
      inSystems(({ actions }) => actions).map(([name, { source = '', note = '' }]) => [
        name,
        codeOf(source, plainStory),
        note,
      ]),
  }),
  properties: () => ({
    use: 'of the tracer; nosplit check --property NAME',
    rows: () =>
      inSystems(({ properties }) => properties).map(([name, { kind, otherwise = '' }]) => [
        name,
        kindName[kind],
        otherwise === '' ? '' : `otherwise ${otherwise}`,
      ]),
  }),
  examples: () => ({
    use: 'nosplit check --model NAME --set KEY=VALUE',
    rows: () =>
      examples.map(({ name, title, params }) => [
        name,
        title,
        Object.entries(params)
          .map(([key, parameter]) => `${key}=${String(parameter.default)}`)
          .join(' '),
      ]),
  }),
};

/** What the core has, and then what each part adds. */
const inSystems = <T>(of: (system: Selection['system']) => Readonly<Record<string, T>>): [string, T][] => [
  ...new Map((systems ?? []).flatMap((system) => Object.entries(of(system)))),
];

/** Made once, and only for whoever asks for actions or properties. */
let systems: readonly Selection['system'][] | undefined;

async function systemsOfParts(): Promise<readonly Selection['system'][]> {
  const { selectDesign } = await import('../selection/programs.ts');
  const configs = [configDefault, ...Object.keys(boundsByName).filter((name) => name.endsWith('-small'))];
  return configs.map((config) => selectDesign(designDefault(), config).system);
}

const threads: Readonly<Record<NonNullable<Bounds['programs'][number]['thread']>, string>> = {
  exits: 'exits',
  starts: 'starts and exits',
  extra: 'an extra M',
};

function described({ programs, generations, restart, stop }: Bounds): string {
  return [
    ...programs.map(
      ({ sections, growths, thread }, m) =>
        `M${m}${thread === undefined ? '' : ` (${threads[thread]})`}: ${plural(sections, 'section')}${growths === 0 ? '' : ` and ${plural(growths, 'stack growth')}`}`,
    ),
    plural(generations, 'generation'),
    restart ? 'stop and restart' : stop ? 'stop' : 'no stop',
  ].join(', ');
}
