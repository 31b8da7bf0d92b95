/** The format of Go execution traces: the table of events, the decoder, and the text form. */
export {
  batchBytesMax,
  dataBytesMax,
  eventId,
  eventNamed,
  eventOfId,
  events,
  experimentBase,
  framesMax,
} from './events.ts';
export type { EventSpec, TraceVersion } from './events.ts';
export { goStatus, procStatus } from './statuses.ts';
export { headerOf, uvarint } from './encode.ts';
export type { WireValue } from './decode/cursor.ts';
export { classOf, eventsOf } from './decode/events-of.ts';
export type { BatchClass, Frame, WireEvent } from './decode/events-of.ts';
export type { Ongoing } from '../checker/host/ongoing.ts';
export { readTrace } from './decode/read-trace.ts';
export type { Chunks, ReadableHandle } from './decode/chunks.ts';
export type {
  Batch,
  ChunkedReadOptions,
  ChunkedTrace,
  EndOfGeneration,
  Trace,
  TraceItem,
} from './decode/read-trace.ts';
export { noM, WireError } from './decode/wire-error.ts';
export type { BatchPlace } from './decode/wire-error.ts';
export type { FormatName } from './text/format.ts';
export { eventJson, itemJson } from './text/json-lines.ts';
export { eventText, itemText } from './text/lines.ts';
export { printTrace } from './text/print-trace.ts';
export { encodeText } from './golden/encode-text.ts';
export { emitGoldenTest } from './golden/emit-test.ts';
export { rules } from './validate/rules.ts';
export type { Rule, RuleName, Severity } from './validate/rules.ts';
export { validate } from './validate/validate.ts';
export type {
  ChunkedValidateOptions,
  ValidateOptions,
  ValidateProgress,
  Validation,
} from './validate/validate.ts';
export type { Violation } from './validate/violation.ts';
