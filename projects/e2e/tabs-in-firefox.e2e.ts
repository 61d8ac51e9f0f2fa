// Everything that tabs do with each other, in Firefox.

import { firefox } from './engines/firefox-engine';
import { tabScenarios } from './engines/tab-scenarios';
import { tabTests } from './engines/tab-tests';

tabTests(firefox, tabScenarios);
