import { seedGroup } from './seed-row.js';

/** The codes of the order service itself. */
export const SHOP = [
  ...seedGroup(
    'ORDER_STATUS',
    `
    NEW       | 접수       | Received
    PAID      | 결제 완료  | Paid
    PREPARING | 상품 준비  | Preparing
    SHIPPED   | 발송       | Shipped
    DELIVERED | 배송 완료  | Delivered
    CONFIRMED | 구매 확정  | Confirmed
    CANCELLED | 취소       | Cancelled
    RETURNED  | 반품       | Returned
    EXCHANGED | 교환       | Exchanged
    -HOLD     | 보류       | On hold
    `,
  ),
  ...seedGroup(
    'PAYMENT_METHOD',
    `
    CARD     | 신용·체크카드     | Card
    TRANSFER | 실시간 계좌이체   | Bank transfer
    VIRTUAL  | 가상계좌          | Virtual account
    EASY     | 간편결제          | Easy pay
    MOBILE   | 휴대폰 소액결제   | Mobile billing
    GIFT     | 상품권            | Gift certificate
    POINT    | 적립금            | Points
    COD      | 착불              | Cash on delivery
    -DEPOSIT | 무통장 입금       | Bank deposit
    `,
  ),
  ...seedGroup(
    'DELIVERY_STATUS',
    `
    READY     | 집하 대기   | Awaiting pickup
    PICKED_UP | 집하        | Picked up
    TRANSIT   | 이동 중     | In transit
    OUT       | 배송 출발   | Out for delivery
    DONE      | 배송 완료   | Delivered
    FAILED    | 배송 실패   | Failed
    `,
  ),
  ...seedGroup(
    'CANCEL_REASON',
    `
    CHANGED_MIND | 단순 변심    | Changed my mind
    WRONG_OPTION | 옵션 변경    | Wrong option
    DELAYED      | 배송 지연    | Delivery delayed
    SOLD_OUT     | 품절         | Sold out
    WRONG_PRICE  | 가격 오류    | Wrong price
    `,
  ),
  ...seedGroup(
    'RETURN_REASON',
    `
    CHANGED_MIND | 단순 변심      | Changed my mind
    DEFECT       | 상품 불량      | Defective
    DAMAGED      | 배송 중 파손   | Damaged in transit
    WRONG_ITEM   | 오배송         | Wrong item
    NOT_AS_SHOWN | 상품 정보 상이 | Not as described
    `,
  ),
  ...seedGroup(
    'TAX_TYPE',
    `
    TAXABLE    | 과세   | Taxable
    ZERO_RATED | 영세율 | Zero-rated
    EXEMPT     | 면세   | Exempt
    `,
  ),
  ...seedGroup(
    'CASH_RECEIPT',
    `
    INCOME  | 소득공제용 | Income deduction
    EXPENSE | 지출증빙용 | Proof of expenditure
    NONE    | 미발행     | None
    `,
  ),
];
