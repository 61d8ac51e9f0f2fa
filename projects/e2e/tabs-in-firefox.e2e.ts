// Proves in Firefox that several tabs share one session.

import { firefox } from './engines/puppeteer-engine';
import { tabScenarios } from './engines/tab-scenarios';
import { tabTests } from './engines/tab-tests';

tabTests(firefox, tabScenarios);
