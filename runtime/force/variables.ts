/** The environment of a program that follows a schedule. */
/** Names the file for the program's execution trace; without it, the trace is thrown away. */
export const TRACE_VARIABLE = 'NOSPLIT_TRACE';
