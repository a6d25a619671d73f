import { boot } from './boot.section.js';
import { fleet } from './fleet.section.js';
import { ingest } from './ingest.section.js';
import { list, lookup } from './lookup.section.js';
import { memory } from './memory.section.js';
import type { Section } from './section.interface.js';
import { update } from './update.section.js';

/** The sections, in the order in which they are run. */
export const SECTIONS = { lookup, list, ingest, update, memory, boot, fleet } satisfies Record<string, Section>;

export type SectionName = keyof typeof SECTIONS;

export function isSection(name: string): name is SectionName {
  return Object.hasOwn(SECTIONS, name);
}
