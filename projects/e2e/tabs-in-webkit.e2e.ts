// Everything that tabs do with each other, in WebKitGTK.

import { webkit } from './engines/webkit-engine';
import { tabScenarios } from './engines/tab-scenarios';
import { tabTests } from './engines/tab-tests';

tabTests(webkit, tabScenarios);
