export interface ServerSentEvent {
  readonly type: string;
  readonly data: string;
}

/** Reads a stream of server-sent events, until it ends or the signal says so. */
export async function* serverSentEvents(url: string, signal: AbortSignal): AsyncGenerator<ServerSentEvent> {
  const { body } = await fetch(url, { headers: { accept: 'text/event-stream' }, signal });
  if (body === null) return;
  let text = '';
  for await (const chunk of body.pipeThrough(new TextDecoderStream())) {
    const blocks = (text + chunk).split('\n\n');
    text = blocks.pop() ?? '';
    for (const block of blocks) yield parse(block);
  }
}

function parse(block: string): ServerSentEvent {
  const fields = block.split('\n').map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 1)]);
  const values = (name: string) => fields.filter(([field]) => field === name).map(([, value = '']) => value.trim());
  return { type: values('event')[0] ?? 'message', data: values('data').join('\n') };
}
