export * from './checker/public.ts';
export * from './model/public.ts';
