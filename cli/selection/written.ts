/** The tracer by its hand-written actions, for what has yet to move to the steps of programs. */
import type { Facts } from '../../facts/index.ts';
import { designOf, locate, sourcesOf, splitPoints } from '../../facts/index.ts';
import type { Design, WrittenParams, TreePlaces } from '../../model/index.ts';
import {
  actionMutantNamed,
  designAlike,
  designsByName,
  writtenModule,
  writtenOf,
  tracerStory,
} from '../../model/index.ts';
import { UsageError } from '../errors.ts';
import { noSuch } from '../nearest.ts';
import type { Selection, TreeOptions } from './selection.ts';
import { configWords, judgeConfig } from './tracer.ts';
import { coverageInBrief, factsInBrief, readSubject, treeWords } from './tree-words.ts';

export interface WrittenSelection extends Selection {
  readonly design: Design;
}

/** Throws a UsageError for a design or a config that does not exist. */
export function selectWritten(name: string, config: string): WrittenSelection {
  const design = Object.hasOwn(designsByName, name) ? designsByName[name] : undefined;
  const known = Object.keys(designsByName);
  if (design === undefined) throw new UsageError(noSuch(`--design ${name}: no such design`, name, known));
  return {
    ...written(design, config, null),
    subject: { kind: 'design', design: name, config },
    title: `design ${name} at ${config}`,
    words: [...configWords(config), '--design', name],
    notes: [design.title],
  };
}

/** A mutant of the hand-written model. Throws a UsageError for a config that leaves out what it changes. */
export function selectActionMutant(name: string, config: string): WrittenSelection {
  const { design } = actionMutantNamed(name);
  return {
    ...written(design, config, null, { mutant: name }),
    subject: { kind: 'mutant', mutant: name, config },
    title: `mutant ${name} at ${config}`,
    words: [],
    notes: [],
  };
}

/** The tracer of a tree that was read. */
export function selectWrittenTree(
  facts: Facts,
  dir: string,
  config: string,
  options: TreeOptions,
): WrittenSelection {
  const version = facts.version.value;
  return {
    ...written(designOf(facts), config, facts),
    subject: { kind: 'go', dir, version, config, ...readSubject(options) },
    title: `${version ?? 'the Go tree'} at ${config}`,
    words: [config, '--go', dir, ...treeWords(options)],
    notes: [`read from ${facts.runtimeDir}: ${factsInBrief(facts)}`, coverageInBrief(facts)],
  };
}

function written(
  design: Design,
  config: string,
  facts: Facts | null,
  variant: WrittenParams['design'] = design,
): Pick<WrittenSelection, 'system' | 'module' | 'design' | 'facts' | 'sources' | 'story' | 'waivedAs'> {
  judgeConfig(config);
  const params = { design: variant, bounds: config };
  return {
    waivedAs: { system: designAlike(design) ?? design.name, config },
    system: writtenOf(params),
    module: writtenModule(params),
    design,
    facts,
    sources: facts === null ? null : sourcesOf(facts),
    story: tracerStory(design, facts === null ? null : placesIn(facts)),
  };
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
