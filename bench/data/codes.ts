/** A row as Electric sends it: all text (electric/README.md 17). */
export interface CodeRow {
  readonly code: string;
  readonly code_name: string;
  readonly group_code: string;
  readonly sort_order: string;
  readonly use_yn: string;
}

/** The header `electric-schema` of the table. */
export const SCHEMA = JSON.stringify({
  code: { type: 'text', not_null: true, pk_index: 1 },
  code_name: { type: 'text' },
  group_code: { type: 'text', not_null: true, pk_index: 0 },
  sort_order: { type: 'int4' },
  use_yn: { type: 'bpchar', length: 1 },
});

export const TABLE = 'common_code';
export const GROUPS = 500;

/** Longer than the ten characters up to which V8 keeps one string for equal values of JSON, as real names of groups are. */
const TOPICS = ['ORDER_STATUS', 'PAYMENT_METHOD', 'DELIVERY_COMPANY', 'RETURN_REASON', 'MEMBER_GRADE', 'BANK_CODE_KR'];
const REGIONS = [
  '서울',
  '부산',
  '대구',
  '인천',
  '광주',
  '대전',
  '울산',
  '세종',
  '경기',
  '강원',
  '충북',
  '전남',
  '제주',
];
const KINDS = ['배송 준비', '결제 완료', '주문 취소', '반품 접수', '교환 요청', '정상', '휴면 계정', '탈퇴', '심사 중'];

/** The code at a place of a table of so many rows: 500 groups of the same size, one code in twenty not in use. */
export function codeAt(index: number, rows: number): CodeRow {
  const perGroup = Math.ceil(rows / GROUPS);
  const place = index % perGroup;
  const number = (index - place) / perGroup;
  const group = pad(number, 3);
  return {
    code: `${group}-${pad(place, 4)}`,
    code_name: `${REGIONS[index % REGIONS.length]} ${KINDS[(index * 7) % KINDS.length]} ${place + 1}`,
    group_code: `${TOPICS[number % TOPICS.length]}_${group}`,
    sort_order: String(place + 1),
    use_yn: index % 20 === 7 ? 'N' : 'Y',
  };
}

export function codes(rows: number): CodeRow[] {
  return Array.from({ length: rows }, (_, index) => codeAt(index, rows));
}

function pad(number: number, digits: number): string {
  return String(number).padStart(digits, '0');
}
