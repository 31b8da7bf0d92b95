/** Systems by the text that an address has for them. Nothing here knows a system: whether one exists is found where it is made. */
import type { Scalar } from '../checker/index.ts';
import type { Base, Beside, Spec } from './data.ts';

/** What is wrong with a question or an address; the message is one line. */
export class PageError extends Error {
  override readonly name = 'PageError';
}

export function titleOf(base: Base): string {
  switch (base.kind) {
    case 'tracer':
      return typeof base.design === 'string'
        ? `design ${base.design}`
        : 'mutant' in base.design
          ? `mutant ${base.design.mutant}`
          : base.design.name;
    case 'programs':
      return `the steps of ${base.params.name} at ${base.params.bounds}`;
    case 'example': {
      const params = Object.entries(base.params).map(([key, value]) => `${key}=${String(value)}`);
      return [base.name, ...params].join(' ');
    }
    case 'own':
      return base.title;
    case 'recorded':
      return 'the recorded model';
  }
}

/** `design:1.26/tiny`, `mutant:NAME/tiny`, `model:mutex?n=2`; `report` for what stands in the page, `beside` for its other tree. */
export function addressOf({ base }: Spec): string {
  if (base.kind === 'tracer' && typeof base.design === 'string')
    return `design:${base.design}/${base.bounds}`;
  if (base.kind === 'tracer' && typeof base.design === 'object' && 'mutant' in base.design)
    return `mutant:${base.design.mutant}/${base.bounds}`;
  if (base.kind === 'example') {
    const params = Object.entries(base.params).map(([key, value]) => `${key}=${String(value)}`);
    return `model:${base.name}${params.length === 0 ? '' : `?${params.join('&')}`}`;
  }
  return base.kind === 'programs' && base.isBeside === true ? 'beside' : 'report';
}

/** The systems that stand in a page as data. */
interface Here {
  readonly spec: Spec;
  readonly beside: Pick<Beside, 'spec'> | null;
}

/**
 * The spec of an address; `report` is the one that stands in the page, and `beside` the other tree that does. Throws a PageError for
 * what names no system.
 */
export function specAt(address: string, { spec: report, beside }: Here): Spec {
  if (address === 'report' || address === addressOf(report)) return { ...report, changes: [] };
  if (address === 'beside' && beside !== null) return beside.spec;
  const [, kind, name = '', bounds = ''] =
    /^(design|mutant):([\w.-]{1,80})\/([\w-]{1,80})$/.exec(address) ?? [];
  if (kind !== undefined)
    return {
      base: { kind: 'tracer', design: kind === 'design' ? name : { mutant: name }, bounds },
      changes: [],
    };
  const [, model, query = ''] = /^model:([\w-]{1,80})(?:\?(.{0,200}))?$/.exec(address) ?? [];
  if (model === undefined) throw new PageError(`${address.slice(0, 80)} names no system`);
  const params = [...new URLSearchParams(query)].map(([key, value]): [string, Scalar] => [
    key,
    value === 'true' ? true : value === 'false' ? false : Number(value),
  ]);
  return { base: { kind: 'example', name: model, params: Object.fromEntries(params) }, changes: [] };
}
