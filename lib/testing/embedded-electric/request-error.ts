/** What is wrong, by parameter; one parameter may have others in it. */
export type Problems = { readonly [parameter: string]: readonly string[] | Problems };

/** What is wrong with a request, by parameter, in Electric's words: a 400 (transcripts 10 and 12). */
export class RequestError extends Error {
  constructor(readonly errors: Problems) {
    super('Invalid request');
  }

  static of(parameter: string, problem: string): RequestError {
    return new RequestError({ [parameter]: [problem] });
  }

  /** Something a real Electric answers and this one does not: said, not pretended. */
  static unsupported(parameter: string, what: string): RequestError {
    return RequestError.of(parameter, `${what} is not supported by the embedded Electric: use a real one`);
  }
}
