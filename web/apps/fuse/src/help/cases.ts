export { cases, prerequisites, type CaseId, type HelpCase } from '@gantry/ui';
