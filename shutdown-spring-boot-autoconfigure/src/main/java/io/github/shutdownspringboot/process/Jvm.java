/*
 * Copyright 2026-present the original author or authors.
 *
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *      https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */

package io.github.shutdownspringboot.process;

import org.springframework.boot.logging.LoggingSystem;

/**
 * What there is to know of the JVM at its end, and how to bring that about.
 */
class Jvm {

	/**
	 * Ask in the only way there is: a JVM that is exiting takes no more hooks.
	 * @return whether it is exiting
	 */
	boolean isExiting() {
		Thread hook = new Thread();
		try {
			Runtime.getRuntime().addShutdownHook(hook);
			Runtime.getRuntime().removeShutdownHook(hook);
			return false;
		}
		catch (IllegalStateException ex) {
			return true;
		}
	}

	/**
	 * Let the logging system write what it still holds, as Spring Boot does at the end.
	 * Nothing is logged after that.
	 */
	void flushLogs() {
		Runnable handler = LoggingSystem.get(Jvm.class.getClassLoader()).getShutdownHandler();
		if (handler != null) {
			handler.run();
		}
		System.out.flush();
		System.err.flush();
	}

	/**
	 * End the process. No hook is waited for, none that has not begun is run.
	 * @param code the exit code
	 */
	void halt(int code) {
		Runtime.getRuntime().halt(code);
	}

}
