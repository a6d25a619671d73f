import { Shape, ShapeStream, type ShapeStreamInterface } from '@electric-sql/client';
import type { CodeRow } from '../data/codes.js';
import type { PrepareFollower, Source } from './follower.interface.js';

type Row = CodeRow & Record<string, string>;

/** A shape stream of Electric's own client. */
export function openStream({ url, table, fetch }: Source, signal: AbortSignal): ShapeStream<Row> {
  return new ShapeStream<Row>({
    url: `${url}/v1/shape`,
    params: { table, replica: 'full' },
    fetchClient: fetch,
    signal,
    onError: () => {},
  });
}

/** Electric's own client, as its documentation begins: rows by their key. */
export const prepareShape: PrepareFollower = async (source) => {
  const stopping = new AbortController();
  let shape: Shape<Row> | undefined;
  return {
    get held() {
      return shape;
    },
    async start() {
      const stream = openStream(source, stopping.signal);
      shape = new Shape(stream as ShapeStreamInterface<Row>); // its types do not go together under exactOptionalPropertyTypes
      await shape.rows;
    },
    label: (group, code) => shape?.currentValue.get(`"public"."${source.table}"/"${group}"/"${code}"`)?.code_name,
    onChange: (listener) => void shape?.subscribe(listener),
    stop: async () => stopping.abort(),
  };
};
