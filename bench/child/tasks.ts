import { ingestTasks } from './ingest.tasks.js';

/** What a measured process can be told to do. */
export const TASKS = { ...ingestTasks };

export type Tasks = typeof TASKS;
export type TaskName = keyof Tasks;
