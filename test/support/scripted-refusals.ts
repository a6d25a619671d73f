/** A 409, with or without the new handle (11, 12). */
export function mustRefetch(handle?: string): Response {
  return json(
    [{ headers: { control: 'must-refetch' } }],
    409,
    handle === undefined ? {} : { 'electric-handle': handle },
  );
}

/** A 400 as Electric words it. */
export function badRequest(parameter: string, problem: string): Response {
  return json({ message: 'Invalid request', errors: { [parameter]: [problem] } }, 400);
}

export function json(body: unknown, status = 200, headers: Record<string, string> = {}): Response {
  return new Response(JSON.stringify(body), { status, headers: { 'content-type': 'application/json', ...headers } });
}
