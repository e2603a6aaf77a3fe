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

import java.util.Set;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.context.event.ApplicationContextInitializedEvent;
import org.springframework.boot.context.event.ApplicationStartingEvent;
import org.springframework.boot.context.event.SpringApplicationEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.core.Ordered;

/**
 * Adds the {@link ExitCode} to the shutdown handlers ahead of all others, because the
 * first one to be added is the last one to be called, and gives it to the application.
 * The process of a test belongs to the test.
 */
class ExitCodeApplicationListener implements ApplicationListener<SpringApplicationEvent>, Ordered {

	private static final Set<String> TEST_PACKAGES = Set.of("org.junit.", "org.testng.");

	private static final ExitCode exitCode = new ExitCode();

	@Override
	public void onApplicationEvent(SpringApplicationEvent event) {
		if (event instanceof ApplicationStartingEvent && !isTest()) {
			exitCode.forgetCompleted();
			SpringApplication.getShutdownHandlers().add(exitCode);
		}
		else if (event instanceof ApplicationContextInitializedEvent initialized && !isTest()) {
			initialized.getApplicationContext().getBeanFactory().registerSingleton("shutdownExitCode", exitCode);
		}
	}

	/**
	 * Return whether a test runs the application, be it without any help of Spring Boot.
	 * @return whether one does
	 */
	private static boolean isTest() {
		for (StackTraceElement frame : Thread.currentThread().getStackTrace()) {
			for (String testPackage : TEST_PACKAGES) {
				if (frame.getClassName().startsWith(testPackage)) {
					return true;
				}
			}
		}
		return false;
	}

	@Override
	public int getOrder() {
		return Ordered.HIGHEST_PRECEDENCE;
	}

}
