import { seedGroup } from './seed-row.js';

/** The Harmonized System of the World Customs Organization: sections, and the chapters under them. 77 is reserved. */
export const HARMONIZED_SYSTEM = seedGroup(
  'HS',
  `
  I     | 산 동물과 동물성 생산품             | Live animals; animal products
  01    | 산 동물                             | Live animals                           | I
  02    | 육과 식용 설육                      | Meat and edible meat offal             | I
  03    | 어류·갑각류·연체동물                | Fish and crustaceans, molluscs         | I
  04    | 낙농품·새의 알·천연꿀               | Dairy produce; eggs; honey             | I
  05    | 그 밖의 동물성 생산품               | Other products of animal origin        | I
  II    | 식물성 생산품                       | Vegetable products
  06    | 산 수목과 그 밖의 식물              | Live trees and other plants            | II
  07    | 식용의 채소·뿌리·괴경               | Edible vegetables, roots and tubers    | II
  08    | 식용의 과실과 견과류                | Edible fruit and nuts                  | II
  09    | 커피·차·마테·향신료                 | Coffee, tea, maté and spices           | II
  10    | 곡물                                | Cereals                                | II
  11    | 제분공업의 생산품                   | Products of the milling industry       | II
  12    | 채유용 종자와 과실                  | Oil seeds and oleaginous fruits        | II
  13    | 락·검·수지와 식물성 수액            | Lac; gums, resins, vegetable saps      | II
  14    | 식물성 편조물용 재료                | Vegetable plaiting materials           | II
  III   | 동물성·식물성 유지                  | Animal, vegetable or microbial fats and oils
  15    | 동식물성·미생물성 지방과 기름       | Fats and oils                          | III
  IV    | 조제 식료품·음료·담배               | Prepared foodstuffs; beverages; tobacco
  16    | 육류·어류의 조제품                  | Preparations of meat or fish           | IV
  17    | 당류와 설탕과자                     | Sugars and sugar confectionery         | IV
  18    | 코코아와 그 조제품                  | Cocoa and cocoa preparations           | IV
  19    | 곡물·밀크의 조제품과 베이커리 제품  | Preparations of cereals; bakery        | IV
  20    | 채소·과실의 조제품                  | Preparations of vegetables or fruit    | IV
  21    | 각종의 조제 식료품                  | Miscellaneous edible preparations      | IV
  22    | 음료·주류·식초                      | Beverages, spirits and vinegar         | IV
  23    | 식품 공업의 잔재물과 사료           | Residues of food industries; fodder    | IV
  24    | 담배와 담배 대용물                  | Tobacco and substitutes                | IV
  V     | 광물성 생산품                       | Mineral products
  25    | 소금·황·토석류·시멘트               | Salt; sulphur; earths; stone; cement   | V
  26    | 광·슬래그·회                        | Ores, slag and ash                     | V
  27    | 광물성 연료와 에너지                | Mineral fuels and oils                 | V
  VI    | 화학공업 생산품                     | Products of the chemical industries
  28    | 무기화학품                          | Inorganic chemicals                    | VI
  29    | 유기화학품                          | Organic chemicals                      | VI
  30    | 의료용품                            | Pharmaceutical products                | VI
  31    | 비료                                | Fertilisers                            | VI
  32    | 염료·안료·페인트                    | Dyes, pigments, paints                 | VI
  33    | 향료와 화장품                       | Perfumery and cosmetics                | VI
  34    | 비누와 세제                         | Soap and washing preparations          | VI
  35    | 단백질계 물질·효소                  | Albuminoidal substances; enzymes       | VI
  36    | 화약류·성냥                         | Explosives; matches                    | VI
  37    | 사진용 재료                         | Photographic goods                     | VI
  38    | 각종 화학공업 생산품                | Miscellaneous chemical products        | VI
  VII   | 플라스틱과 고무                     | Plastics and rubber
  39    | 플라스틱과 그 제품                  | Plastics and articles thereof          | VII
  40    | 고무와 그 제품                      | Rubber and articles thereof            | VII
  VIII  | 원피·가죽·모피                      | Hides, leather and furskins
  41    | 원피와 가죽                         | Raw hides, skins and leather           | VIII
  42    | 가죽제품과 여행용구                 | Articles of leather; travel goods      | VIII
  43    | 모피·인조모피                       | Furskins and artificial fur            | VIII
  IX    | 목재와 그 제품                      | Wood and articles of wood
  44    | 목재·목탄                           | Wood; wood charcoal                    | IX
  45    | 코르크와 그 제품                    | Cork and articles of cork              | IX
  46    | 조물재료의 제품                     | Manufactures of plaiting materials     | IX
  X     | 펄프와 종이                         | Pulp and paper
  47    | 펄프                                | Pulp of wood                           | X
  48    | 종이와 판지                         | Paper and paperboard                   | X
  49    | 인쇄서적·신문·회화                  | Printed books, newspapers, pictures    | X
  XI    | 방직용 섬유와 그 제품               | Textiles and textile articles
  50    | 견                                  | Silk                                   | XI
  51    | 양모·동물의 털                      | Wool and animal hair                   | XI
  52    | 면                                  | Cotton                                 | XI
  53    | 그 밖의 식물성 방직용 섬유          | Other vegetable textile fibres         | XI
  54    | 인조필라멘트                        | Man-made filaments                     | XI
  55    | 인조스테이플섬유                    | Man-made staple fibres                 | XI
  56    | 워딩·펠트·부직포                    | Wadding, felt and nonwovens            | XI
  57    | 양탄자                              | Carpets                                | XI
  58    | 특수직물·레이스·자수포              | Special woven fabrics; lace            | XI
  59    | 침투·도포한 방직용 섬유의 직물      | Impregnated or coated fabrics          | XI
  60    | 메리야스 편물                       | Knitted or crocheted fabrics           | XI
  61    | 의류(편물)                          | Apparel, knitted                       | XI
  62    | 의류(편물 제외)                     | Apparel, not knitted                   | XI
  63    | 그 밖의 방직용 섬유 제품            | Other made-up textile articles         | XI
  XII   | 신발·모자·우산                      | Footwear, headgear, umbrellas
  64    | 신발류                              | Footwear                               | XII
  65    | 모자류                              | Headgear                               | XII
  66    | 우산·지팡이                         | Umbrellas and walking sticks           | XII
  67    | 조제깃털·조화                       | Prepared feathers; artificial flowers  | XII
  XIII  | 석재·도자·유리 제품                 | Stone, ceramic and glass
  68    | 석재·시멘트 제품                    | Articles of stone and cement           | XIII
  69    | 도자제품                            | Ceramic products                       | XIII
  70    | 유리와 유리제품                     | Glass and glassware                    | XIII
  XIV   | 진주·귀석·귀금속                    | Pearls, precious stones and metals
  71    | 진주·귀석·귀금속                    | Pearls, precious stones and metals     | XIV
  XV    | 비금속과 그 제품                    | Base metals
  72    | 철강                                | Iron and steel                         | XV
  73    | 철강의 제품                         | Articles of iron or steel              | XV
  74    | 구리와 그 제품                      | Copper                                 | XV
  75    | 니켈과 그 제품                      | Nickel                                 | XV
  76    | 알루미늄과 그 제품                  | Aluminium                              | XV
  78    | 납과 그 제품                        | Lead                                   | XV
  79    | 아연과 그 제품                      | Zinc                                   | XV
  80    | 주석과 그 제품                      | Tin                                    | XV
  81    | 그 밖의 비금속                      | Other base metals                      | XV
  82    | 비금속제 공구·칼붙이                | Tools and cutlery                      | XV
  83    | 비금속제의 각종 제품                | Miscellaneous articles of base metal   | XV
  XVI   | 기계와 전기기기                     | Machinery and electrical equipment
  84    | 기계류                              | Machinery                              | XVI
  85    | 전기기기                            | Electrical machinery                   | XVI
  XVII  | 수송기기                            | Vehicles, aircraft, vessels
  86    | 철도차량                            | Railway rolling stock                  | XVII
  87    | 일반차량                            | Vehicles other than railway            | XVII
  88    | 항공기와 우주선                     | Aircraft and spacecraft                | XVII
  89    | 선박                                | Ships and boats                        | XVII
  XVIII | 정밀기기·시계·악기                  | Instruments, clocks, musical instruments
  90    | 광학·측정·의료용 기기               | Optical, measuring, medical instruments| XVIII
  91    | 시계                                | Clocks and watches                     | XVIII
  92    | 악기                                | Musical instruments                    | XVIII
  XIX   | 무기·총포탄                         | Arms and ammunition
  93    | 무기·총포탄                         | Arms and ammunition                    | XIX
  XX    | 잡품                                | Miscellaneous manufactured articles
  94    | 가구·침구·조명기구                  | Furniture; bedding; lamps              | XX
  95    | 완구·운동용품                       | Toys, games and sports requisites      | XX
  96    | 그 밖의 잡품                        | Miscellaneous manufactured articles    | XX
  XXI   | 예술품과 골동품                     | Works of art and antiques
  97    | 예술품·수집품·골동품                | Works of art, collectors' pieces       | XXI
  `,
);
