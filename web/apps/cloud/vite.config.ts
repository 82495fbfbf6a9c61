import { application } from '../../tools/vite-application.ts';

export default application(import.meta.dirname);
