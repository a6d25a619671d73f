import { ScriptedAnswers, type ScriptedRequest } from './scripted-answers.js';

export { isSubset, type ScriptedRequest } from './scripted-answers.js';
export { badRequest, json, mustRefetch } from './scripted-refusals.js';
export { row, SCHEMA, type ScriptedChange, type ScriptedRow } from './scripted-rows.js';

/** Answers instead of the script; `undefined` leaves it to the next, or to the script. */
export type Intervention = (request: ScriptedRequest) => Response | Promise<Response> | undefined;

/**
 * A shape log as Electric 1.7.12 serves it (shared/electric/README.md), without a database and without sockets: a `fetch`.
 * It can be made to answer as the real one was seen to answer only now and then: chunks that end inside a transaction (9),
 * up-to-date inside a transaction (33), positions past rows that were not given (34), no `last` (35).
 */
export class ScriptedElectric extends ScriptedAnswers {
  /** Every request, in order. */
  readonly requests: ScriptedRequest[] = [];
  readonly interventions: Intervention[] = [];

  readonly fetch = async (input: string | URL | Request, init?: RequestInit): Promise<Response> => {
    const url = new URL(String(input));
    const request: ScriptedRequest = {
      url,
      offset: url.searchParams.get('offset') ?? '',
      handle: url.searchParams.get('handle'),
      live: url.searchParams.get('live') === 'true',
      headers: new Headers(init?.headers),
      signal: init?.signal ?? new AbortController().signal,
    };
    this.requests.push(request);
    for (const intervene of [...this.interventions]) {
      const answer = intervene(request);
      if (answer !== undefined) return answer;
    }
    return this.answer(request);
  };

  /** Answers the next request only, or the next so many. */
  next(answer: Intervention, times = 1): void {
    let left = times;
    const intervene: Intervention = (request) => {
      const response = answer(request);
      if (response !== undefined && --left === 0) {
        this.interventions.splice(this.interventions.indexOf(intervene), 1);
      }
      return response;
    };
    this.interventions.push(intervene);
  }
}
