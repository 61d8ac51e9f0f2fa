// Proves in Chromium that several tabs share one session.

import { chromium } from './engines/puppeteer-engine';
import { tabScenarios } from './engines/tab-scenarios';
import { tabTests } from './engines/tab-tests';

tabTests(chromium, tabScenarios);
