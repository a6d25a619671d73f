import { seedGroup } from './seed-row.js';

/** Delivery: carriers as Korean parcel trackers number them, terms of trade, telephone codes. */
export const LOGISTICS = [
  ...seedGroup(
    'DELIVERY_CARRIER',
    `
    01  | 우체국택배       | Korea Post
    04  | CJ대한통운       | CJ Logistics
    05  | 한진택배         | Hanjin
    06  | 로젠택배         | Logen
    08  | 롯데택배         | Lotte Global Logistics
    11  | 일양로지스       | Ilyang Logis
    12  | EMS              | EMS
    13  | DHL              | DHL
    14  | UPS              | UPS
    16  | 한의사랑택배     | Hanips
    17  | 천일택배         | Chunil
    18  | 건영택배         | Kunyoung
    21  | FedEx            | FedEx
    22  | 대신택배         | Daesin
    23  | 경동택배         | Kyungdong
    24  | GS Postbox 택배  | GS Postbox
    -25 | TNT Express      | TNT Express
    26  | USPS             | USPS
    32  | 합동택배         | Hapdong
    46  | CU 편의점택배    | CU Post
    `,
  ),
  ...seedGroup(
    'INCOTERMS',
    `
    EXW  | 공장 인도              | Ex Works
    FCA  | 운송인 인도            | Free Carrier
    CPT  | 운송비 지급 인도       | Carriage Paid To
    CIP  | 운송비·보험료 지급 인도 | Carriage and Insurance Paid To
    DAP  | 도착 장소 인도         | Delivered at Place
    DPU  | 도착지 양하 인도       | Delivered at Place Unloaded
    DDP  | 관세 지급 인도         | Delivered Duty Paid
    FAS  | 선측 인도              | Free Alongside Ship
    FOB  | 본선 인도              | Free on Board
    CFR  | 운임 포함 인도         | Cost and Freight
    CIF  | 운임·보험료 포함 인도  | Cost, Insurance and Freight
    -DAT | 터미널 인도            | Delivered at Terminal
    `,
  ),
  ...seedGroup(
    'AREA_CODE',
    `
    02  | 서울 | Seoul
    031 | 경기 | Gyeonggi
    032 | 인천 | Incheon
    033 | 강원 | Gangwon
    041 | 충남 | Chungnam
    042 | 대전 | Daejeon
    043 | 충북 | Chungbuk
    044 | 세종 | Sejong
    051 | 부산 | Busan
    052 | 울산 | Ulsan
    053 | 대구 | Daegu
    054 | 경북 | Gyeongbuk
    055 | 경남 | Gyeongnam
    061 | 전남 | Jeonnam
    062 | 광주 | Gwangju
    063 | 전북 | Jeonbuk
    064 | 제주 | Jeju
    070 | 인터넷전화 | VoIP
    `,
  ),
  ...seedGroup(
    'MOBILE_CARRIER',
    `
    SKT | SK텔레콤       | SK Telecom
    KTF | KT             | KT
    LGT | LG유플러스     | LG U+
    SKM | SKT 알뜰폰     | SKT MVNO
    KTM | KT 알뜰폰      | KT MVNO
    LGM | LG U+ 알뜰폰   | LG U+ MVNO
    `,
  ),
];
