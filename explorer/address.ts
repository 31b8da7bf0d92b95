/** Systems by the text that an address has for them. Nothing here knows a system: whether one exists is found where it is made. */
import type { Scalar } from '../checker/index.ts';
import type { Base, Embedded, Spec } from './data.ts';

/** What is wrong with a question or an address; the message is one line. */
export class PageError extends Error {
  override readonly name = 'PageError';
}

export function titleOf(base: Base): string {
  switch (base.kind) {
    case 'programs': {
      const { name, bounds } = base.params;
      return base.builtIn === undefined ? `the steps of ${name} at ${bounds}` : `${name} at ${bounds}`;
    }
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
  if (base.kind === 'example') {
    const params = Object.entries(base.params).map(([key, value]) => `${key}=${String(value)}`);
    return `model:${base.name}${params.length === 0 ? '' : `?${params.join('&')}`}`;
  }
  if (base.kind !== 'programs') return 'report';
  if (base.isBeside === true) return 'beside';
  const { builtIn, params } = base;
  return builtIn === undefined ? 'report' : `${builtIn.kind}:${builtIn.name}/${params.bounds}`;
}

/** The systems that stand in a page as data. */
type Here = Pick<Embedded, 'spec' | 'others'>;

/**
 * The spec of an address; `report` is the one that stands in the page, and `beside` the other tree that does. Throws a PageError for
 * what names no system, and for one that the page does not have.
 */
export function specAt(address: string, { spec: report, others }: Here): Spec {
  if (address === 'report' || address === addressOf(report)) return { ...report, changes: [] };
  const other = others.find(({ spec }) => addressOf(spec) === address);
  if (other !== undefined) return other.spec;
  if (/^(design|mutant):[\w.-]{1,80}\/[\w-]{1,80}$/.test(address))
    throw new PageError(`this page does not have ${address}; nosplit explore opens a page that does`);
  const [, model, query = ''] = /^model:([\w-]{1,80})(?:\?(.{0,200}))?$/.exec(address) ?? [];
  if (model === undefined) throw new PageError(`${address.slice(0, 80)} names no system`);
  const params = [...new URLSearchParams(query)].map(([key, value]): [string, Scalar] => [
    key,
    value === 'true' ? true : value === 'false' ? false : Number(value),
  ]);
  return { base: { kind: 'example', name: model, params: Object.fromEntries(params) }, changes: [] };
}
