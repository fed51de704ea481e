/** Given and family names of many origins, combined freely: any likeness is chance. */
export const FEMALE_NAMES: readonly string[] = Object.freeze(
  `Adaeze Aiko Amara Anneliese Beatriz Carmen Chiara Dalia Eleni Esther Fatima Freya Grace Hana Imani Ingrid
  Jasmine Keala Leila Linh Maeve Malia Mei Nadia Nia Olga Paloma Priya Rosa Ruth Saoirse Soledad Tala Teresa
  Wren Yasmin Zofia Zuri`.split(/\s+/),
);

export const MALE_NAMES: readonly string[] = Object.freeze(
  `Abel Amir Anders Arjun Bao Benito Caleb Cyrus Daniel Diego Emeka Ezra Felix Goran Hamza Hugo Ibrahim Ivo
  Jamal Jonas Kai Kenji Kwame Lars Luca Malik Mateo Nikolai Omar Otis Pavel Rafael Sanjay Silas Tariq Theo
  Viktor Wei`.split(/\s+/),
);

export const FAMILY_NAMES: readonly string[] = Object.freeze(
  `Abara Achterberg Bakshi Beaumont Castellano Chukwu Dankwah Eriksen Fairweather Farrokhzad Galloway Gutierrez
  Hale Hashimoto Ibarra Jaramillo Kamara Kealoha Kowalczyk Lindqvist Macalintal Marchetti Mbeki Nakamura
  Nguyen Oduya Okonkwo Papadakis Petrov Quispe Rahman Redcloud Rosenthal Santangelo Sinclair Tekle Thorne
  Vandermeer Whitfield Yilmaz Zielinski`.split(/\s+/),
);

export const STREETS: readonly string[] = Object.freeze([
  'Alder Lane',
  'Canal Street',
  'Cooper Road',
  'Ferry Street',
  'Hillcrest Avenue',
  'Larkspur Court',
  'Mill Road',
  'Orchard Street',
  'Quarry Road',
  'Station Street',
  'Willow Way',
]);

export interface Town {
  readonly city: string;
  readonly state: string;
  /** Starts with a real three-digit area, so that generalising ZIP codes has something to do. */
  readonly zip: string;
  readonly areaCode: string;
}

/** Invented towns. `036` and `059` are areas of so few people that Safe Harbor hides them. */
export const TOWNS: readonly Town[] = Object.freeze([
  { city: 'Alderbrook', state: 'MA', zip: '02139', areaCode: '617' },
  { city: 'Fennmoor', state: 'MA', zip: '01060', areaCode: '413' },
  { city: 'Harrow Falls', state: 'NH', zip: '03601', areaCode: '603' },
  { city: 'Little Tamarack', state: 'VT', zip: '05901', areaCode: '802' },
  { city: 'Saltmere', state: 'RI', zip: '02840', areaCode: '401' },
  { city: 'Wicklow Bend', state: 'CT', zip: '06511', areaCode: '203' },
]);
