import { seedGroup } from './seed-row.js';

/** The groups' own names, kept as codes too: the group of groups. */
export const GROUPS = seedGroup(
  'CODE_GROUP',
  `
  CODE_GROUP       | 코드 그룹             | Code groups
  ORDER_STATUS     | 주문 상태             | Order status
  PAYMENT_METHOD   | 결제 수단             | Payment method
  COUNTRY          | 국가                  | Country
  BANK             | 은행                  | Bank
  CURRENCY         | 통화                  | Currency
  DELIVERY_STATUS  | 배송 상태             | Delivery status
  DELIVERY_CARRIER | 택배사                | Delivery carrier
  CANCEL_REASON    | 취소 사유             | Reason for cancelling
  RETURN_REASON    | 반품 사유             | Reason for returning
  TAX_TYPE         | 과세 구분             | Tax type
  CASH_RECEIPT     | 현금영수증            | Cash receipt
  SECURITIES_FIRM  | 증권사                | Securities firm
  CARD_ISSUER      | 카드사                | Card issuer
  REGION_KR        | 행정구역              | Administrative division (Korea)
  SUBDIVISION      | 국가별 행정구역       | Subdivision (ISO 3166-2)
  FORMER_COUNTRY   | 옛 국가               | Former country (ISO 3166-3)
  WORLD_REGION     | 세계 지역             | World region (UN M49)
  AREA_CODE        | 지역번호              | Area code
  MOBILE_CARRIER   | 이동통신사            | Mobile carrier
  INCOTERMS        | 인코텀즈              | Incoterms
  HS               | 품목분류 (HS)         | Harmonized System
  INDUSTRY         | 산업분류              | Industry (KSIC)
  SEX              | 성별                  | Sex (ISO/IEC 5218)
  LANGUAGE         | 언어                  | Language
  SCRIPT           | 문자                  | Script (ISO 15924)
  TIME_ZONE        | 시간대                | Time zone
  CALENDAR         | 역법                  | Calendar
  MONTH            | 월                    | Month
  WEEKDAY          | 요일                  | Weekday
  UNIT             | 단위                  | Unit
  NUMBERING_SYSTEM | 숫자 체계             | Numbering system
  `,
);
