/** Mutants: edits of a release's steps. */
import type { Granularity, Mutant } from '../../model/index.ts';
import {
  NothingToChange,
  boundsByName,
  boundsNamed,
  mutantPrograms,
  mutants,
  partOf,
} from '../../model/index.ts';
import { UsageError } from '../errors.ts';
import { noSuch } from '../nearest.ts';
import { granularityDefault } from './parts.ts';
import { cutWords, programsSelection } from './programs.ts';
import type { Selection } from './selection.ts';
import { configDefault, judgeConfig } from './tracer.ts';

/**
 * A mutant in the bounds that are named, or else in those in which it is expected to fail: small ones where it can be. Throws a
 * UsageError for a mutant or a config that does not exist, and for a config that leaves out what the mutant changes.
 */
export function selectMutant(
  name: string,
  named?: string,
  granularity: Granularity = granularityDefault,
): Selection {
  const mutant = Object.hasOwn(mutants, name) ? mutants[name] : undefined;
  if (mutant === undefined) {
    const next = 'nosplit list mutants has them';
    throw new UsageError(noSuch(`--mutant ${name}: no such mutant`, name, Object.keys(mutants), next));
  }
  const own = configOf(mutant);
  const config = named ?? own;
  judgeConfig(config);
  if (!changesIn(mutant, config)) {
    const others = Object.keys(boundsByName).filter((one) => changesIn(mutant, one));
    throw new UsageError(
      `mutant ${name} changes nothing at ${config} (${mutant.change}); choose one of ${others.join(', ')}`,
    );
  }
  const cut = granularity === granularityDefault ? [] : ['--granularity', granularity];
  return {
    ...selectMutantPrograms(name, config, granularity),
    title: `mutant ${name} at ${config}${cutWords(granularity)}`,
    words: [...(config === own ? [] : [config]), '--mutant', name, ...cut],
    notes: [`${mutant.change} (${mutant.source}): ${mutant.why}`],
  };
}

const configOf = ({ fails }: Mutant): string => {
  const all = Object.keys(fails);
  return (
    all.find((one) => one === configDefault) ??
    all.find((one) => one.endsWith('-small')) ??
    all[0] ??
    configDefault
  );
};

function selectMutantPrograms(
  name: string,
  config: string,
  granularity: Granularity,
): Omit<Selection, 'words' | 'notes'> {
  const { programs, files } = mutantPrograms(name, partOf(boundsNamed(config)));
  return {
    ...programsSelection({ programs, bounds: config, name: `mutant ${name}`, files, granularity }),
    subject: { kind: 'mutant', mutant: name, config, programs: true, granularity },
  };
}

/** Whether the bounds have what the mutant changes. */
function changesIn({ name }: Mutant, config: string): boolean {
  const part = partOf(boundsNamed(config));
  try {
    mutantPrograms(name, part);
    return true;
  } catch (error) {
    if (error instanceof NothingToChange) return false;
    throw error;
  }
}
