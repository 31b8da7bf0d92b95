/** The tracer's model: of an embedded design, or of the design that a Go tree's own sources have. */
import type { Facts, Platform } from '../../facts/index.ts';
import {
  GoTreeError,
  defaultGoroot,
  designOf,
  locate,
  platformDefault,
  platformHere,
  processors,
  readFacts,
  sourcesOf,
  splitPoints,
  systems,
  toolchainIn,
} from '../../facts/index.ts';
import type { Design, TracerParams, TreePlaces } from '../../model/index.ts';
import {
  actionMutantNamed,
  behaviourOf,
  boundsByName,
  designs,
  designsByName,
  interchangeableMs,
  tracerModule,
  tracerOf,
  tracerStory,
} from '../../model/index.ts';
import { UsageError } from '../errors.ts';
import { noSuch } from '../nearest.ts';
import type { JudgedBy, Selection, TreeOptions } from './selection.ts';

export const configDefault = 'small';

/** The configs in which several Ms do the same. */
export function symmetricConfigs(): string[] {
  const alike = Object.values(boundsByName).filter(
    (bounds) => Object.keys(interchangeableMs(bounds)).length > 0,
  );
  return alike.map(({ name }) => name);
}

/** The newest design that a release shipped. */
export function designDefault(): string {
  return Object.keys(designs).filter(isReleased).at(-1) ?? '';
}

/** Whether a design is that of a release, and no cure or what-if of one. */
export const isReleased = (design: string): boolean => /^\d+\.\d+$/.test(design);

export interface TracerSelection extends Selection {
  readonly design: Design;
}

/** Throws a UsageError for a design or a config that does not exist. */
export function selectDesign(name: string, config: string): TracerSelection {
  const design = Object.hasOwn(designsByName, name) ? designsByName[name] : undefined;
  const known = Object.keys(designsByName);
  if (design === undefined) throw new UsageError(noSuch(`--design ${name}: no such design`, name, known));
  return {
    ...tracerSelection(design, config, null),
    subject: { kind: 'design', design: name, config },
    title: `design ${name} at ${config}`,
    words: [...configWords(config), '--design', name],
    notes: [design.title],
  };
}

/** A mutant of the hand-written model. Throws a UsageError for a config that leaves out what it changes. */
export function selectActionMutant(name: string, config: string): TracerSelection {
  const { design } = actionMutantNamed(name);
  return {
    ...tracerSelection(design, config, null, { mutant: name }),
    subject: { kind: 'mutant', mutant: name, config },
    title: `mutant ${name} at ${config}`,
    words: [],
    notes: [],
  };
}

/** The tracer of a tree that was read. */
export function selectionOf(
  facts: Facts,
  dir: string,
  config: string,
  options: TreeOptions & { readonly by?: JudgedBy | undefined },
): TracerSelection {
  const version = facts.version.value;
  return {
    ...tracerSelection(designOf(facts), config, facts),
    subject: { kind: 'go', dir, version, config, ...readSubject(options) },
    title: `${version ?? 'the Go tree'} at ${config}`,
    words: [
      ...configWords(config, true),
      ...['--go', dir],
      ...treeWords(options),
      ...(options.by === undefined ? [] : ['--by', options.by]),
    ],
    notes: [`read from ${facts.runtimeDir}: ${factsInBrief(facts)}`, coverageInBrief(facts)],
  };
}

/** How the tree was read, where that was said. */
export function readSubject({ goos, goarch, accept }: TreeOptions): { readonly read?: TreeOptions } {
  const read = {
    ...(goos === undefined ? {} : { goos }),
    ...(goarch === undefined ? {} : { goarch }),
    ...(accept === undefined ? {} : { accept }),
  };
  return Object.keys(read).length === 0 ? {} : { read };
}

export const treeWords = ({ goos, goarch, accept = [] }: TreeOptions): string[] => [
  ...(goos === undefined ? [] : ['--goos', goos]),
  ...(goarch === undefined ? [] : ['--goarch', goarch]),
  ...accept.flatMap((shape) => ['--accept', shape]),
];

/** How much of the tree the verdict is about. */
export function coverageInBrief({ coverage }: Facts): string {
  const { functions, statements, steps, releases, platform, accepted } = coverage;
  const like =
    releases.length === 0
      ? `as ${coverage.nearest} has them but for what was accepted: ${accepted.join(', ')}`
      : `as ${releases.length === 1 ? '' : 'from '}${spanOf(releases)} has them`;
  return (
    `${functions} functions read for ${platform.goos}/${platform.goarch}, ${statements.toLocaleString('en')} statements: ` +
    `${steps.toLocaleString('en')} are steps, the others no part of the protocol (nosplit facts --go --statements); ${like}`
  );
}

