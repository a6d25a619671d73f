/** Parameters of a subset, which a body may also have in an object `subset`. */
const OF_SUBSET = ['where', 'params', 'order_by', 'limit', 'offset'];

/**
 * The query of a POST with what its body says, as a GET would have it (transcript 21).
 * @throws SyntaxError if the body is not a JSON object
 */
export function withBody(query: URLSearchParams, body: string): URLSearchParams {
  const merged = new URLSearchParams(query);
  const given: unknown = body === '' ? {} : JSON.parse(body);
  if (typeof given !== 'object' || given === null || Array.isArray(given)) {
    throw new SyntaxError('Request body must be a JSON object');
  }
  const { subset, ...others } = given as Record<string, unknown>;
  for (const [name, value] of Object.entries(others)) {
    const ofSubset = subset === undefined && OF_SUBSET.includes(name);
    merged.set(ofSubset ? `subset[${name}]` : name, text(value));
  }
  for (const [name, value] of Object.entries(subset ?? {})) merged.set(`subset[${name}]`, text(value));
  return merged;
}

function text(value: unknown): string {
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
