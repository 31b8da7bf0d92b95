/**
 * Waivers: findings that are as they should be, each with its reason.
 */
import type { FindingKind, VacuityFinding } from './findings.ts';
import { finding } from './findings.ts';

export interface Waiver {
  readonly kind: Exclude<FindingKind, 'stale-waiver'>;
  /** A pattern for the system: a design's name, or a model's; `*` stands for any characters. */
  readonly system: string;
  /** A pattern for the config: a name of bounds, or a model's settings as `n=3, broken=true`; `default` where none is given. */
  readonly config: string;
  /** The finding's name, exactly, or `*` for all of the kind. */
  readonly name: string;
  readonly reason: string;
}

/** The findings of one check, and what it was of. */
export interface Checked {
  readonly system: string;
  readonly config: string;
  readonly findings: readonly VacuityFinding[];
}

/** The findings with the reasons of those that a waiver waives; the first waiver that fits gives the reason. */
export function waive(
  { system, config, findings }: Checked,
  waivers: readonly Waiver[],
): readonly VacuityFinding[] {
  const here = waivers.filter((waiver) => fits(waiver, system, config));
  return findings.map((one) => ({
    ...one,
    waived: here.find((waiver) => isAbout(waiver, one))?.reason ?? null,
  }));
}

/**
 * A finding for each waiver that fits some of the checks and waives a finding of none. Checks of unfinished searches do
 * not count: what they have not found may yet come. Of a single check, only a waiver without patterns can be told to be stale.
 */
export function staleWaivers(
  checks: readonly (Checked & { readonly complete: boolean })[],
  waivers: readonly Waiver[],
): readonly VacuityFinding[] {
  return waivers.flatMap((waiver) => {
    const fitting = checks.filter(({ system, config }) => fits(waiver, system, config));
    const used = fitting.some(({ findings }) => findings.some((one) => isAbout(waiver, one)));
    const isWhole = fitting.length > 0 && fitting.every(({ complete }) => complete);
    const names = `${waiver.kind} ${waiver.name} (${waiver.system}, ${waiver.config})`;
    return used || !isWhole
      ? []
      : [finding('stale-waiver', waiver.name, `the waiver of ${names} waives nothing any more; remove it`)];
  });
}

/** Whether a waiver is for one system and config alone. */
export const isLiteral = ({ system, config }: Waiver): boolean => !`${system}${config}`.includes('*');

const fits = (waiver: Waiver, system: string, config: string): boolean =>
  matches(waiver.system, system) && matches(waiver.config, config);

/** Whether a pattern, in which `*` stands for any characters, matches the whole text. */
function matches(pattern: string, text: string): boolean {
  const parts = pattern.split('*').map((part) => part.replace(/[\\^$.+?()[\]{}|]/g, '\\$&'));
  return new RegExp(`^${parts.join('.*')}$`, 's').test(text);
}

const isAbout = ({ kind, name }: Waiver, one: VacuityFinding): boolean =>
  kind === one.kind && (name === '*' || name === one.name);
