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

package io.github.shutdownspringboot.readiness;

import org.springframework.boot.web.server.WebServer;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ApplicationContext;
import org.springframework.util.ClassUtils;

/**
 * Tells whether an application has a port that requests come to. The one of the
 * management does not count, and a container that an application was deployed to has
 * stopped sending requests before it closes the application.
 */
final class OpenPort {

	private static final boolean WEB_SERVER_PRESENT = ClassUtils.isPresent(
			"org.springframework.boot.web.server.context.WebServerApplicationContext", OpenPort.class.getClassLoader());

	private OpenPort() {
	}

	/**
	 * Return whether requests may come.
	 * @param context the context of the application
	 * @return whether it has a port, or is of a kind that nobody knows
	 */
	static boolean mayHave(ApplicationContext context) {
		return !WEB_SERVER_PRESENT || SpringBootServer.mayHavePort(context);
	}

	/**
	 * Keeps the types of Spring Boot's servers away from applications without them.
	 */
	private static final class SpringBootServer {

		static boolean mayHavePort(ApplicationContext context) {
			if (!(context instanceof WebServerApplicationContext serverContext)) {
				return true;
			}
			WebServer server = serverContext.getWebServer();
			return server != null && server.getPort() > 0;
		}

	}

}
