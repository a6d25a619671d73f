import { seedGroup } from './seed-row.js';

/** Small standard tables: 한국표준산업분류 (KSIC, sections) and ISO/IEC 5218. */
export const STANDARDS = [
  ...seedGroup(
    'INDUSTRY',
    `
    A | 농업, 임업 및 어업                             | Agriculture, forestry and fishing
    B | 광업                                           | Mining and quarrying
    C | 제조업                                         | Manufacturing
    D | 전기, 가스, 증기 및 공기 조절 공급업           | Electricity, gas, steam and air conditioning supply
    E | 수도, 하수 및 폐기물 처리, 원료 재생업         | Water supply, sewage, waste management and remediation
    F | 건설업                                         | Construction
    G | 도매 및 소매업                                 | Wholesale and retail trade
    H | 운수 및 창고업                                 | Transportation and storage
    I | 숙박 및 음식점업                               | Accommodation and food service
    J | 정보통신업                                     | Information and communication
    K | 금융 및 보험업                                 | Financial and insurance activities
    L | 부동산업                                       | Real estate activities
    M | 전문, 과학 및 기술 서비스업                    | Professional, scientific and technical activities
    N | 사업시설 관리, 사업 지원 및 임대 서비스업      | Business facilities management and support, rental and leasing
    O | 공공행정, 국방 및 사회보장 행정                | Public administration and defence, compulsory social security
    P | 교육 서비스업                                  | Education
    Q | 보건업 및 사회복지 서비스업                    | Human health and social work
    R | 예술, 스포츠 및 여가관련 서비스업              | Arts, sports and recreation
    S | 협회 및 단체, 수리 및 기타 개인 서비스업       | Membership organizations, repair and other personal services
    T | 가구 내 고용활동 및 자가소비 생산활동          | Activities of households as employers
    U | 국제 및 외국기관                               | Activities of extraterritorial organizations and bodies
    `,
  ),
  ...seedGroup(
    'SEX',
    `
    0 | 모름      | Not known
    1 | 남성      | Male
    2 | 여성      | Female
    9 | 해당 없음 | Not applicable
    `,
  ),
];