const spanOf = (releases: readonly string[]): string =>
  releases.length === 1 ? (releases[0] ?? '') : `${releases[0] ?? ''} to ${releases.at(-1) ?? ''}`;

/** A tree without a config is searched in every part, so that its config is always said. */
const configWords = (config: string, always = false): string[] =>
  config === configDefault && !always ? [] : [config];

/** What `--go` names: the directory, or the tree of the go command where it names none. */
export async function goTree(given: string | true): Promise<string> {
  if (given !== true) return given;
  const found = await defaultGoroot();
  if (found === null) throw new UsageError('no go command is on the PATH; name a Go source tree: --go DIR');
  return found;
}

/** Facts of a tree; what is wrong with it is the caller's to mend. */
export async function factsOf(dir: string, { goos, goarch, accept }: TreeOptions = {}): Promise<Facts> {
  const platform = platformOf(dir, goos, goarch);
  try {
    return await readFacts(dir, { platform, accepted: accept ?? [] });
  } catch (error) {
    throw error instanceof GoTreeError ? treeError(dir, error) : error;
  }
}

/** What is wrong with a tree, told to whoever gave it. */
export function treeError(dir: string, error: GoTreeError): UsageError {
  const config = Object.hasOwn(boundsByName, dir)
    ? `; for the tree of the go command write: check ${dir} --go`
    : '';
  return new UsageError(`${error.message}${config}`, { cause: error });
}

/** The platform that was asked for, of the machine whose toolchain lies in the tree, or linux/amd64. */
export function platformOf(dir: string, goos: string | undefined, goarch: string | undefined): Platform {
  const home = toolchainIn(dir) !== null ? platformHere() : platformDefault;
  const platform = { goos: goos ?? home.goos, goarch: goarch ?? home.goarch };
  if (!systems.includes(platform.goos))
    throw new UsageError(noSuch(`--goos ${platform.goos}: no such system`, platform.goos, systems, null));
  if (!processors.includes(platform.goarch))
    throw new UsageError(
      noSuch(`--goarch ${platform.goarch}: no such processor`, platform.goarch, processors, null),
    );
  return platform;
}

export function factsInBrief(facts: Facts): string {
  const inside = splitPoints(facts).filter(({ insideWriter }) => insideWriter);
  const splits =
    inside.length === 0
      ? 'no function'
      : inside.map(({ name, file, line }) => `${name} ${file}:${line}`).join(', ');
  return `lock ${facts.lock.value}, a nested section ${nested[facts.reentry.value]}, ${splits} between writer() and end() may grow the stack`;
}

const nested: Readonly<Record<Design['reentry'], string>> = {
  drop: 'drops its event',
  reload: 'reloads the generation',
  entryGen: 'uses the entry generation',
};

function tracerSelection(
  design: Design,
  config: string,
  facts: Facts | null,
  variant: TracerParams['design'] = design,
): Pick<TracerSelection, 'system' | 'module' | 'design' | 'facts' | 'sources' | 'story' | 'waivedAs'> {
  judgeConfig(config);
  const params = { design: variant, bounds: config };
  return {
    waivedAs: { system: embeddedName(design), config },
    system: tracerOf(params),
    module: tracerModule(params),
    design,
    facts,
    sources: facts === null ? null : sourcesOf(facts),
    story: tracerStory(design, facts === null ? null : placesIn(facts)),
  };
}

/** Throws a UsageError for a config that does not exist. */
export function judgeConfig(config: string): void {
  const known = Object.keys(boundsByName);
  if (!known.includes(config)) throw new UsageError(noSuch(`no config is called ${config}`, config, known));
}

/** The name of the embedded design that says the same; a tree's own design has its release for a name. */
export function embeddedName(design: Design): string {
  const behaviour = behaviourOf(design);
  return Object.values(designs).find((one) => behaviourOf(one) === behaviour)?.name ?? design.name;
}

/** What a tree says beside its design: where its places are, and what is wrong at them. */
const placesIn = (facts: Facts): TreePlaces => ({
  placeOf: (source) => {
    const place = locate(facts, source);
    return place === null ? null : `${place.file}:${place.line}`;
  },
  nestedAcquire: { file: facts.reentry.file, line: facts.reentry.line },
  growths: splitPoints(facts).filter(({ insideWriter }) => insideWriter),
});
