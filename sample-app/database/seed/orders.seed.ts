/** A few orders to look at. Two carry codes that are no longer in use: they keep their labels. */
export const ORDERS = [
  order('김민지', '제주 감귤 5kg', 28900, 'PAID', 'CARD', 'KR', '088', 'KRW'),
  order('이서준', '기계식 키보드', 189000, 'SHIPPED', 'EASY', 'KR', '090', 'KRW'),
  order('박하은', '캠핑 의자', 64500, 'DELIVERED', 'TRANSFER', 'KR', '004', 'KRW'),
  order('Emma Johnson', 'Celadon tea set', 142.5, 'NEW', 'CARD', 'US', '027', 'USD'),
  order('佐藤 健', '전통 자개함', 18800, 'PREPARING', 'CARD', 'JP', '020', 'JPY'),
  order('최도윤', '강릉 커피 원두 1kg', 32000, 'CONFIRMED', 'VIRTUAL', 'KR', '092', 'KRW'),
  order('Lukas Weber', 'Hanji notebook', 39.9, 'CANCELLED', 'CARD', 'DE', '055', 'EUR'),
  order('정유나', '보성 녹차', 21000, 'RETURNED', 'POINT', 'KR', '011', 'KRW'),
  order('한지호', '안동 간고등어', 45000, 'CONFIRMED', 'DEPOSIT', 'KR', '005', 'KRW'),
  order('Nguyễn Linh', 'Ginseng extract', 96, 'HOLD', 'CARD', 'VN', '088', 'USD'),
];

function order(
  customer: string,
  item: string,
  amount: number,
  status: string,
  payment_method: string,
  country: string,
  bank: string,
  currency: string,
) {
  return { customer, item, amount, status, payment_method, country, bank, currency };
}
