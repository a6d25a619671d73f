import { bootTasks } from './boot.tasks.js';
import { fleetTasks } from './fleet.tasks.js';
import { ingestTasks } from './ingest.tasks.js';
import { lookupTasks } from './lookup.tasks.js';
import { updateTasks } from './update.tasks.js';
import { visibleTasks } from './visible.tasks.js';

/** What a measured process can be told to do. None of these modules loads a candidate before it is told to. */
export const TASKS = {
  ...ingestTasks,
  ...lookupTasks,
  ...updateTasks,
  ...visibleTasks,
  ...bootTasks,
  ...fleetTasks,
};

export type Tasks = typeof TASKS;
export type TaskName = keyof Tasks;
