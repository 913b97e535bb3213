import { fr, Texts } from './fr'; export const en: Texts = fr;
