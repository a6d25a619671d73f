import { seedGroup } from './seed-row.js';

/** Korean institutions by the three-digit codes of 금융결제원 (KFTC), and card issuers as payment gateways number them. */
export const FINANCE = [
  ...seedGroup(
    'BANK',
    `
    001  | 한국은행          | Bank of Korea
    002  | KDB산업은행       | Korea Development Bank
    003  | IBK기업은행       | Industrial Bank of Korea
    004  | KB국민은행        | KB Kookmin Bank
    -005 | 외환은행          | Korea Exchange Bank
    007  | Sh수협은행        | Suhyup Bank
    008  | 한국수출입은행    | Export-Import Bank of Korea
    011  | NH농협은행        | NongHyup Bank
    012  | 지역 농·축협      | Local NongHyup cooperatives
    020  | 우리은행          | Woori Bank
    023  | SC제일은행        | Standard Chartered Bank Korea
    027  | 한국씨티은행      | Citibank Korea
    031  | iM뱅크(대구은행)  | iM Bank
    032  | BNK부산은행       | Busan Bank
    034  | 광주은행          | Kwangju Bank
    035  | 제주은행          | Jeju Bank
    037  | 전북은행          | Jeonbuk Bank
    039  | BNK경남은행       | Kyongnam Bank
    045  | 새마을금고        | MG Community Credit Cooperatives
    048  | 신협              | National Credit Union Federation
    050  | 저축은행          | Savings banks
    054  | HSBC은행          | HSBC
    055  | 도이치은행        | Deutsche Bank
    057  | JP모간체이스은행  | JPMorgan Chase Bank
    058  | 미즈호은행        | Mizuho Bank
    060  | BOA은행           | Bank of America
    061  | BNP파리바은행     | BNP Paribas
    062  | 중국공상은행      | Industrial and Commercial Bank of China
    063  | 중국은행          | Bank of China
    064  | 산림조합중앙회    | National Forestry Cooperative Federation
    067  | 중국건설은행      | China Construction Bank
    071  | 우체국            | Korea Post
    081  | 하나은행          | Hana Bank
    088  | 신한은행          | Shinhan Bank
    089  | 케이뱅크          | K bank
    090  | 카카오뱅크        | KakaoBank
    092  | 토스뱅크          | Toss Bank
    `,
  ),
  ...seedGroup(
    'SECURITIES_FIRM',
    `
    209 | 유안타증권       | Yuanta Securities Korea
    218 | KB증권           | KB Securities
    238 | 미래에셋증권     | Mirae Asset Securities
    240 | 삼성증권         | Samsung Securities
    243 | 한국투자증권     | Korea Investment & Securities
    247 | NH투자증권       | NH Investment & Securities
    261 | 교보증권         | Kyobo Securities
    262 | iM증권           | iM Securities
    263 | 현대차증권       | Hyundai Motor Securities
    264 | 키움증권         | Kiwoom Securities
    265 | LS증권           | LS Securities
    266 | SK증권           | SK Securities
    267 | 대신증권         | Daishin Securities
    269 | 한화투자증권     | Hanwha Investment & Securities
    270 | 하나증권         | Hana Securities
    271 | 토스증권         | Toss Securities
    278 | 신한투자증권     | Shinhan Securities
    279 | DB증권           | DB Securities
    280 | 유진투자증권     | Eugene Investment & Securities
    287 | 메리츠증권       | Meritz Securities
    288 | 카카오페이증권   | Kakao Pay Securities
    290 | 부국증권         | Bookook Securities
    291 | 신영증권         | Shinyoung Securities
    292 | 케이프투자증권   | Cape Investment & Securities
    `,
  ),
  ...seedGroup(
    'CARD_ISSUER',
    `
    11 | KB국민카드       | KB Kookmin Card
    15 | 카카오뱅크       | KakaoBank
    21 | 하나카드         | Hana Card
    24 | 토스뱅크         | Toss Bank
    30 | KDB산업은행      | Korea Development Bank
    31 | BC카드           | BC Card
    33 | 우리BC카드       | Woori BC Card
    34 | Sh수협은행       | Suhyup Bank
    35 | 전북은행         | Jeonbuk Bank
    36 | 씨티카드         | Citi Card
    37 | 우체국예금보험   | Korea Post
    38 | 새마을금고       | MG Community Credit Cooperatives
    39 | 저축은행중앙회   | Korea Federation of Savings Banks
    3A | 케이뱅크         | K bank
    3K | 기업BC카드       | IBK BC Card
    41 | 신한카드         | Shinhan Card
    42 | 제주은행         | Jeju Bank
    46 | 광주은행         | Kwangju Bank
    51 | 삼성카드         | Samsung Card
    61 | 현대카드         | Hyundai Card
    62 | 신협             | Credit unions
    71 | 롯데카드         | Lotte Card
    91 | NH농협카드       | NongHyup Card
    W1 | 우리카드         | Woori Card
    `,
  ),
];
