import { type CodeRow, TABLE } from '../data/codes.js';

/** A row of the snapshot, as Electric writes it (transcript 01). */
export function snapshotMessage(row: CodeRow): string {
  return `{"key":${key(row)},"value":${JSON.stringify(row)},"headers":{"relation":["public","${TABLE}"],"operation":"insert"}}`;
}

export const SNAPSHOT_END = '{"headers":{"control":"snapshot-end","xip_list":[],"xmax":"805","xmin":"805"}}';
export const MUST_REFETCH = '[{"headers":{"control":"must-refetch"}}]';

export function upToDate(lsn: number): string {
  return `{"headers":{"control":"up-to-date","global_last_seen_lsn":"${lsn}"}}`;
}

/** The rows of one transaction in the log of a `replica=full` shape (transcript 04). */
export function transactionMessages(rows: readonly CodeRow[], lsn: number, txid: number): string {
  return rows
    .map((row, index) => {
      const last = index === rows.length - 1 ? '"last":true,' : '';
      const headers = `{${last}"relation":["public","${TABLE}"],"operation":"update","lsn":"${lsn}","op_position":${index * 2},"txids":[${txid}]}`;
      const old = `{"code_name":${JSON.stringify(row.code_name.slice(0, -2))}}`;
      return `{"value":${JSON.stringify(row)},"key":${key(row)},"headers":${headers},"old_value":${old}}`;
    })
    .join(',');
}

function key({ group_code, code }: CodeRow): string {
  return JSON.stringify(`"public"."${TABLE}"/"${group_code}"/"${code}"`);
}
