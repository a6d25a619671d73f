import { ingest } from './ingest.section.js';
import { memory } from './memory.section.js';
import type { Section } from './section.interface.js';

/** The sections, in the order in which they are run. */
export const SECTIONS = { ingest, memory } satisfies Record<string, Section>;

export type SectionName = keyof typeof SECTIONS;

export function isSection(name: string): name is SectionName {
  return Object.hasOwn(SECTIONS, name);
}
