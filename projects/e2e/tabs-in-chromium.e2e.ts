// Everything that tabs do with each other, in Chromium.

import { chromium } from './engines/chromium-engine';
import { tabScenarios } from './engines/tab-scenarios';
import { tabTests } from './engines/tab-tests';

tabTests(chromium, tabScenarios);
