/** CPU samples: fields of the part sections. Source: runtime/tracecpu.go, traceCPUSample, traceReadCPU. */
import { array, int } from '../../../checker/index.ts';
import type { ArrayField, IntField } from '../../../checker/index.ts';
import type { Bounds } from '../../bounds.ts';

interface SamplesFields {
  /** The logs of trace.cpuLogWrite by gen%2: the oldest generation of which a sample waits there, 0 for none. */
  readonly cpuLog: ArrayField<IntField>;
}
interface SignalsFields {
  /** Signals that the M may still get. */
  readonly signals: IntField;
}

/** In other parts the fields are not there, whatever the type says: only what the part sections has reads them. */
export const samplesFields = ({ parts, generations }: Bounds): SamplesFields =>
  (parts.sections === undefined ? {} : { cpuLog: array(2, int(0, generations)) }) as SamplesFields;
export const signalsFields = ({ parts: { sections } }: Bounds): SignalsFields =>
  (sections === undefined ? {} : { signals: int(0, sections.samplesPerM) }) as SignalsFields;

/** The values at the beginning, under the same proviso. */
export const initialSamples = ({ parts }: Bounds): { readonly cpuLog: number[] } =>
  (parts.sections === undefined ? {} : { cpuLog: [0, 0] }) as { readonly cpuLog: number[] };
export const initialSignals = ({ parts: { sections } }: Bounds): { readonly signals: number } =>
  (sections === undefined ? {} : { signals: sections.samplesPerM }) as { readonly signals: number };
